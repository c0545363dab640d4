import Prompts

/// Records that do not fit into a model's context, all of them, so that a user mends them at once.
package struct TooLongPrompts: Sendable, Equatable {
    /// One of them.
    package struct Entry: Sendable, Equatable {
        package var recordID: String
        package var source: String
        /// Of its longest prompt with its answer.
        package var tokens: Int
        /// Where that is; nil outside of the training's stages.
        package var stage: Int?
        /// Of the query alone with the answer: what no schedule makes shorter.
        package var queryTokens: Int
    }

    package var entries: [Entry]
    /// Tokens of the model's context.
    package var limit: Int

    /// Entries that a message names; of the others it gives the number.
    private static let shownCount = 20

    /// What happened, where, and what to do.
    var text: String {
        let what =
            entries.count == 1
            ? "1 record does not fit" : "\(entries.count) records do not fit"
        var lines = ["\(what) into the model's context of \(limit) tokens, with the answer:"]
        for entry in entries.prefix(Self.shownCount) {
            let alone =
                entry.queryTokens > limit
                ? ", \(entry.queryTokens) with its query alone" : ""
            lines.append(
                "record \"\(entry.recordID)\" (\(entry.source)): \(entry.tokens) tokens"
                    + (entry.stage.map { " in stage \($0)" } ?? "") + alone)
        }
        if entries.count > Self.shownCount {
            lines.append("and \(entries.count - Self.shownCount) more")
        }
        let hopeless = entries.contains { $0.queryTokens > limit }
        let others = entries.contains { $0.queryTokens <= limit }
        var remedies: [String] = []
        if hopeless { remedies.append("Take out the records whose query alone is too long.") }
        if others {
            remedies.append(
                (hopeless ? "For the others shorten" : "Shorten")
                    + " the template, use fewer examples, or take them out.")
        }
        return (lines + [remedies.joined(separator: " ")]).joined(separator: "\n")
    }
}
