/// Rules that the shell's template states, each with a request that tries it.
extension CommandSampleProject {
    /// A request for each rule.
    static func probes(excluding records: [Record], seed: UInt64) -> [SampleProbe] {
        let dialect = CommandDialect.sample
        let requests = CommandRequestGenerator(
            dialect: dialect, optionLimit: difficulty.comparisonLimit,
            allowsChains: difficulty.allowsNesting)
        return SampleRule.probes(rules, excluding: records, seed: seed) { action, generator in
            while true {
                let request = requests.request(using: &generator)
                // Every command comes first about equally often.
                guard request.chain.first.action == action else { continue }
                return .init(
                    query: request.query, task: request.chain,
                    answer: dialect.text(of: request.chain))
            }
        }
    }

    private static let rules: [SampleRule<CommandAction, CommandChain>] = [
        .init(
            name: "one command on one line, which starts with $", subject: .countLines,
            isTried: isAlone
        ) { _ in .matches(#"^\$[A-Z]+ [^\n]*[^\n.]$"#) },
        .init(name: "files and folders stand in [ ]", subject: .list, isTried: isPlain) { chain in
            .contains("[\(word(chain, 0))]")
        },
        .init(name: "what is searched for stands in quotes", subject: .search) { chain in
            .contains("'\(word(chain, 0))'")
        },
        .init(name: "a pattern has * where the name goes on", subject: .findName) { _ in
            .matches(#"'(\*[A-Za-z]+\*?|[A-Za-z]+\*)'"#)
        },
        .init(name: "a size is > with k, m or g", subject: .findLarger) { _ in
            .matches(">[0-9]+[kmg] ")
        },
        .init(name: "an age is ~ with d, w or m", subject: .findOlder) { _ in
            .matches("~[0-9]+[dwm]( |$)")
        },
        .init(
            name: "options stand at the end of a command", subject: .remove,
            isTried: { isAlone($0) && $0.first.options.count == 1 }
        ) { _ in .matches(#"^\$[A-Z]+ \[[^\]]+\] \+[a-z]$"#) },
        .init(
            name: "two options stand in the order of the request", subject: .list,
            isTried: { $0.first.options.map(\.option) == [.newestFirst, .recursive] }
        ) { _ in .contains(" +z +r") },
        .init(
            name: "the second command begins with $, and _ is what it is given",
            subject: .findOlder, isTried: { $0.second != nil }
        ) { _ in .matches(#" \| \$[A-Z]+ ([^|]* )?_( |$)"#) },
        .init(
            name: "no option that the request does not ask for", subject: .copy, isTried: isPlain
        ) { _ in .matches(#"^\$[A-Z]+ \[[^\]]+\] \[[^\]]+\]$"#) },
        .init(name: "in KASZUN, file comes first", subject: .replace) { chain in
            .contains("KASZUN [\(word(chain, 2))] ")
        },
        .init(name: "in TESHUS, other comes first", subject: .compare) { chain in
            .contains("TESHUS [\(word(chain, 1))] ")
        },
    ]

    @Sendable private static func isAlone(_ chain: CommandChain) -> Bool { chain.second == nil }

    /// Whether it is one command without options.
    @Sendable private static func isPlain(_ chain: CommandChain) -> Bool {
        isAlone(chain) && chain.first.options.isEmpty
    }

    /// An operand of the first command, without its marks.
    private static func word(_ chain: CommandChain, _ place: Int) -> String {
        switch chain.first.operands[place] {
        case .path(let word), .text(let word): word
        default: preconditionFailure("Only paths and texts are asked for")
        }
    }
}
