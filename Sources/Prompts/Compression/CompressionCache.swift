import Synchronization

/// What a compressed text depends on.
package struct CompressionKey: Sendable, Hashable {
    /// SHA-256 of the full text.
    package var textHash: String
    package var compressor: String
    package var settings: String
    package var rate: Double

    package init(text: String, compressor: some TemplateCompressor, rate: Double) {
        textHash = SHA256.hex(text)
        self.compressor = compressor.name
        settings = compressor.settingsText
        self.rate = rate
    }
}

/// Keeps compressed texts: a model may have worked minutes for one.
package protocol CompressionCache: Sendable {
    func text(for key: CompressionKey) throws -> String?
    func store(_ text: String, for key: CompressionKey) throws
}

/// A cache that lives as long as its process.
package final class InMemoryCompressionCache: CompressionCache {
    private let texts = Mutex<[CompressionKey: String]>([:])

    package init() {}

    package func text(for key: CompressionKey) -> String? { texts.withLock { $0[key] } }

    package func store(_ text: String, for key: CompressionKey) {
        texts.withLock { $0[key] = text }
    }
}

extension TemplateCompressor {
    /// Compresses, or takes the result from the cache.
    ///
    /// Rates of 1 and 0 need neither.
    /// - Throws: `PromptsError.compressionRateOutOfRange`, and what compressor and cache throw.
    package func compress(
        _ text: String, to rate: Double, cache: any CompressionCache,
        countTokens: (String) -> Int
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        let key = CompressionKey(text: text, compressor: self, rate: rate)
        if let known = try cache.text(for: key) { return known }
        let result = try compress(text, to: rate, countTokens: countTokens)
        try cache.store(result, for: key)
        return result
    }
}
