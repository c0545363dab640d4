/// Makes requests that the commands of a dialect can answer.
package struct CommandRequestGenerator: Sendable {
    private let dialect: CommandDialect
    private let optionLimit: Int
    /// What each command may be followed by, in the order of the dialect's entries.
    private let followers: [[CommandAction]]

    /// How many of 100 requests ask for two commands, where two may be chained.
    private static let chainsPerHundred = 25

    /// Requests for a dialect, each with at most so many options (0 to 2).
    package init(dialect: CommandDialect, optionLimit: Int, allowsChains: Bool) {
        self.dialect = dialect
        self.optionLimit = optionLimit
        followers = dialect.actions.map { first in
            allowsChains ? dialect.actions.filter(first.isFollowed) : []
        }
    }

    /// One request in a random folder, every command as likely as the others to come first.
    package func request(using generator: inout SeededGenerator) -> CommandRequest {
        requests(1, using: &generator)[0]
    }

    /// Requests with the same answer, in other words and where the folder has other entries.
    func requests(_ count: Int, using generator: inout SeededGenerator) -> [CommandRequest] {
        precondition(count > 0)
        let place = generator.below(dialect.entries.count)
        let entry = dialect.entries[place]
        let follower =
            !followers[place].isEmpty && generator.chance(Self.chainsPerHundred)
            ? generator.pick(followers[place]) : nil
        let options = Array(
            generator.shuffled(entry.flags.map(\.option))
                .prefix(optionCount(using: &generator)))
        let folder = CommandFolder(using: &generator)
        let seed = generator.next()
        return (0..<count).map { _ in
            // The same draws give the same values; only the words differ.
            var values = SeededGenerator(seed: seed)
            var draft = CommandDraft(folder: folder)
            let first = draft.result(
                of: entry.action, options: options, values: &values, wording: &generator)
            let second = follower.map {
                draft.result(
                    of: $0, isPiped: true, values: &values, wording: &generator
                ).result
            }
            return CommandRequest(
                query: folder.header + "\nRequest: "
                    + sentence(first.result, first.optionPhrases, second, using: &generator),
                chain: CommandChain(first.result.call, second?.call))
        }
    }

    private func optionCount(using generator: inout SeededGenerator) -> Int {
        switch optionLimit {
        case 0: 0
        case 1: generator.below(2)
        default: [0, 0, 1, 1, 2][generator.below(5)]
        }
    }

    private func sentence(
        _ first: CommandDraft.Result, _ optionPhrases: [String], _ second: CommandDraft.Result?,
        using generator: inout SeededGenerator
    ) -> String {
        let questions = CommandWording.questions(first.call.action)
        if optionPhrases.isEmpty, second == nil, !questions.isEmpty, generator.chance(20) {
            return PhraseTemplate.fill(generator.pick(questions), first.word).startingUpperCase
        }
        var clause = Self.clause(first, optionPhrases, using: &generator)
        if let second {
            let followUp = PhraseTemplate.fill(
                generator.pick(CommandWording.followUps(second.call.action)), second.word)
            clause = PhraseTemplate.fill(generator.pick(CommandWording.chainings)) { slot in
                slot == "a" ? clause : followUp
            }
        }
        return PhraseTemplate.fill(generator.pick(CommandWording.frames)) { slot in
            slot == "X" ? clause.startingUpperCase : clause
        }
    }

    /// What a command does, in words that fit after "to".
    static func clause(
        _ result: CommandDraft.Result, _ optionPhrases: [String] = [],
        using generator: inout SeededGenerator
    ) -> String {
        let clause = PhraseTemplate.fill(
            generator.pick(CommandWording.clauses(result.call.action)), result.word)
        guard !optionPhrases.isEmpty else { return clause }
        return clause + ", " + optionPhrases.joined(separator: " and ")
    }
}
