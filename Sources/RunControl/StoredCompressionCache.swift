import Prompts
import RunStore

/// Compressed texts in the history's file, so that a template is compressed once per stage ever.
struct StoredCompressionCache: CompressionCache {
    let store: RunStore

    func text(for key: CompressionKey) throws -> String? {
        try store.compressedText(
            hash: key.textHash, compressor: key.compressor, settings: key.settings,
            compressionRate: key.rate)
    }

    func store(_ text: String, for key: CompressionKey) throws {
        try store.keepCompressedText(
            text, hash: key.textHash, compressor: key.compressor, settings: key.settings,
            compressionRate: key.rate)
    }
}
