import Foundation
import JSONText

/// The shape of an encoder, from its config.json.
///
/// What a field means when it is absent is what transformers' `BertConfig` and `RobertaConfig` say.
package struct EncoderConfiguration: Sendable, Equatable {
    package var family: EncoderFamily
    /// As listed, such as "BertForTokenClassification".
    package var architectures: [String]
    package var vocabularySize: Int
    package var hiddenSize: Int
    package var intermediateSize: Int
    package var layerCount: Int
    package var headCount: Int
    /// Rows of the table of positions.
    package var positionCount: Int
    package var segmentCount: Int
    package var layerNormEpsilon: Float
    package var padding: Int32
    /// Of a classifier's head.
    package var labelCount: Int

    package var headWidth: Int { hiddenSize / headCount }

    /// The table's row of the first token.
    var firstPosition: Int { family.countsPositionsFromPadding ? Int(padding) + 1 : 0 }

    /// Tokens of the longest sequence, special ones included.
    package var longestSequence: Int { positionCount - firstPosition }
}

extension EncoderConfiguration {
    static let fileName = "config.json"

    /// - Throws: `EncoderError` for a model that is not computed here, and for fields without sense.
    package init(folder: URL) throws {
        let file = folder.appending(path: Self.fileName)
        let reader = try EncoderFields(file: file, purpose: "the model's shape")
        let type = try reader.string("model_type", default: "")
        guard let family = EncoderFamily(rawValue: type) else {
            throw reader.unsupported(
                "model_type", type,
                "one of " + EncoderFamily.allCases.map(\.rawValue).joined(separator: ", "))
        }
        try reader.expect("hidden_act", "gelu")
        try reader.expect("position_embedding_type", "absolute")
        for field in ["is_decoder", "add_cross_attention"] where try reader.flag(field) {
            throw reader.bad(field, "true makes a decoder of the model, which reads otherwise")
        }
        self.family = family
        architectures = (reader.json["architectures"]?.arrayValue ?? []).compactMap(\.stringValue)
        vocabularySize = try reader.size("vocab_size")
        hiddenSize = try reader.size("hidden_size")
        intermediateSize = try reader.size("intermediate_size")
        layerCount = try reader.size("num_hidden_layers")
        headCount = try reader.size("num_attention_heads")
        positionCount = try reader.size("max_position_embeddings", default: 512)
        segmentCount = try reader.size("type_vocab_size", default: 2)
        layerNormEpsilon = Float(try reader.number("layer_norm_eps", default: 1e-12))
        let isBERT = family == .bert
        padding = Int32(try reader.count("pad_token_id", default: isBERT ? 0 : 1))
        let labels = reader.present("id2label")?.objectValue?.members.count
        labelCount = try labels ?? reader.size("num_labels", default: 2)
        guard hiddenSize % headCount == 0 else {
            throw reader.bad(
                "num_attention_heads", "\(headCount) heads do not divide hidden_size \(hiddenSize)")
        }
        guard layerNormEpsilon > 0, layerNormEpsilon < 1 else {
            throw reader.bad(
                "layer_norm_eps", "expected a number between 0 and 1, found \(layerNormEpsilon)")
        }
        guard longestSequence > 0 else {
            throw reader.bad(
                "max_position_embeddings", "\(positionCount) leave none behind the padding's")
        }
    }
}
