import Foundation
import JSONText

/// Writes a trained vocabulary as `tokenizer.json` and `tokenizer_config.json`, which the
/// `tokenizers` library and this package read.
package struct TokenizerFileWriter: Sendable {
    package var trained: TrainedBPE
    /// The special tokens of each role; nil where there is none.
    ///
    /// They have to be among the trained special tokens.
    package var beginningOfSequence: String?
    package var endOfSequence: String?
    package var padding: String?
    /// Whether encoding with special tokens puts `beginningOfSequence` in front.
    package var addsBeginningOfSequence = false
    /// The longest text that the model takes, in tokens.
    package var maximumLength: Int?
    /// A chat template, written as it is.
    package var chatTemplate: String?
    /// Cuts texts as GPT-2 does instead of by the pattern of the training: what other programs know
    /// by name.
    ///
    /// Ids are those of the pattern wherever GPT-2's pieces are joins of the pattern's pieces, since
    /// no merge crosses a border that the training had.
    package var cutsLikeGPT2 = false

    package init(_ trained: TrainedBPE) { self.trained = trained }

    /// Writes both files into a folder that exists; files of these names are replaced, each in one
    /// step.
    /// - Throws: `TokenizerError` when a role's token is not among the special tokens, or the error
    ///   of the file system.
    package func write(to folder: URL) throws {
        let file = folder.appending(path: "tokenizer.json")
        for (role, token) in [
            ("bos_token", beginningOfSequence), ("eos_token", endOfSequence),
            ("pad_token", padding),
        ] {
            if let token, id(token) == nil {
                throw TokenizerError.untrainable(
                    reason: "\(role) is \"\(token)\", which is not among the special tokens. "
                        + "Train with it, or choose another token for the role")
            }
        }
        try Data((tokenizerJSON.text(.indented) + "\n").utf8).write(to: file, options: .atomic)
        try Data((configJSON.text(.indented) + "\n").utf8).write(
            to: folder.appending(path: "tokenizer_config.json"), options: .atomic)
    }

    // MARK: Contents

    /// The contents of `tokenizer.json`.
    package var tokenizerJSON: JSONValue {
        func byteLevel(cuts: Bool) -> JSONValue {
            [
                "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false,
                "use_regex": .bool(cuts),
            ]
        }
        let split: JSONValue = [
            "type": "Split", "pattern": ["Regex": .string(trained.pattern)],
            "behavior": "Isolated", "invert": false,
        ]
        return [
            "version": "1.0", "truncation": nil, "padding": nil,
            "added_tokens": .array(
                trained.specialTokens.enumerated().map { addedToken($0.element, id: $0.offset) }),
            "normalizer": nil,
            "pre_tokenizer": cutsLikeGPT2
                ? byteLevel(cuts: true)
                : ["type": "Sequence", "pretokenizers": [split, byteLevel(cuts: false)]],
            "post_processor": postProcessor ?? byteLevel(cuts: false),
            "decoder": byteLevel(cuts: false),
            "model": model,
        ]
    }

    private func addedToken(_ content: String, id: Int) -> JSONValue {
        [
            "id": .integer(id), "content": .string(content), "single_word": false, "lstrip": false,
            "rstrip": false, "normalized": false, "special": true,
        ]
    }

    private var model: JSONValue {
        let names = trained.specialTokens + trained.tokens
        let vocabulary = names.enumerated().map {
            JSONObject.Member(key: $0.element, value: .integer($0.offset))
        }
        return [
            "type": "BPE", "dropout": nil, "unk_token": nil, "continuing_subword_prefix": nil,
            "end_of_word_suffix": nil, "fuse_unk": false, "byte_fallback": false,
            "ignore_merges": false, "vocab": .object(JSONObject(vocabulary)),
            "merges": .array(trained.merges.map { [.string($0.left), .string($0.right)] }),
        ]
    }

    private var postProcessor: JSONValue? {
        guard addsBeginningOfSequence, let token = beginningOfSequence, let id = id(token) else {
            return nil
        }
        func special(_ type: Int) -> JSONValue {
            ["SpecialToken": ["id": .string(token), "type_id": .integer(type)]]
        }
        func text(_ name: String, _ type: Int) -> JSONValue {
            ["Sequence": ["id": .string(name), "type_id": .integer(type)]]
        }
        let definition: JSONValue = [
            "id": .string(token), "ids": [.integer(id)], "tokens": [.string(token)],
        ]
        return [
            "type": "TemplateProcessing", "single": [special(0), text("A", 0)],
            "pair": [special(0), text("A", 0), special(1), text("B", 1)],
            "special_tokens": .object(JSONObject([.init(key: token, value: definition)])),
        ]
    }

    /// The contents of `tokenizer_config.json`.
    package var configJSON: JSONValue {
        var config = JSONObject()
        config.append("tokenizer_class", "PreTrainedTokenizerFast")
        if let beginningOfSequence { config.append("bos_token", .string(beginningOfSequence)) }
        if let endOfSequence { config.append("eos_token", .string(endOfSequence)) }
        if let padding { config.append("pad_token", .string(padding)) }
        config.append("clean_up_tokenization_spaces", false)
        if let maximumLength { config.append("model_max_length", .integer(maximumLength)) }
        if let chatTemplate { config.append("chat_template", .string(chatTemplate)) }
        return .object(config)
    }

    private func id(_ token: String) -> Int? {
        trained.specialTokens.firstIndex { $0.utf8.elementsEqual(token.utf8) }
    }
}
