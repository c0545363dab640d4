/// Stands in the place of a compressor that could not be made: all that needs no compressing can
/// still be done with it.
package struct FailedCompressor: TemplateCompressor {
    package let name: String
    private let failure: any Error

    /// - Parameters:
    ///   - name: of the compressor that it stands for.
    ///   - failure: why that one cannot be made; thrown for each text.
    package init(name: String, failure: any Error) {
        self.name = name
        self.failure = failure
    }

    package var isQuick: Bool { true }

    package var settingsText: String { "failed: \(failure)" }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        throw failure
    }
}
