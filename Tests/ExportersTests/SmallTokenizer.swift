import JSONText
import TestSupport

/// Contents of a tokenizer.json.
enum SmallTokenizer {
    static func added(_ id: Int, _ content: String, isSpecial: Bool = true) -> JSONValue {
        [
            "id": .integer(id), "content": .string(content), "single_word": false, "lstrip": false,
            "rstrip": false, "normalized": false, "special": .bool(isSpecial),
        ]
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { .init(key: $0.0, value: $0.1) }))
    }

    private static func vocabulary(_ tokens: [String]) -> JSONValue {
        object(tokens.enumerated().map { ($1, .integer($0)) })
    }

    /// What puts a token in front.
    static func template(_ token: String, _ id: Int) -> JSONValue {
        [
            "type": "TemplateProcessing",
            "single": [
                ["SpecialToken": ["id": .string(token), "type_id": 0]],
                ["Sequence": ["id": "A", "type_id": 0]],
            ],
            "pair": [],
            "special_tokens": object([
                (token, ["id": .string(token), "ids": [.integer(id)], "tokens": [.string(token)]])
            ]),
        ]
    }

    // MARK: SentencePiece

    static let byteTokens = (0..<256).map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return "<0x\(digits.count < 2 ? "0" : "")\(digits)>"
    }

    /// A file like those that are converted from SentencePiece: random words of few letters, each
    /// with all the merges that make it.
    static func sentencePiece(
        seed: UInt64 = 5, merges change: (inout [(String, String)]) -> Void = { _ in },
        _ fields: [(String, JSONValue)] = []
    ) -> JSONValue {
        var random = SplitMix(seed: seed)
        let letters = ["▁", "a", "b", "é", "c"]
        var words: [String] = []
        while words.count < 34 {
            let pool = letters + words
            let word = pool[random.below(pool.count)] + pool[random.below(pool.count)]
            if word.unicodeScalars.count < 7, !words.contains(word) { words.append(word) }
        }
        let pieces = letters + words
        var merges: [(String, String)] = []
        for word in words {
            let scalars = Array(word.unicodeScalars)
            for cut in 1..<scalars.count {
                let left = String(String.UnicodeScalarView(scalars[..<cut]))
                let right = String(String.UnicodeScalarView(scalars[cut...]))
                if pieces.contains(left), pieces.contains(right) { merges.append((left, right)) }
            }
        }
        change(&merges)
        var file: JSONObject = JSONObject()
        for (key, value) in [
            ("version", "1.0"),
            ("added_tokens", [added(0, "<unk>"), added(1, "<s>"), added(2, "</s>")]),
            (
                "normalizer",
                [
                    "type": "Sequence",
                    "normalizers": [
                        ["type": "Prepend", "prepend": "▁"],
                        ["type": "Replace", "pattern": ["String": " "], "content": "▁"],
                    ],
                ]
            ),
            ("pre_tokenizer", nil), ("post_processor", template("<s>", 1)),
            (
                "decoder",
                ["type": "Sequence", "decoders": [["type": "ByteFallback"], ["type": "Fuse"]]]
            ),
            (
                "model",
                [
                    "type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
                    "vocab": vocabulary(["<unk>", "<s>", "</s>"] + byteTokens + pieces),
                    "merges": .array(merges.map { .string("\($0) \($1)") }),
                ]
            ),
        ] as [(String, JSONValue)] {
            file.append(key, value)
        }
        for (key, value) in fields { file.set(key, value) }
        return .object(file)
    }

    // MARK: Byte-level

    static let llama3Pattern =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"#
        + #" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    static let byteLevelStage: JSONValue = [
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
    ]

    static func split(_ pattern: String) -> JSONValue {
        [
            "type": "Sequence",
            "pretokenizers": [
                [
                    "type": "Split", "pattern": ["Regex": .string(pattern)],
                    "behavior": "Isolated", "invert": false,
                ],
                [
                    "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
                    "use_regex": false,
                ],
            ],
        ]
    }

    static func byteLevel(
        _ preTokenizer: JSONValue = byteLevelStage, model: [(String, JSONValue)] = [],
        _ fields: [(String, JSONValue)] = []
    ) -> JSONValue {
        var section = JSONObject()
        for (key, value) in [
            ("type", "BPE"), ("ignore_merges", false),
            ("vocab", vocabulary(["a", "b", "Ġ", "ab", "Ġab", "\u{E9}", "e\u{301}", "<end>"])),
            ("merges", [["a", "b"], ["Ġ", "ab"]]),
        ] as [(String, JSONValue)] + model {
            section.set(key, value)
        }
        var file = JSONObject()
        for (key, value) in [
            ("version", "1.0"), ("added_tokens", [added(7, "<end>")]), ("normalizer", nil),
            ("pre_tokenizer", preTokenizer), ("post_processor", nil),
            ("decoder", ["type": "ByteLevel"]), ("model", .object(section)),
        ] as [(String, JSONValue)] + fields {
            file.set(key, value)
        }
        return .object(file)
    }
}
