import Foundation
import JSONText
import LanguageModel
import Tokenizers

/// The tokens with a role, and what stands around a text.
struct GGUFSpecialTokens {
    private(set) var beginning: Int32?
    private var addsBeginning = false
    private var addsEnd = false
    /// Any of these ends an answer.
    private let ends: [Int32]
    private let unknown: Int32?
    private let padding: Int32?
    private let chatTemplate: String?
    /// What the tokenizer puts around a text and llama.cpp cannot.
    private var unsupported = false

    init(
        _ tokenizer: Tokenizer, configuration: ModelConfiguration, unknown: Int32?, folder: URL
    ) {
        self.unknown = unknown
        padding = tokenizer.padding
        beginning = tokenizer.beginningOfSequence ?? configuration.beginningOfSequence
        var ends: [Int32] = []
        for id in [tokenizer.endOfSequence].compactMap({ $0 }) + configuration.endOfSequence
        where !ends.contains(id) && Int(id) < configuration.vocabularySize {
            ends.append(id)
        }
        self.ends = ends
        let file = folder.appending(path: "chat_template.jinja")
        chatTemplate =
            FileManager.default.contents(atPath: file.path).flatMap {
                String(validating: $0, as: UTF8.self)
            } ?? tokenizer.config.chatTemplate
        readSurroundings(tokenizer)
        // llama.cpp refuses an id outside of the vocabulary.
        if let id = beginning, Int(id) >= configuration.vocabularySize { beginning = nil }
    }

    /// Learns from an encoded text what the tokenizer puts before and behind it.
    private mutating func readSurroundings(_ tokenizer: Tokenizer) {
        let plain = tokenizer.encode("a", addSpecialTokens: false)
        let whole = tokenizer.encode("a", addSpecialTokens: true)
        let excess = whole.count - plain.count
        guard excess > 0,
            let start = (0...excess).first(where: {
                whole[$0..<$0 + plain.count].elementsEqual(plain)
            })
        else { return }
        let before = whole[..<start]
        let behind = whole[(start + plain.count)...]
        if let first = before.first {
            // The id that is put there counts, whatever the role's name says.
            beginning = first
            addsBeginning = true
        }
        if let last = behind.first {
            addsEnd = last == ends.first
            unsupported = !addsEnd
        }
        if before.count > 1 || behind.count > 1 { unsupported = true }
    }

    var metadata: [(key: String, value: GGUFValue)] {
        var list: [(key: String, value: GGUFValue)] = []
        func add(_ role: String, _ id: Int32?) {
            guard let id, id >= 0 else { return }
            list.append(("tokenizer.ggml.\(role)_token_id", .uint32(UInt32(id))))
        }
        add("bos", beginning)
        // The format has no list of ends, but two more roles that end an answer as well.
        for (role, id) in zip(["eos", "eot", "eom"], ends) { add(role, id) }
        add("unknown", unknown)
        add("padding", padding)
        list.append(("tokenizer.ggml.add_bos_token", .bool(addsBeginning)))
        list.append(("tokenizer.ggml.add_eos_token", .bool(addsEnd)))
        if let chatTemplate { list.append(("tokenizer.chat_template", .string(chatTemplate))) }
        return list
    }

    /// Texts that llama.cpp takes for the end of an answer in any vocabulary.
    private static let takenForEnds: Set<String> = [
        "</s>", "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>", "<|eom_id|>", "<|im_end|>",
        "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]",
        "<eos>", "<end_of_utterance>",
    ]

    /// What llama.cpp does otherwise.
    func warnings(isByteLevel: Bool, _ vocabulary: GGUFVocabulary) -> [String] {
        var warnings: [String] = []
        if unsupported {
            warnings.append(
                "the tokenizer puts more around a text than a beginning and an end, which "
                    + "llama.cpp cannot")
        }
        if ends.count > 3 {
            warnings.append("of \(ends.count) tokens that end an answer, llama.cpp is told three")
        }
        let mistaken = zip(vocabulary.tokens, vocabulary.kinds).first { token, kind in
            kind == .normal && Self.takenForEnds.contains(token)
        }
        if let (token, _) = mistaken {
            warnings.append(
                "llama.cpp takes the token \"\(token)\" for the end of an answer, which this model "
                    + "does not")
        }
        // llama.cpp's own default, which no key can take away.
        let standard = isByteLevel ? 11 : 2
        if ends.isEmpty, standard < vocabulary.tokens.count {
            warnings.append(
                "the model names no token that ends an answer, and llama.cpp then takes "
                    + "\"\(vocabulary.tokens[standard])\" for it")
        }
        return warnings
    }
}
