/// Ranks the records of a bank as examples for other records.
package protocol ExampleRetriever: Sendable {
    /// A short word, such as "bleu".
    var name: String { get }
    /// All settings that change the result, in one fixed spelling.
    var settingsText: String { get }

    /// The best examples of a bank for each record, best first.
    ///
    /// Never a record itself, never a twin of it (same query, and same output unless that is
    /// allowed), never a record of the validation or test split. For a record of those splits only
    /// its query may be looked at, as in production.
    /// - Returns: For each record up to `count` indices into the bank.
    func ranking(of records: [PromptRecord], in bank: [PromptRecord], count: Int) -> [[Int]]
}

extension PromptRecord {
    /// Whether its output may be used to choose its examples.
    package var isHeldOut: Bool { split == .validation || split == .test }
}
