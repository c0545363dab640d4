import Foundation
import Prompts
import Yams

/// Changes settings in the text of a project's file and leaves every other character as it is:
/// comments, order, quotes, blank lines.
///
/// Each change is checked before it counts: the new text must read as the old one does but for the
/// value that was to change.
package struct ProjectEditor: Sendable {
    /// The text with all changes so far.
    package private(set) var text: String
    /// What the text says.
    package private(set) var project: ProjectFile

    /// The file's name in messages.
    private let file: String
    /// What the disk holds, as far as this editor knows.
    private var savedText: String

    private static let byteOrderMark = "\u{FEFF}"

    /// Starts from a text, which must be a valid project; the files it names need not exist.
    package init(
        text: String, file: String = ProjectFile.fileName
    ) throws(ProjectError) {
        self.text = text
        self.file = file
        savedText = text
        project = try ProjectFile.parse(text, file: file)
    }

    /// Reads a project's file.
    package init(folder: URL) throws(ProjectError) {
        try self.init(text: ProjectFile.readText(folder.appending(path: ProjectFile.fileName)))
    }

    /// Whether there are changes to save.
    package var hasChanges: Bool { !text.utf8.elementsEqual(savedText.utf8) }

    /// Sets one value.
    ///
    /// A key that is missing is added to its mapping, a section that is missing at the file's end.
    /// - Throws: `ProjectError.cannotEdit` where the place cannot be changed alone, and
    ///   `ProjectError.invalid` where the value is not allowed. The text stays as it was then.
    package mutating func set(_ path: [YAMLStep], to value: YAMLScalar) throws(ProjectError) {
        let root = try root()
        guard let expected = expectation(root, path, .scalar(value.content)),
            let edited = spliced(root, path, value)
        else { throw .cannotEdit(path: file, key: path.name) }
        try accept(edited, expected, path)
    }

    /// Sets the stages one by one.
    ///
    /// Values in a list of equally many are changed in their places; otherwise the text of
    /// `schedule` is replaced by such a list, with what it says of stages that end early.
    /// - Throws: As `set` does.
    package mutating func setStages(_ stages: [StageSetting]) throws(ProjectError) {
        if let old = project.schedule.stages, old.count == stages.count {
            var copy = self
            if copy.setInPlace(stages, old) {
                self = copy
                return
            }
        }
        let path: [YAMLStep] = ["schedule"]
        let root = try root()
        guard let expected = expectation(root, path, scheduleValue(stages)),
            let edited = replacedSchedule(root, stages)
        else { throw .cannotEdit(path: file, key: path.name) }
        try accept(edited, expected, path)
    }

    /// Takes a key with its value away; does nothing where it is not there.
    /// - Throws: `ProjectError.cannotEdit` where its lines hold more than the key, and
    ///   `ProjectError.invalid` where the file needs it. The text stays as it was then.
    package mutating func remove(_ path: [YAMLStep]) throws(ProjectError) {
        let root = try root()
        guard case .key(let key)? = path.last, let parent = Self.node(root, path.dropLast()),
            let mark = Self.keyMark(parent, key)
        else { return }
        let refusal = ProjectError.cannotEdit(path: file, key: path.name)
        guard let expected = YAMLValue(root).removing(path[...]) else { throw refusal }
        var source = YAMLSource(body)
        // A key in braces shares its line with others.
        let isAlone = source.line(mark.line).prefix(mark.column - 1).allSatisfy { $0 == " " }
        guard isAlone else { throw refusal }
        let end = source.blockEnd(afterLine: mark.line, indent: mark.column - 1)
        source.replace(
            source.start(ofLine: mark.line)..<source.start(ofLine: end), with: "")
        try accept(source.text, expected, path)
    }

    /// Writes the text to the project's file: all of it or nothing.
    /// - Throws: `ProjectError.changedOnDisk` where someone else wrote since it was read.
    package mutating func save(folder: URL) throws(ProjectError) {
        let url = folder.appending(path: ProjectFile.fileName)
        let onDisk = try ProjectFile.readText(url)
        guard onDisk.utf8.elementsEqual(savedText.utf8) else {
            throw .changedOnDisk(path: url.path)
        }
        do {
            try AtomicFile.write(text, to: url)
        } catch {
            throw .cannotWrite(path: url.path, reason: error.localizedDescription)
        }
        savedText = text
    }
}

