/// The folder that a request is made in: some of its entries, which the request may be about.
struct CommandFolder: Sendable {
    /// `Harbor`; one in five lies in another one, `Harbor/Winter`.
    let path: String
    private var files: [String]
    private var folders: [String]
    /// Names that nothing in the folder has.
    private var freeFiles: [String]
    private var freeFolders: [String]
    /// `Folder: Harbor (orders, Winter, prices)`.
    let header: String

    init(using generator: inout SeededGenerator) {
        // Of the many names a few are drawn, since a shuffle of all of them takes time.
        let capitalised = Self.draw(8, from: CommandCatalogue.capitalised, using: &generator)
        let plain = Self.draw(6, from: CommandCatalogue.plain, using: &generator)
        path = generator.chance(20) ? capitalised[0] + "/" + capitalised[1] : capitalised[0]
        files = Array(plain.prefix(3))
        freeFiles = Array(plain.dropFirst(3))
        folders = Array(capitalised[2..<(generator.chance(50) ? 4 : 5)])
        freeFolders = Array(capitalised.dropFirst(5))
        header =
            "Folder: \(path) (\(generator.shuffled(files + folders).joined(separator: ", ")))"
    }

    private static func draw(
        _ count: Int, from names: [String], using generator: inout SeededGenerator
    ) -> [String] {
        var result: [String] = []
        while result.count < count {
            let name = generator.pick(names)
            if !result.contains(name) { result.append(name) }
        }
        return result
    }

    // MARK: Names; none is taken twice

    /// A file of the folder.
    mutating func takeFile() -> String { files.removeLast() }

    /// A folder of the folder.
    mutating func takeFolder() -> String { folders.removeLast() }

    /// A name for a new file.
    mutating func takeFreeFile() -> String { freeFiles.removeLast() }

    /// A name for a new folder.
    mutating func takeFreeFolder() -> String { freeFolders.removeLast() }
}
