import Foundation
import Prompts
import Yams

/// A project's corrections as they stand in its file, which people edit as well.
///
/// Additions and removals leave every other line as it is, comments included.
package struct CorrectionsFile: Sendable {
    /// The text with all changes so far.
    package private(set) var text: String
    package private(set) var corrections: Corrections
    /// The log that they were made on, absolute or relative to the folder.
    package private(set) var log: String?

    /// A file without corrections.
    package init(log: String? = nil) {
        text = Self.heading + (log.map { "log: \(YAMLScalar.text($0).yaml)\n" } ?? "")
        corrections = .none
        self.log = log
    }

    /// Reads the text of a file.
    /// - Throws: `ProjectError.invalid` with all mistakes; `CorrectionError` where corrections do not
    ///   go together.
    package init(text: String, name: String = Corrections.fileName) throws {
        let (list, log) = try Self.parse(text, name)
        self.text = text
        self.log = log
        corrections = try Corrections(list)
    }

    /// Reads a file, or gives nil where there is none.
    package static func load(_ file: URL) throws -> CorrectionsFile? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try CorrectionsFile(
            text: ProjectFile.readText(file), name: file.lastPathComponent)
    }

    /// Reads the file of a project's folder, or gives nil where it has none.
    package static func load(folder: URL) throws -> CorrectionsFile? {
        try load(folder.appending(path: Corrections.fileName))
    }

    /// Where the log is.
    package func logFile(in folder: URL) -> URL? {
        log.map { ProjectPaths.resolve($0, in: folder) }
    }

    /// Writes all of the file or nothing.
    /// - Throws: `ProjectError.cannotWrite`.
    package func save(folder: URL) throws(ProjectError) {
        let file = folder.appending(path: Corrections.fileName)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try AtomicFile.write(text, to: file)
        } catch {
            throw .cannotWrite(path: file.path, reason: error.localizedDescription)
        }
    }

    private static let heading = """
        # What was corrected by hand in the prompts of a log. Each import applies it again.
        #   is: template, pinned, tools, context, examples, query, left-out, or group
        #   text, pattern, or from and to: which text of a message
        #   which: every, first or last of several places
        #   role, group, record: only messages of a role, prompts of a group, or one record
        #   holds, with name: which prompts are a group

        """

    // MARK: Changes

    private static let listKey = "corrections"

    /// Adds a correction at the end.
    /// - Throws: `CorrectionError` where it contradicts another one; `ProjectError.cannotEdit` where
    ///   the list is written in a way that cannot be added to.
    package mutating func add(_ correction: Correction) throws {
        let expected = try Corrections(corrections.list + [correction])
        var source = YAMLSource(text)
        let items = try items(source)
        let lines = Self.lines(correction, indent: items.indent)
        if let end = items.ends.last {
            let isOpen = !text.hasSuffix("\n") && end > source.lineCount
            source.replace(
                source.start(ofLine: end)..<source.start(ofLine: end),
                with: (isOpen ? "\n" : "") + lines)
        } else if let key = items.key {
            // Nothing stands behind the key, or an empty list in brackets.
            let start = source.start(ofLine: key)
            let rest = source.line(key)
            source.replace(start..<start + rest.count, with: "\(Self.listKey):")
            let next = source.start(ofLine: key + 1)
            source.replace(next..<next, with: (key == source.lineCount ? "\n" : "") + lines)
        } else {
            let isOpen = !text.isEmpty && !text.hasSuffix("\n")
            let end = source.scalars.count
            source.replace(
                end..<end, with: (isOpen ? "\n" : "") + "\(Self.listKey):\n\(lines)")
        }
        try accept(source.text, expected)
    }

    /// Takes one away, by its number.
    /// - Throws: `ProjectError.cannotEdit`.
    package mutating func remove(_ number: Int) throws {
        var list = corrections.list
        list.remove(at: number - 1)
        let expected = try Corrections(list)
        var source = YAMLSource(text)
        let items = try items(source)
        guard items.starts.indices.contains(number - 1) else { throw refusal(number) }
        source.replace(
            source.start(
                ofLine: items.starts[number - 1])..<source.start(ofLine: items.ends[number - 1]),
            with: "")
        try accept(source.text, expected)
    }

    /// Names the log.
    package mutating func setLog(_ path: String) throws {
        guard path != log else { return }
        var source = YAMLSource(text)
        let line = "log: \(YAMLScalar.text(path).yaml)"
        if let node = try Self.root(text)?.mapping?.first(where: { $0.key.string == "log" }) {
            guard let scalar = node.value.scalar, let extent = source.extent(of: scalar) else {
                throw ProjectError.cannotEdit(path: Corrections.fileName, key: "log")
            }
            source.replace(extent, with: YAMLScalar.text(path).yaml)
        } else if let key = try items(source).key {
            let start = source.start(ofLine: key)
            source.replace(start..<start, with: line + "\n")
        } else {
            let end = source.scalars.count
            source.replace(end..<end, with: line + "\n")
        }
        let (_, found) = try Self.parse(source.text)
        guard found == path else {
            throw ProjectError.cannotEdit(path: Corrections.fileName, key: "log")
        }
        text = source.text
        log = path
    }

    /// Takes a new text if it says what it should.
    private mutating func accept(_ edited: String, _ expected: Corrections) throws {
        guard let (list, _) = try? Self.parse(edited), let found = try? Corrections(list),
            found.list.map(Self.withoutLine) == expected.list.map(Self.withoutLine)
        else { throw refusal(nil) }
        text = edited
        corrections = found
    }

    private static func withoutLine(_ correction: Correction) -> Correction {
        var correction = correction
        correction.line = 0
        return correction
    }

    private func refusal(_ number: Int?) -> ProjectError {
        .cannotEdit(
            path: Corrections.fileName,
            key: Self.listKey + (number.map { "[\($0 - 1)]" } ?? ""))
    }

    /// The lines of the list, counted from 1.
    private struct Items {
        /// Of the list's key.
        var key: Int?
        /// Spaces before the dashes.
        var indent = 2
        var starts: [Int] = []
        /// Behind each item's last line.
        var ends: [Int] = []
    }

    private func items(_ source: YAMLSource) throws -> Items {
        var items = Items()
        guard
            let entry = try Self.root(text)?.mapping?.first(where: {
                $0.key.string == Self.listKey
            })
        else { return items }
        items.key = entry.key.mark?.line
        guard let nodes = entry.value.sequence, !nodes.isEmpty else { return items }
        for node in nodes {
            guard let line = node.mark?.line else { throw refusal(nil) }
            let content = source.line(line)
            let indent = content.prefix { $0 == " " }.count
            guard content.dropFirst(indent).first == "-", line != items.starts.last else {
                throw refusal(nil)
            }
            items.indent = indent
            items.starts.append(line)
            items.ends.append(source.blockEnd(afterLine: line, indent: indent))
        }
        return items
    }

    private static func lines(_ correction: Correction, indent: Int) -> String {
        var fields: [(String, String)] = [("is", correction.verdictText)]
        if case .group(let name) = correction.verdict { fields.append(("name", quoted(name))) }
        switch correction.selection {
        case .text(let text): fields.append(("text", quoted(text)))
        case .pattern(let pattern): fields.append(("pattern", quoted(pattern)))
        case .between(let from, let to):
            if let from { fields.append(("from", quoted(from))) }
            if let to { fields.append(("to", quoted(to))) }
        case .holds(let texts):
            fields.append(("holds", "[" + texts.map(quoted).joined(separator: ", ") + "]"))
        case .all: break
        }
        if correction.occurrence != .every {
            fields.append(("which", correction.occurrence.rawValue))
        }
        for (key, value) in [
            ("role", correction.role), ("group", correction.group),
            ("record", correction.record), ("content", correction.content),
            ("note", correction.note),
        ] {
            if let value { fields.append((key, quoted(value))) }
        }
        let space = String(repeating: " ", count: indent)
        return fields.enumerated().map { index, field in
            "\(space)\(index == 0 ? "- " : "  ")\(field.0): \(field.1)\n"
        }.joined()
    }

    private static func quoted(_ text: String) -> String { YAMLScalar.text(text).yaml }

    // MARK: Reading

    private static func root(_ text: String) throws(ProjectError) -> Node? {
        try ProjectFile.rootNode(text, ProblemLog(file: Corrections.fileName))
    }

    private static func parse(
        _ text: String, _ name: String = Corrections.fileName
    ) throws -> (list: [Correction], log: String?) {
        let problems = ProblemLog(file: name)
        let root = try ProjectFile.rootNode(text, problems)
        let section = YAMLSection(name: "", node: root, log: problems, mark: root?.mark)
        let log = section.optionalText("log")
        var list: [Correction] = []
        if let node = section.node(listKey), !node.isEmptyValue {
            for (index, node) in (section.list(listKey) ?? []).enumerated() {
                let item = YAMLSection(
                    name: "\(listKey)[\(index)]", node: node, log: problems, mark: node.mark)
                if let correction = CorrectionReader(section: item).correction {
                    list.append(correction)
                }
            }
        }
        section.finish()
        guard problems.problems.isEmpty else {
            throw ProjectError.invalid(
                problems.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return (list, log)
    }
}
