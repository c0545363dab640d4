import Foundation

/// One `import` of a source file.
struct ImportLine: Equatable {
    /// The target whose folder the file lies in.
    let target: String
    let module: String
    /// Relative to the project's folder, with the line: `Sources/Kernels/Arena.swift:3`.
    let place: String

    /// The imports of one file's text.
    ///
    /// Reads whole-module and single-declaration imports, with attributes and access levels before
    /// them; text in strings and comments does not begin a line with `import`.
    static func all(in text: String, target: String, path: String) -> [ImportLine] {
        var found: [ImportLine] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            var words = line.split(separator: " ")
            while let first = words.first, first.hasPrefix("@") || accessLevels.contains(first) {
                words.removeFirst()
            }
            guard words.first == "import" else { continue }
            words.removeFirst()
            if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
            guard let module = words.first?.split(separator: ".").first else { continue }
            found.append(
                ImportLine(
                    target: target, module: String(module), place: "\(path):\(index + 1)"))
        }
        return found
    }

    /// The imports of everything under `Sources`, in order of path.
    static func all(under root: URL) throws -> [ImportLine] {
        let sources = root.appending(path: "Sources", directoryHint: .isDirectory)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().flatMap { path in
            let target = path.split(separator: "/").first.map(String.init) ?? ""
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            return all(in: text, target: target, path: "Sources/\(path)")
        }
    }

    private static let accessLevels: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
}
