/// Tells which records of a bank are most like others.
///
/// It only measures likeness: what may be an example at all is `ExampleSelector`'s business, which
/// is the only one to call it.
package protocol ExampleRetriever: Sendable {
    /// A short word, such as "bleu".
    var name: String { get }
    /// All settings that change the result, in one fixed spelling.
    var settingsText: String { get }
    /// What the result depends on besides, such as the state of a model's files; for caches only.
    var stateText: String { get }
    /// Whether all of these, bank and probes decide the result alone, so that it may be kept.
    var isRepeatable: Bool { get }

    /// The best matches for each probe, best first and ties by the bank's order.
    ///
    /// - Parameters:
    ///   - probes: what is sought for; positions that a probe bars are left out where that can be
    ///     done, and dropped afterwards where not.
    ///   - bank: not empty.
    ///   - count: the most matches a probe, at least 1.
    /// - Returns: one list a probe.
    /// - Throws: the retriever's own errors.
    func matches(
        for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
    ) throws -> [[ExampleMatch]]
}

extension ExampleRetriever {
    package var stateText: String { "" }
    package var isRepeatable: Bool { true }
}

extension PromptRecord {
    /// Whether its output may be used to choose its examples.
    package var isHeldOut: Bool { split == .validation || split == .test }
}
