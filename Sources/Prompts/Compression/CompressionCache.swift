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
