import Encoders
import Foundation
import Kernels
import Retrieval
import Synchronization

/// A sentence encoder's folder as an embedder.
///
/// Loaded when the first text comes, and gone with the end of a search, as `ModelEmbedder` is.
final class EncoderEmbedder: Sendable {
    private let folder: URL
    private let loaded = Mutex<SentenceEncoder?>(nil)

    init(_ folder: URL) { self.folder = folder }

    /// What a retriever is made with.
    /// - Throws: What looking at the encoder's files throws.
    func textEmbedder() throws -> TextEmbedder {
        TextEmbedder(
            name: "encoder", settingsText: folder.lastPathComponent,
            stateText: try FolderIdentity.quick(of: folder),
            release: { self.loaded.withLock { $0 = nil } },
            embed: { texts in
                try self.loaded.withLock { loaded in
                    let encoder =
                        try loaded
                        ?? SentenceEncoder(
                            folder: self.folder,
                            compute: Compute(threadCount: WorkerPool.availableProcessors))
                    loaded = encoder
                    return try encoder.embeddings(of: texts)
                }
            })
    }
}
