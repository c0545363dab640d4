import Foundation
import Yams

/// What a study's file says: one project, and the ways of training and asking that are compared on
/// it.
package struct StudyFile: Sendable {
    /// How a model is asked.
    package enum Prompt: String, Sendable, CaseIterable {
        case fullPrompt = "full-prompt"
        case queryOnly = "query-only"
        /// The template shortened to the arm's tau, with as many examples as the full prompt has.
        case compressed
    }

    /// One line of the table.
    package struct Arm: Sendable, Equatable {
        package var name: String
        /// Whether an adapter is trained; the base is asked otherwise.
        package var isTrained: Bool
        package var prompt: Prompt
        /// Share of the template that a compressed prompt keeps.
        package var rate: Double
        /// Settings of project.yaml that differ, as YAML; empty where none does.
        package var overlay: String
    }

    /// Absolute, or relative to the study's folder.
    package var project = "."
    /// Where results go.
    package var output = "results"
    package var seeds = [1, 2, 3]
    /// The arm that all others are held against; the first where nil.
    package var against: String?
    package var arms: [Arm] = []

    /// Reads a study.
    /// - Throws: `ProjectError` with all mistakes.
    package static func load(_ file: URL) throws(ProjectError) -> StudyFile {
        try parse(ProjectFile.readText(file), file: file.lastPathComponent)
    }

    /// Reads the text of a study's file.
    /// - Throws: `ProjectError.invalid` with all mistakes.
    package static func parse(
        _ text: String, file: String = "study.yaml"
    ) throws(ProjectError) -> StudyFile {
        let log = ProblemLog(file: file)
        let root = try ProjectFile.rootNode(text, log)
        let study = StudyFile(YAMLSection(name: "", node: root, log: log, mark: root?.mark))
        guard log.problems.isEmpty else {
            throw .invalid(log.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return study
    }

    private init(_ root: YAMLSection) {
        project = root.text("project", project)
        output = root.text("output", output)
        if root.node("seeds") != nil {
            seeds = root.wholes("seeds", in: 0...1_000_000_000) ?? seeds
        }
        let nodes = root.node("arms")?.sequence.map { Array($0) } ?? []
        let settings = Self.settings(root)
        arms = nodes.enumerated().map { index, node in
            Arm(
                YAMLSection(
                    name: "arms[\(index)]", node: node, log: root.log, mark: node.mark),
                number: index + 1, commonSettings: settings)
        }
        against = root.optionalText("against")
        check(root)
        root.finish()
    }

    /// `set` of the study or of an arm; nil where there is none, or one that is no mapping.
    fileprivate static func settings(_ section: YAMLSection) -> Node? {
        guard let node = section.node("set"), !node.isEmptyValue else { return nil }
        guard node.mapping != nil else {
            section.log.add(
                "\(section.full("set")) is \(node.kindName), not a mapping.",
                "Write settings as in project.yaml, such as training: {rank: 8}.",
                at: section.mark("set"))
            return nil
        }
        return node
    }

    private func check(_ root: YAMLSection) {
        if arms.isEmpty {
            root.log.add(
                "arms is no list, or an empty one.",
                "List them as lines of - {name: linear, prompt: query-only}.",
                at: root.mark("arms"))
        }
        let names = arms.map(\.name)
        if let twice = names.enumerated().first(where: {
            names.prefix($0.offset).contains($0.element)
        }) {
            root.log.add(
                "Two arms are named \"\(twice.element)\".", "Give each a name of its own.",
                at: root.mark("arms"))
        }
        if let against, !names.contains(against) {
            root.log.add(
                "against names \"\(against)\", which is no arm.", "Name one of the arms.",
                at: root.mark("against"))
        }
        if Set(seeds).count < seeds.count {
            root.log.add(
                "seeds names a seed twice.", "Runs of one seed are equal: name each once.",
                at: root.mark("seeds"))
        }
    }
}

extension StudyFile.Arm {
    /// `commonSettings` are the study's, which the arm's own replace where both name one.
    fileprivate init(_ section: YAMLSection, number: Int, commonSettings: Node?) {
        let name = section.optionalText("name")
        if name == nil {
            section.log.add(
                "\(section.full("name")) is missing.", "Name the arm as its table row shall be.",
                at: section.mark)
        }
        self.name = name ?? "arm \(number)"
        isTrained = section.flag("train", true)
        prompt = section.word("prompt", .queryOnly)
        rate = section.number("tau", 0.3, in: 0...1)
        let settings = [commonSettings, StudyFile.settings(section)].compactMap { $0 }
        overlay =
            settings.isEmpty
            ? "" : (try? Yams.serialize(node: settings.reduce(.empty, ProjectFile.merge))) ?? ""
        section.finish()
    }
}

extension Node {
    /// A mapping without keys.
    fileprivate static var empty: Node { Node([(Node, Node)]()) }
}

extension ProjectFile {
    /// Sections that an overlay replaces as a whole: their settings make sense together only.
    private static let wholeSections: Set<String> = ["schedule", "compressor", "retriever"]

    /// The text of a project's file with some settings replaced.
    ///
    /// - Parameters:
    ///   - text: Of project.yaml.
    ///   - overlay: Settings as YAML; schedule, compressor and retriever are replaced as wholes.
    ///   - seed: Of the training; nil leaves it.
    /// - Returns: YAML without comments.
    /// - Throws: `ProjectError.invalid` where one of the two is no YAML.
    package static func overlaid(
        _ text: String, with overlay: String, seed: Int? = nil
    ) throws(ProjectError) -> String {
        let log = ProblemLog(file: fileName)
        let base = try rootNode(text, log) ?? .empty
        let over = try rootNode(overlay, log) ?? .empty
        var merged = merge(base, over)
        if let seed {
            let training = Node([(Node("training"), Node([(Node("seed"), Node("\(seed)"))]))])
            merged = merge(merged, training)
        }
        do { return try Yams.serialize(node: merged) } catch {
            log.add("The settings cannot be written: \(error).", "Check the overlay.", at: nil)
            throw .invalid(log.problems)
        }
    }

    fileprivate static func merge(_ base: Node, _ over: Node) -> Node {
        merge(base, over, depth: 0)
    }

    private static func merge(_ base: Node, _ over: Node, depth: Int) -> Node {
        guard case .mapping(var result) = base, case .mapping(let changes) = over else {
            return over
        }
        for (key, value) in changes {
            let isWhole = depth == 0 && wholeSections.contains(key.string ?? "")
            if !isWhole, let old = result[key] {
                result[key] = merge(old, value, depth: depth + 1)
            } else {
                result[key] = value
            }
        }
        return .mapping(result)
    }
}
