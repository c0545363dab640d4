import Yams

/// The mistakes found while a file is read.
final class ProblemLog {
    let file: String
    private(set) var problems: [ProjectProblem] = []

    init(file: String) { self.file = file }

    func add(_ what: String, _ advice: String, at mark: Mark?) {
        problems.append(
            ProjectProblem(
                file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, what: what,
                advice: advice))
    }
}

/// Reads one mapping of the file, key by key: takes what is right, notes what is wrong and returns
/// the default in its place, so that one reading finds all mistakes.
final class YAMLSection {
    /// Keys from the root on, joined by dots; empty at the root.
    let name: String
    let log: ProblemLog
    /// Where to point for what is missing.
    let mark: Mark?
    private let mapping: Node.Mapping?
    private var knownKeys: [String] = []

    init(name: String, node: Node?, log: ProblemLog, mark: Mark?) {
        self.name = name
        self.log = log
        self.mark = mark
        mapping = node?.mapping
        if let node, mapping == nil, !node.isEmptyValue {
            log.add(
                "\(name.isEmpty ? "The file" : name) is \(node.kindName), not a mapping.",
                "Write its settings as lines of KEY: VALUE.", at: node.mark ?? mark)
        }
    }

    /// Reports the keys that nobody asked for.
    func finish() {
        for key in mapping?.keys ?? Node.Mapping([]).keys {
            let word = key.string ?? "(not a text)"
            guard !knownKeys.contains(word) else { continue }
            let advice =
                if let nearest = knownKeys.nearest(to: word) {
                    "Did you mean \"\(nearest)\"?"
                } else {
                    "Known here: \(knownKeys.joined(separator: ", "))."
                }
            log.add("\(full(word)) is not a setting.", advice, at: key.mark)
        }
    }

    // MARK: Nodes

    func full(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    /// The value's node; nil where the key is absent.
    func node(_ key: String) -> Node? {
        if !knownKeys.contains(key) { knownKeys.append(key) }
        return mapping?.first { $0.key.string == key }?.value
    }

    /// Whether the key is there, without making it a known one.
    func has(_ key: String) -> Bool { mapping?.contains { $0.key.string == key } ?? false }

    func mark(_ key: String) -> Mark? {
        mapping?.first { $0.key.string == key }?.value.mark ?? mark
    }

    func section(_ key: String) -> YAMLSection {
        let keyMark = mapping?.first { $0.key.string == key }?.key.mark
        return YAMLSection(name: full(key), node: node(key), log: log, mark: keyMark ?? mark)
    }

    // MARK: Values

    /// The value as `convert` reads it; notes a mistake where that gives nil.
    private func value<Value>(
        _ key: String, _ expected: String, _ advice: String, convert: (Node) -> Value?
    ) -> Value? {
        guard let node = node(key) else { return nil }
        if node.isEmptyValue {
            log.add("\(full(key)) has no value.", "Give one, or remove the line.", at: node.mark)
            return nil
        }
        if let value = convert(node) { return value }
        log.add(
            "\(full(key)) is \(node.valueDescription), not \(expected).", advice, at: node.mark)
        return nil
    }

    func optionalText(_ key: String) -> String? {
        if let node = node(key), node.isEmptyValue { return nil }
        return value(key, "a text", "Write the text on the key's line.") { $0.scalar?.string }
    }

    func text(_ key: String, _ standard: String) -> String {
        value(key, "a text", "Write the text on the key's line.") { $0.scalar?.string }
            ?? standard
    }

    func whole(_ key: String, _ standard: Int, in range: ClosedRange<Int>) -> Int {
        let found = value(key, "a whole number", "Write digits only.") { $0.wholeNumber }
        guard let found else { return standard }
        return checked(key, found, in: range) ?? standard
    }

    func number(_ key: String, _ standard: Double, in range: ClosedRange<Double>) -> Double {
        number(key, in: range) ?? standard
    }

    /// Nil where the key is absent or wrong.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        let found = value(key, "a number", "Write one such as 0.5 or 2e-4.") { $0.number }
        return found.flatMap { checked(key, $0, in: range) }
    }

    func number(_ key: String, _ standard: Double, in range: Range<Double>) -> Double {
        let closed = range.lowerBound...range.upperBound
        guard let found = number(key, in: closed) else { return standard }
        if range.contains(found) { return found }
        log.add(
            "\(full(key)) is \(found).", "Give a number below \(range.upperBound).",
            at: mark(key))
        return standard
    }