// MARK: Checking

extension ProjectEditor {
    /// The document; an empty mapping for a text without content.
    private func root() throws(ProjectError) -> Node {
        let root = try ProjectFile.rootNode(body, ProblemLog(file: file))
        guard let root, !root.isEmptyValue else { return Node([(Node, Node)]()) }
        return root
    }

    /// The text as the parser counts it.
    private var body: String { ProjectFile.withoutByteOrderMark(text) }

    private func expectation(_ root: Node, _ path: [YAMLStep], _ value: YAMLValue) -> YAMLValue? {
        YAMLValue(root).setting(path[...], to: value)
    }

    /// Takes a new text if it says what it should.
    private mutating func accept(
        _ edited: String, _ expected: YAMLValue, _ path: [YAMLStep]
    ) throws(ProjectError) {
        let refusal = ProjectError.cannotEdit(path: file, key: path.name)
        let node: Node?
        do {
            node = try ProjectFile.rootNode(edited, ProblemLog(file: file))
        } catch {
            throw refusal
        }
        guard let node, YAMLValue(node) == expected else { throw refusal }
        project = try ProjectFile.parse(edited, file: file)
        text = (text.unicodeScalars.first == "\u{FEFF}" ? Self.byteOrderMark : "") + edited
    }
}

// MARK: Splicing

extension ProjectEditor {
    private func spliced(_ root: Node, _ path: [YAMLStep], _ value: YAMLScalar) -> String? {
        var source = YAMLSource(body)
        if let scalar = Self.node(root, path[...])?.scalar {
            guard let extent = source.extent(of: scalar) else { return nil }
            source.replace(extent, with: value.yaml)
            return source.text
        }
        guard case .key(let key)? = path.last else { return nil }
        return inserted(key, value, into: path.dropLast(), root, source)
    }

    /// Adds a key to the mapping at the path.
    private func inserted(
        _ key: String, _ value: YAMLScalar, into path: ArraySlice<YAMLStep>, _ root: Node,
        _ source: YAMLSource
    ) -> String? {
        var source = source
        let line = "\(key): \(value.yaml)"
        guard let parent = Self.node(root, path) else {
            guard path.count == 1, case .key(let section)? = path.first else { return nil }
            return appended("\(section):\n  \(line)\n", to: source)
        }
        if path.isEmpty, parent.mapping?.isEmpty == true {
            return appended("\(line)\n", to: source)
        }
        guard let mapping = parent.mapping else {
            // A section of which nothing but comments is left.
            guard parent.isEmptyValue, case .key(let section)? = path.first, path.count == 1,
                let keyLine = Self.keyMark(root, section)?.line
            else { return nil }
            let next = source.start(ofLine: keyLine + 1)
            let isLast = keyLine == source.lineCount
            source.replace(next..<next, with: isLast ? "\n  \(line)\n" : "  \(line)\n")
            return source.text
        }
        guard let mark = mapping.mark, let start = source.position(mark) else { return nil }
        // The parser's own word for the style is the one of the mapping's end, which has none.
        if source.scalars[start...].first == "{" {
            source.replace(start + 1..<start + 1, with: mapping.isEmpty ? line : "\(line), ")
        } else {
            let indent = String(repeating: " ", count: mark.column - 1)
            source.replace(start..<start, with: "\(line)\n\(indent)")
        }
        return source.text
    }

    private func appended(_ lines: String, to source: YAMLSource) -> String {
        let text = source.text
        return text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + "\n" + lines
    }

