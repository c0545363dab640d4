import Foundation
import Kernels

/// An encoder with a head that gives each token a probability for each label.
package final class TokenClassifier: @unchecked Sendable {
    // Unchecked because of the head's weights, which nobody writes after loading.

    package let encoder: TextEncoder
    package let labelCount: Int
    /// (labels, hidden).
    private let weight: FloatBuffer
    private let bias: FloatBuffer

    private static let architectureSuffix = "ForTokenClassification"

    /// - Throws: `EncoderError` where the folder holds no token classifier of that many labels, and
    ///   what `TextEncoder` throws.
    package init(folder: URL, labelCount: Int, compute: Compute) throws {
        let configuration = try EncoderConfiguration(folder: folder)
        guard configuration.architectures.contains(where: { $0.hasSuffix(Self.architectureSuffix) })
        else {
            throw EncoderError.unsupported(
                path: folder.appending(path: EncoderConfiguration.fileName).path,
                field: "architectures",
                found: configuration.architectures.joined(separator: ", "),
                supported: "a head for token classification, such as "
                    + "BertForTokenClassification")
        }
        guard configuration.labelCount == labelCount else {
            throw EncoderError.badField(
                path: folder.appending(path: EncoderConfiguration.fileName).path,
                field: "id2label",
                reason:
                    "there are \(configuration.labelCount) labels, where \(labelCount) are needed")
        }
        encoder = try TextEncoder(folder: folder, compute: compute)
        self.labelCount = labelCount
        let checkpoint = encoder.checkpoint
        weight = try EncoderCheckpoint.buffer([
            checkpoint.headTensor(
                "classifier.weight", shape: [labelCount, configuration.hiddenSize])
        ])
        bias = try EncoderCheckpoint.buffer([
            checkpoint.headTensor("classifier.bias", shape: [labelCount])
        ])
    }

    /// The probability of one label for each token of each sequence, special ones included.
    /// - Throws: `SafetensorsError`.
    package func probabilities(ofLabel label: Int, _ sequences: [[Int32]]) throws -> [[Float]] {
        precondition((0..<labelCount).contains(label))
        var result: [[Float]] = []
        for pass in TextEncoder.passes(sequences) {
            let part = Array(sequences[pass])
            try encoder.withStates(of: part) { states in
                var row = 0
                for sequence in part {
                    result.append(
                        sequence.indices.map { probability(of: label, states, row: row + $0) })
                    row += sequence.count
                }
            }
        }
        return result
    }

    private func probability(of label: Int, _ states: Matrix, row: Int) -> Float {
        let width = encoder.configuration.hiddenSize
        let state = states.from(row: row).floats
        let logits = (0..<labelCount).map {
            dot(state, weight.pointer + $0 * width, count: width) + bias.pointer[$0]
        }
        let largest = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - largest) }
        return exp(logits[label] - largest) / sum
    }
}
