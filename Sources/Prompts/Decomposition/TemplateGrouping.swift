/// Sorts a log's prompts by the template that they seem to follow.
///
/// Prompts with alike system messages belong together; without one, those whose first line is the
/// same. What is left over is one group, since its template may stand behind the query.
struct TemplateGrouping {
    /// Prompts of one template.
    struct Group {
        /// Their positions in the log.
        var positions: [Int]
        /// An index into the corrections' groups; nil where none claims them.
        var claim: Int?
    }

    /// The largest first.
    let groups: [Group]

    /// System messages that share this part of their lines are one template's.
    private static let likeness = 0.5

    /// Groups prompts; for each there is the corrected group that claims it, or nil.
    init(_ prompts: [ImportedPrompt], claims: [Int?]) {
        var claimed: [Int: [Int]] = [:]
        for (position, claim) in claims.enumerated() {
            if let claim { claimed[claim, default: []].append(position) }
        }
        let named = claimed.sorted { $0.key < $1.key }.map {
            Group(positions: $0.value, claim: $0.key)
        }
        let free = prompts.indices.filter { claims[$0] == nil }
        let found = Self.found(prompts, free).map { Group(positions: $0) }
        groups = (named + found).enumerated().sorted {
            ($1.element.positions.count, $0.offset) < ($0.element.positions.count, $1.offset)
        }.map(\.element)
    }

    /// Groups of those prompts that no correction claims.
    private static func found(_ prompts: [ImportedPrompt], _ positions: [Int]) -> [[Int]] {
        let least = max(2, positions.count / 50)
        var buckets: [String: [Int]] = [:]
        var order: [String] = []
        for position in positions {
            let key = Self.firstLine(of: prompts[position])
            if buckets[key] == nil { order.append(key) }
            buckets[key, default: []].append(position)
        }
        var groups: [[Int]] = []
        var rest: [String: [Int]] = [:]
        var restOrder: [String] = []
        for key in order {
            for group in Self.bySystemMessage(buckets[key] ?? [], prompts) {
                if group.count >= least {
                    groups.append(group)
                    continue
                }
                // Prompts without the same first role have nothing to compare.
                let role = prompts[group[0]].turns.first?.role ?? ""
                if rest[role] == nil { restOrder.append(role) }
                rest[role, default: []] += group
            }
        }
        return groups + restOrder.compactMap { rest[$0]?.sorted() }
    }

    private static func isSystem(_ role: String?) -> Bool {
        role == "system" || role == "developer"
    }

    private static func firstLine(of prompt: ImportedPrompt) -> String {
        guard let turn = prompt.turns.first else { return "" }
        var rest = turn.text[...]
        while let end = rest.firstIndex(where: \.isNewline), rest[..<end].isBlankLine {
            rest = rest[end...].dropFirst()
        }
        let line = rest.prefix { !$0.isNewline }
        return "\(turn.role ?? "")\n\(line.prefix(80))"
    }

    /// Groups with system messages of which at least half is the same.
    private static func bySystemMessage(
        _ positions: [Int], _ prompts: [ImportedPrompt]
    ) -> [[Int]] {
        guard let first = positions.first, isSystem(prompts[first].turns.first?.role) else {
            return [positions]
        }
        var byText: [String: Int] = [:]
        var kinds: [(lines: [Substring: Int], size: Int, members: [Int])] = []
        for position in positions {
            let text = prompts[position].turns[0].text
            if let kind = byText[text] {
                kinds[kind].members.append(position)
                continue
            }
            var lines: [Substring: Int] = [:]
            for line in text.split(whereSeparator: \.isNewline) { lines[line, default: 0] += 1 }
            let size = text.utf8.count
            let kind = kinds.firstIndex { kind in
                let shared = lines.reduce(0) { sum, line in
                    sum + min(line.value, kind.lines[line.key] ?? 0) * line.key.utf8.count
                }
                return Double(shared) >= likeness * Double(max(size, kind.size))
            }
            byText[text] = kind ?? kinds.count
            if let kind {
                kinds[kind].members.append(position)
            } else {
                kinds.append((lines, size, [position]))
            }
        }
        return kinds.map(\.members)
    }
}

extension Substring {
    fileprivate var isBlankLine: Bool { allSatisfy(\.isWhitespace) }
}
