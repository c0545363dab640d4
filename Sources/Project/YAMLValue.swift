import Yams

/// What a YAML text means, without its layout: two texts with equal values configure the same.
indirect enum YAMLValue: Equatable {
    case scalar(String)
    case list([YAMLValue])
    case mapping([String: YAMLValue])

    init(_ node: Node) {
        switch node {
        case .scalar(let scalar): self = .scalar(scalar.string)
        case .sequence(let sequence): self = .list(sequence.map { YAMLValue($0) })
        case .mapping(let mapping):
            let pairs = mapping.map { ($0.key.string ?? "", YAMLValue($0.value)) }
            self = .mapping(Dictionary(pairs) { first, _ in first })
        case .alias: self = .scalar("")
        }
    }

    /// The value without the key at the end of the path; a mapping that is left without keys reads
    /// as an empty value.
    ///
    /// Nil where the path does not fit.
    func removing(_ path: ArraySlice<YAMLStep>) -> YAMLValue? {
        guard case .key(let key)? = path.first, case .mapping(var members) = self else {
            return nil
        }
        if path.count == 1 {
            members[key] = nil
        } else {
            guard let rest = members[key]?.removing(path.dropFirst()) else { return nil }
            members[key] = rest
        }
        return members.isEmpty ? .scalar("") : .mapping(members)
    }

    /// The value with another one at the end of the path; mappings on the way are made where they
    /// are missing.
    ///
    /// Nil where the path does not fit.
    func setting(_ path: ArraySlice<YAMLStep>, to value: YAMLValue) -> YAMLValue? {
        guard let step = path.first else { return value }
        let rest = path.dropFirst()
        switch (step, self) {
        case (.key(let key), .mapping(var members)):
            members[key] = (members[key] ?? .mapping([:])).setting(rest, to: value)
            return members[key] == nil ? nil : .mapping(members)
        case (.key, .scalar("")):
            return YAMLValue.mapping([:]).setting(path, to: value)
        case (.index(let index), .list(var elements)) where elements.indices.contains(index):
            guard let element = elements[index].setting(rest, to: value) else { return nil }
            elements[index] = element
            return .list(elements)
        default: return nil
        }
    }
}

/// A step on the way to a value.
package enum YAMLStep: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral
{
    case key(String)
    case index(Int)

    package init(stringLiteral value: String) { self = .key(value) }
    package init(integerLiteral value: Int) { self = .index(value) }
}

extension [YAMLStep] {
    /// As messages name it: `schedule.stages[0].tau`.
    var name: String {
        reduce(into: "") { name, step in
            switch step {
            case .key(let key): name += name.isEmpty ? key : ".\(key)"
            case .index(let index): name += "[\(index)]"
            }
        }
    }
}
