extension LibraryDialect {
    /// Python that defines the helpers, so that the dialect's programs run.
    ///
    /// It may stand behind a program: that looks its helpers up only when it is called. What the
    /// dialect does not allow fails: constants that are spelled otherwise, or values where
    /// keywords belong.
    package var prelude: String {
        var lines = constantLines
        switch syntax.style {
        case .nested:
            lines += entries.map { "def \($0.name)(\(parameters(of: $0))): return \(body(of: $0))" }
        case .chained(let wrapper):
            lines += wrapperLines(wrapper)
            lines += entries.map { entry in
                let parameters = parameters(of: entry)
                let all = parameters.isEmpty ? "self" : "self, " + parameters
                let subject = subjectWord(of: entry.helper)
                return "    def \(entry.name)(\(all)): \(subject) = self.it; "
                    + "return \(wrapper)(\(body(of: entry)))"
            }
        case .piped(let sign, let wrapper):
            lines += pipeLines(sign, wrapper)
            lines += entries.map { entry in
                let function = "lambda \(subjectWord(of: entry.helper)): \(body(of: entry))"
                let step = wrapper == nil ? "Step(\(function))" : function
                return "def \(entry.name)(\(parameters(of: entry))): return \(step)"
            }
        }
        return lines.joined(separator: "\n")
    }

    private var constantLines: [String] {
        guard !syntax.quotesConstants else { return [] }
        let names = usedRoles.flatMap(\.constants).map { syntax.constants[$0.rawValue] }
        return names.map { "\($0) = object()" }
    }

    /// The roles that the dialect's helpers have, each once.
    var usedRoles: [LibraryRole] {
        LibraryRole.allCases.filter { role in helpers.contains { $0.roles.contains(role) } }
    }

    /// A wrapper equals what it holds, so that a program may end with one.
    private func wrapperLines(_ wrapper: String) -> [String] {
        [
            "class \(wrapper):", "    def __init__(self, it): self.it = it",
            "    def __eq__(self, other): return self.it == getattr(other, \"it\", other)",
        ]
    }

    private func pipeLines(_ sign: String, _ wrapper: String?) -> [String] {
        let method = Self.methodNames[sign] ?? "or"
        guard let wrapper else {
            return [
                "class Step:", "    def __init__(self, run): self.run = run",
                "    def __r\(method)__(self, it): return self.run(it)",
            ]
        }
        return wrapperLines(wrapper) + [
            "    def __\(method)__(self, run): return \(wrapper)(run(self.it))"
        ]
    }

    /// What Python calls the method behind a sign.
    private static let methodNames = [
        "|": "or", ">>": "rshift", "@": "matmul", "&": "and", "^": "xor",
    ]

    private func parameters(of entry: Entry) -> String {
        let order = writtenOrder(of: entry)
        var parts = order.map { position in
            position == 0
                ? subjectWord(of: entry.helper) : word(entry.helper.roles[position - 1])
        }
        if syntax.usesKeywords, order.contains(where: { $0 != 0 }) {
            parts.insert("*", at: order.first == 0 ? 1 : 0)
        }
        return parts.joined(separator: ", ")
    }

    private func body(of entry: Entry) -> String {
        PhraseTemplate.fill(entry.helper.python) { slot in
            if slot == "x" { return subjectWord(of: entry.helper) }
            if let role = LibraryRole(rawValue: String(slot)) { return word(role) }
            // The spellings of a choice, in the order that gives 0 and 1.
            let constants: [LibraryConstant] =
                slot == "directions" ? [.ascending, .descending] : [.even, .odd]
            return "(" + constants.map { text(of: $0) }.joined(separator: ", ") + ")"
        }
    }
}

extension LibraryHelper {
    /// What it computes, in Python.
    ///
    /// Slots are `{x}`, `LibraryRole` names, and `{directions}` and `{parities}` for the pairs of
    /// constants: `index` fails for what is none of them.
    fileprivate var python: String {
        switch self {
        case .keepAbove: "[e for e in {x} if e > {limit}]"
        case .keepBelow: "[e for e in {x} if e < {limit}]"
        case .keepBetween: "[e for e in {x} if {low} <= e <= {high}]"
        case .keepParity: "[e for e in {x} if e % 2 == {parities}.index({parity})]"
        case .addToEach: "[e + {amount} for e in {x}]"
        case .multiplyEach: "[e * {factor} for e in {x}]"
        case .sort: "sorted({x}, reverse={directions}.index({direction}))"
        case .sum: "sum({x})"
        case .mean: "sum({x}) / len({x}) if {x} else 0"
        case .largest: "max({x}, default=0)"
        case .smallest: "min({x}, default=0)"
        case .firstItems: "{x}[:{size}]"
        case .lastItems: "{x}[max(0, len({x}) - {size}):]"
        case .everyNth: "{x}[::{step}]"
        case .reverse: "{x}[::-1]"
        case .distinct: "list(dict.fromkeys({x}))"
        case .count: "len({x})"
        case .beginningWith: "[e for e in {x} if e.startswith({prefix})]"
        case .longestWord: "max({x}, key=len, default=\"\")"
        case .join: "{separator}.join({x})"
        case .split: "{x}.split({separator})"
        case .upper: "{x}.upper()"
        case .lower: "{x}.lower()"
        case .replace: "{x}.replace({old}, {new})"
        case .repeatText: "{x} * {times}"
        case .length: "len({x})"
        }
    }
}
