import Foundation
import JSONText
import Kernels

/// Embeddings of whole texts: pooled states of an encoder, of length 1.
///
/// Their dot products are cosines. Source: Reimers and Gurevych 2019; sentence-transformers'
/// `Transformer`, `Pooling` and `Normalize`.
package struct SentenceEncoder: Sendable {
    package let encoder: TextEncoder
    package let pooling: Pooling
    /// Tokens of a text that are looked at, special ones included; the rest is cut off.
    package let longestSequence: Int
    /// Identifies weights, tokenizer and settings.
    package let fingerprint: String

    /// - Throws: `EncoderError` for what is no such folder or asks for a module that is not computed
    ///   here, and what `TextEncoder` throws.
    package init(folder: URL, compute: Compute) throws {
        try Self.checkModules(folder)
        pooling = try Pooling(folder: folder)
        encoder = try TextEncoder(folder: folder, compute: compute)
        longestSequence = try Self.longestSequence(folder, encoder)
        fingerprint = try FolderFingerprint.of(folder)
    }

    /// Numbers in an embedding.
    package var width: Int { encoder.configuration.hiddenSize }

    /// One embedding a text, in their order.
    /// - Throws: `SafetensorsError` where the weights cannot be read any more.
    package func embeddings(of texts: [String]) throws -> [[Float]] {
        let room = longestSequence - encoder.specialCount
        let sequences = texts.map { text in
            encoder.sequence(
                encoder.tokenizer.encode(text, addSpecialTokens: false).prefix(room))
        }
        var result: [[Float]] = []
        result.reserveCapacity(texts.count)
        for pass in TextEncoder.passes(sequences) {
            let part = Array(sequences[pass])
            try encoder.withStates(of: part) { states in
                var row = 0
                for sequence in part {
                    result.append(pooled(states.from(row: row), rows: sequence.count))
                    row += sequence.count
                }
            }
        }
        return result
    }

    private func pooled(_ states: Matrix, rows: Int) -> [Float] {
        var sum = [Float](repeating: 0, count: width)
        sum.withUnsafeMutableBufferPointer { sum in
            guard let start = sum.baseAddress else { return }
            for row in 0..<(pooling == .cls ? min(rows, 1) : rows) {
                addScaled(states.from(row: row).floats, 1, to: start, count: sum.count)
            }
            // The mean is the sum by another length, and lengths are made equal here.
            let length = sumOfSquares(start, count: sum.count).squareRoot()
            if length > 0 { scaleInPlace(start, Float(1 / length), count: sum.count) }
        }
        return sum
    }

    // MARK: Files of sentence-transformers

    private static let knownModules = ["Transformer", "Pooling", "Normalize"]

    /// A folder may list modules behind the pooling, which would change the result.
    private static func checkModules(_ folder: URL) throws {
        let file = folder.appending(path: "modules.json")
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let reader = try EncoderFields(file: file, purpose: "the model's modules")
        for module in reader.json.arrayValue ?? [] {
            let type = module["type"]?.stringValue ?? ""
            let name = type.split(separator: ".").last.map(String.init) ?? type
            guard knownModules.contains(name) else {
                throw reader.unsupported(
                    "module", name, "only the modules " + knownModules.joined(separator: ", "))
            }
        }
    }

    private static func longestSequence(_ folder: URL, _ encoder: TextEncoder) throws -> Int {
        let limit = encoder.configuration.longestSequence
        let file = folder.appending(path: "sentence_bert_config.json")
        guard FileManager.default.fileExists(atPath: file.path) else { return limit }
        let reader = try EncoderFields(file: file, purpose: "the model's longest text")
        if try reader.flag("do_lower_case") {
            throw reader.bad("do_lower_case", "lower case is not made before tokenizing here")
        }
        let told = try reader.size("max_seq_length", default: limit)
        guard told > encoder.specialCount else {
            throw EncoderError.noRoomForText(
                path: file.path, limit: told, specialCount: encoder.specialCount)
        }
        return min(told, limit)
    }
}