    private mutating func setInPlace(_ stages: [StageSetting], _ old: [StageSetting]) -> Bool {
        do throws(ProjectError) {
            for (index, (new, old)) in zip(stages, old).enumerated() {
                let path: [YAMLStep] = ["schedule", "stages", .index(index)]
                if new.compressionRate != old.compressionRate {
                    try set(path + ["tau"], to: .number(new.compressionRate))
                }
                if new.shots != old.shots { try set(path + ["shots"], to: .whole(new.shots)) }
                if new.epochs != old.epochs { try set(path + ["epochs"], to: .whole(new.epochs)) }
                if new.learningRate != old.learningRate {
                    guard let rate = new.learningRate else { return false }
                    try set(path + ["learning_rate"], to: .number(rate))
                }
                if new.warmupSteps != old.warmupSteps {
                    guard let steps = new.warmupSteps else { return false }
                    try set(path + ["warmup_steps"], to: .whole(steps))
                }
            }
            return true
        } catch {
            // The caller replaces the whole list then.
            return false
        }
    }

    /// What of the schedule holds for a list of stages too.
    private var advanceSettings: [(key: String, value: YAMLScalar)] {
        let schedule = project.schedule
        return [
            schedule.effectiveMargin.map { ("margin", .number($0)) },
            schedule.leastEpochs == 1 ? nil : ("least_epochs", .whole(schedule.leastEpochs)),
        ].compactMap { $0 }
    }

    /// The schedule that a list of stages makes, as its reader sees it.
    private func scheduleValue(_ stages: [StageSetting]) -> YAMLValue {
        let list = stages.map { stage in
            var entries: [String: YAMLValue] = [
                "tau": .scalar("\(stage.compressionRate)"), "shots": .scalar("\(stage.shots)"),
                "epochs": .scalar("\(stage.epochs)"),
            ]
            if let rate = stage.learningRate { entries["learning_rate"] = .scalar("\(rate)") }
            if let steps = stage.warmupSteps { entries["warmup_steps"] = .scalar("\(steps)") }
            return YAMLValue.mapping(entries)
        }
        var schedule: [String: YAMLValue] = ["stages": .list(list)]
        for (key, value) in advanceSettings { schedule[key] = .scalar(value.content) }
        return .mapping(schedule)
    }

    private func scheduleLines(_ stages: [StageSetting], indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let settings = advanceSettings.map { "\n\(space)\($0.key): \($0.value.yaml)" }
        return ProjectFile.stageLines(stages, indent: indent) + settings.joined()
    }

    private func replacedSchedule(_ root: Node, _ stages: [StageSetting]) -> String? {
        var source = YAMLSource(body)
        guard let mark = Self.keyMark(root, "schedule") else {
            let lines = scheduleLines(stages, indent: 2)
            return appended("schedule:\n\(lines)\n", to: source)
        }
        guard let start = source.position(mark), let value = root.mapping?["schedule"],
            let rootMark = root.mark,
            source.scalars[(source.position(rootMark) ?? 0)...].first != "{"
        else { return nil }
        let isInline = value.mark?.line == mark.line && !value.isEmptyValue
        let end = source.start(
            ofLine: source.blockEnd(afterLine: mark.line, indent: mark.column - 1))
        let lines = scheduleLines(stages, indent: mark.column + 1) + "\n"
        if isInline {
            source.replace(start..<end, with: "schedule:\n" + lines)
        } else {
            // A comment after the key stays.
            let next = source.start(ofLine: mark.line + 1)
            source.replace(next..<end, with: (mark.line == source.lineCount ? "\n" : "") + lines)
        }
        return source.text
    }

    private static func node(_ root: Node, _ path: ArraySlice<YAMLStep>) -> Node? {
        path.reduce(Optional(root)) { node, step in
            switch step {
            case .key(let key): return node?.mapping?.first { $0.key.string == key }?.value
            case .index(let index):
                guard let sequence = node?.sequence, sequence.indices.contains(index) else {
                    return nil
                }
                return sequence[index]
            }
        }
    }

    private static func keyMark(_ root: Node, _ key: String) -> Mark? {
        root.mapping?.first { $0.key.string == key }?.key.mark
    }
}
