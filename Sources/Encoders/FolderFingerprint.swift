import Foundation
import Prompts

/// Tells one model's folder from another, for the keys of caches.
enum FolderFingerprint {
    private static let names = [
        "config.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt",
        "sentence_bert_config.json", Pooling.fileName,
    ]

    /// A hash over the contents of all files that results depend on.
    /// - Throws: `EncoderError.unreadable`.
    static func of(_ folder: URL) throws -> String {
        let weights: [String]
        do {
            weights = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                $0.hasSuffix(".safetensors")
            }
        } catch {
            throw EncoderError.unreadable(
                path: folder.path, reason: "the folder cannot be listed")
        }
        let present = (names + weights.sorted()).filter {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
        let lines = try present.map { name in
            let file = folder.appending(path: name)
            do {
                let data = try Data(contentsOf: file, options: .mappedIfSafe)
                return "\(name) \(data.count) \(String(sum(data), radix: 16))"
            } catch {
                throw EncoderError.unreadable(path: file.path, reason: "it cannot be opened")
            }
        }
        return SHA256.hex(lines.joined(separator: "\n"))
    }

    /// A quick hash of words of eight bytes (FNV-1a's steps): weights are gigabytes, and nobody
    /// forges them here.
    static func sum(_ data: Data) -> UInt64 {
        data.withUnsafeBytes { bytes in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            func add(_ word: UInt64) {
                hash = (hash ^ word) &* 0x100_0000_01B3
                // Multiplying moves bits up only.
                hash ^= hash >> 29
            }
            let whole = bytes.count / 8
            for index in 0..<whole {
                add(bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            for index in (whole * 8)..<bytes.count { add(UInt64(bytes[index])) }
            return hash
        }
    }
}