    /// A list of at least one whole number; nil where the key is absent or wrong.
    func wholes(_ key: String, in range: ClosedRange<Int>) -> [Int]? {
        guard let nodes = list(key) else { return nil }
        if nodes.isEmpty { log.add("\(full(key)) is empty.", "Name at least one.", at: mark(key)) }
        let numbers = nodes.compactMap { node -> Int? in
            guard let number = node.wholeNumber else {
                log.add(
                    "\(full(key)) has an element that is \(node.valueDescription), not a whole "
                        + "number.", "Write digits only.", at: node.mark)
                return nil
            }
            return checked(key, number, in: range, at: node.mark)
        }
        return numbers.isEmpty ? nil : numbers
    }

    func flag(_ key: String, _ standard: Bool) -> Bool {
        let advice = "Write true or false."
        return value(key, "true or false", advice) { node in
            guard let scalar = node.scalar, scalar.style == .plain else { return nil }
            switch scalar.string.lowercased() {
            case "true": return true
            case "false": return false
            default: return nil
            }
        } ?? standard
    }

    func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ standard: Word) -> Word
    where Word.RawValue == String {
        guard let text = optionalText(key) else { return standard }
        return word(text, for: full(key), at: mark(key)) ?? standard
    }

    func words<Word: RawRepresentable & CaseIterable>(_ key: String, _ standard: [Word]) -> [Word]
    where Word.RawValue == String {
        guard let nodes = list(key) else { return standard }
        let found = nodes.compactMap { node -> Word? in
            text(node, for: key).flatMap { word($0, for: full(key), at: node.mark) }
        }
        guard !found.isEmpty else {
            if nodes.isEmpty {
                log.add("\(full(key)) is empty.", "Name at least one.", at: mark(key))
            }
            return standard
        }
        return found
    }

    func texts(_ key: String, _ standard: [String]) -> [String] {
        guard let nodes = list(key) else { return standard }
        return nodes.compactMap { text($0, for: key) }
    }

    /// The elements of a list; nil where the key is absent or no list.
    func list(_ key: String) -> [Node]? {
        value(key, "a list", "Write it as [A, B], or as lines that begin with a dash.") {
            $0.sequence.map(Array.init)
        }
    }

    // MARK: Checks

    private func text(_ node: Node, for key: String) -> String? {
        if let text = node.scalar?.string { return text }
        log.add(
            "\(full(key)) has an element that is \(node.kindName), not a text.",
            "Write texts only.", at: node.mark)
        return nil
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ text: String, for key: String, at mark: Mark?
    ) -> Word? where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        let allowed = Word.allCases.map(\.rawValue)
        let advice =
            allowed.nearest(to: text).map { "Did you mean \"\($0)\"? " } ?? ""
        log.add(
            "\(key) is \"\(text)\", which is not known.",
            advice + "Allowed: \(allowed.joined(separator: ", ")).", at: mark)
        return nil
    }

    func checked<Number: Comparable>(
        _ key: String, _ number: Number, in range: ClosedRange<Number>, at place: Mark? = nil
    ) -> Number? {
        if range.contains(number) { return number }
        log.add(
            "\(full(key)) is \(number), outside \(range.lowerBound) to \(range.upperBound).",
            "Give a number of that range.", at: place ?? mark(key))
        return nil
    }
}

extension Node {
    /// Nothing after the key, `~` or `null`.
    var isEmptyValue: Bool {
        guard let scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    var wholeNumber: Int? {
        guard let scalar, scalar.style == .plain else { return nil }
        return Int(scalar.string)
    }

    /// A finite number.
    var number: Double? {
        guard let scalar, scalar.style == .plain,
            let number = Double(scalar.string), number.isFinite,
            // `Double` also reads hexadecimal, which is hardly meant.
            !scalar.string.contains(where: { $0 == "x" || $0 == "X" })
        else { return nil }
        return number
    }

    var kindName: String {
        switch self {
        case .scalar: "a single value"
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }

    var valueDescription: String {
        guard let scalar else { return kindName }
        let isLong = scalar.string.count > 40 || scalar.string.contains("\n")
        return isLong ? "a text" : "\"\(scalar.string)\""
    }
}
