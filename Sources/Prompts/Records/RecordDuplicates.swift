/// Records that stand in the data more than once.
package struct RecordDuplicates: Sendable {
    private let training: [PromptRecord]
    private let heldOut: [PromptRecord]

    package init(training: [PromptRecord], heldOut: [PromptRecord]) {
        self.training = training
        self.heldOut = heldOut
    }

    /// Each as a full sentence, with how many there are and where the first stands.
    package var warnings: [String] {
        var first: [TwinKey: PromptRecord] = [:]
        var queries: [String: PromptRecord] = [:]
        var copies: [(PromptRecord, PromptRecord)] = []
        for record in training {
            let key = TwinKey(record)
            if let original = first[key] {
                copies.append((record, original))
            } else {
                first[key] = record
            }
            if queries[key.query] == nil { queries[key.query] = record }
        }
        let leaks = heldOut.compactMap { record in
            queries[TwinKey.normalised(record.query)].map { (record, $0) }
        }
        var found: [String] = []
        if let (copy, original) = copies.first {
            found.append(
                Self.count(copies.count, "training record has", "training records have")
                    + " the query and output of another: \"\(copy.id)\" (\(copy.source)) and "
                    + "\"\(original.id)\" (\(original.source))"
                    + (copies.count > 1 ? ", and more" : "")
                    + ". They count twice in training; take them out unless that is meant.")
        }
        if let (leak, original) = leaks.first {
            found.append(
                Self.count(leaks.count, "held-out record has", "held-out records have")
                    + " the query of a training record: \"\(leak.id)\" (\(leak.source)) and "
                    + "\"\(original.id)\" (\(original.source))"
                    + (leaks.count > 1 ? ", and more" : "")
                    + ". Their scores show what was learnt by heart; take them out of one split.")
        }
        return found
    }

    private static func count(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many)"
    }
}
