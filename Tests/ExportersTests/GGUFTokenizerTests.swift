import Exporters
import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

@Suite struct GGUFTokenizerTests {
    private let model: SmallModel

    init() throws { model = try SmallModel() }

    private var file: String { model.url.appending(path: "tokenizer.json").path }

    private func export(
        _ tokenizer: JSONValue, config: JSONValue = [:],
        _ change: (inout GGUFExport) -> Void = { _ in }
    ) throws -> (report: GGUFExport.Report, file: GGUFReader) {
        _ = try model.folder.write("small/tokenizer.json", tokenizer.text())
        _ = try model.folder.write("small/tokenizer_config.json", config.text())
        return try model.export(.float32, change)
    }

    private func refusal(_ tokenizer: JSONValue) -> String? {
        message { _ = try export(tokenizer) }?.replacing(file + ": ", with: "")
    }

    private static let otherIDs =
        ", so llama.cpp would make other ids of a text. Export with --without-tokenizer and send "
        + "ids, or choose a model with another tokenizer."

    // MARK: SentencePiece

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func mergingByTheseScoresGivesTheTokenizersIDs(_ seed: UInt64) throws {
        let (report, file) = try export(SmallTokenizer.sentencePiece(seed: seed))
        #expect(report.tokenizer == "llama")
        #expect(report.warnings.isEmpty)
        let merging = ScoreMerging(
            tokens: try #require(file.metadata["tokenizer.ggml.tokens"]?.texts),
            scores: try #require(file.metadata["tokenizer.ggml.scores"]?.numbers))
        let tokenizer = try Tokenizer.load(folder: model.url)
        var random = SplitMix(seed: seed)
        let letters = ["a", "b", "c", "é", " ", "x", "日"]
        for _ in 0..<200 {
            let text = (0...random.below(14)).map { _ in letters[random.below(letters.count)] }
                .joined()
            let written = "▁" + text.replacing(" ", with: "▁")
            #expect(
                merging.ids(of: written) == tokenizer.encode(text, addSpecialTokens: false),
                "\(text)")
        }
    }

    @Test func sentencePieceTokensHaveTheirKinds() throws {
        let added: JSONValue = [
            SmallTokenizer.added(0, "<unk>"), SmallTokenizer.added(1, "<s>"),
            SmallTokenizer.added(2, "</s>"),
            SmallTokenizer.added(298, "▁▁▁", isSpecial: false),
        ]
        let (_, file) = try export(
            SmallTokenizer.sentencePiece([("added_tokens", added)]),
            config: ["bos_token": "<s>", "eos_token": "</s>"])
        let tokens = try #require(file.metadata["tokenizer.ggml.tokens"]?.texts)
        let kinds = try #require(file.metadata["tokenizer.ggml.token_type"]?.numbers)
        #expect(tokens.count == 300)
        #expect(tokens[0...3] == ["<unk>", "<s>", "</s>", "<0x00>"])
        #expect(kinds[0...3] == [2, 3, 3, 6])
        #expect(kinds[258] == 6)
        #expect(kinds[259] == 1)
        // llama.cpp looks for these in the text as typed; and rows without a token get one.
        #expect(tokens[298...299] == ["   ", "[PAD299]"])
        #expect(kinds[298...299] == [4, 5])
        for (role, id) in [("bos", 1), ("eos", 2), ("unknown", 0)] {
            #expect(file.metadata["tokenizer.ggml.\(role)_token_id"] == .number(Double(id)))
        }
        #expect(file.metadata["tokenizer.ggml.add_bos_token"] == .bool(true))
        #expect(file.metadata["tokenizer.ggml.add_eos_token"] == .bool(false))
        #expect(file.metadata["tokenizer.ggml.add_space_prefix"] == .bool(true))
        #expect(file.metadata["tokenizer.ggml.padding_token_id"] == nil)
        #expect(file.metadata["tokenizer.chat_template"] == nil)
    }

    @Test func mergesThatScoresCannotExpressAreNoted() throws {
        var dropped = ""
        let report = try export(
            SmallTokenizer.sentencePiece(merges: { merges in
                // A token loses one of the ways to make it.
                let groups = Dictionary(grouping: merges) { $0.0 + $0.1 }
                let index = merges.firstIndex { (groups[$0.0 + $0.1]?.count ?? 0) > 1 } ?? 0
                dropped = merges[index].0 + merges[index].1
                merges.remove(at: index)
            })
        ).report
        #expect(
            report.warnings == [
                "llama.cpp joins some tokens (1, such as \"\(dropped)\") where this tokenizer's "
                    + "merges do not; some texts may become other ids"
            ])
    }

    @Test func metaspaceIsUnderstood() throws {
        func metaspace(_ scheme: String, splits: Bool) throws -> (GGUFExport.Report, GGUFReader) {
            let result = try export(
                SmallTokenizer.sentencePiece([
                    ("normalizer", nil),
                    (
                        "pre_tokenizer",
                        [
                            "type": "Metaspace", "replacement": "▁",
                            "prepend_scheme": .string(scheme), "split": .bool(splits),
                        ]
                    ),
                ]))
            return (result.report, result.file)
        }
        let (never, file) = try metaspace("never", splits: false)
        #expect(never.warnings.isEmpty)
        #expect(file.metadata["tokenizer.ggml.add_space_prefix"] == .bool(false))
        let (first, prefixed) = try metaspace("first", splits: false)
        #expect(prefixed.metadata["tokenizer.ggml.add_space_prefix"] == .bool(true))
        #expect(
            first.warnings == [
                "llama.cpp puts a space also before a text that starts with one, and behind each "
                    + "special token"
            ])
        let (split, _) = try metaspace("never", splits: true)
        #expect(split.warnings.count == 1)
        #expect(split.warnings[0].hasPrefix("llama.cpp does not cut texts at spaces"))
    }

    @Test func stagesThatLlamaCppLacksAreRefusedByName() {
        #expect(
            refusal(SmallTokenizer.sentencePiece([("normalizer", ["type": "Lowercase"])]))
                == "its normalizer Lowercase is not known to llama.cpp" + Self.otherIDs)
        #expect(
            refusal(SmallTokenizer.sentencePiece([("pre_tokenizer", ["type": "Punctuation"])]))
                == "its pre-tokenizer Punctuation is not known to llama.cpp's kind with byte tokens"
                + Self.otherIDs)
        #expect(
            refusal(SmallTokenizer.sentencePiece([("normalizer", nil)]))
                == "it does not write spaces as ▁" + Self.otherIDs)
        var plain = SmallTokenizer.sentencePiece().objectValue ?? JSONObject()
        var section = plain["model"]?.objectValue ?? JSONObject()
        section.set("byte_fallback", false)
        plain.set("model", .object(section))
        #expect(
            refusal(.object(plain))
                == "it is neither byte-level nor has a token for each byte (byte_fallback)"
                + Self.otherIDs)
        plain.set(
            "model", ["type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁a", -1]]])
        plain.set("added_tokens", [])
        plain.set("post_processor", nil)
        #expect(
            refusal(.object(plain))
                == "its model is Unigram, and only BPE is written" + Self.otherIDs)
    }

    // MARK: Byte-level

    @Test func byteLevelVocabularyAndMergesAreCopied() throws {
        let (report, file) = try export(
            SmallTokenizer.byteLevel(), config: ["eos_token": "<end>", "chat_template": "{{ x }}"])
        #expect(report.tokenizer == "gpt2")
        #expect(report.preTokenizer == "gpt-2")
        #expect(report.warnings.isEmpty)
        #expect(file.metadata["tokenizer.ggml.model"] == .text("gpt2"))
        #expect(file.metadata["tokenizer.ggml.pre"] == .text("gpt-2"))
        #expect(file.metadata["tokenizer.ggml.merges"]?.texts == ["a b", "Ġ ab"])
        let tokens = try #require(file.metadata["tokenizer.ggml.tokens"]?.texts)
        // Both spellings of é are tokens, by their bytes.
        #expect(tokens[5...6].map { Array($0.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
        #expect(tokens[7...8] == ["<end>", "[PAD8]"])
        #expect(
            file.metadata["tokenizer.ggml.token_type"]?.numbers?.prefix(9)
                == [1, 1, 1, 1, 1, 1, 1, 3, 5])
        #expect(file.metadata["tokenizer.ggml.eos_token_id"] == .number(7))
        #expect(file.metadata["tokenizer.ggml.add_bos_token"] == .bool(false))
        #expect(file.metadata["tokenizer.chat_template"] == .text("{{ x }}"))
        #expect(file.metadata["tokenizer.ggml.scores"] == nil)
    }

    @Test func templateInAFileOfItsOwnCounts() throws {
        _ = try model.folder.write("small/chat_template.jinja", "{{ own }}")
        let (_, file) = try export(SmallTokenizer.byteLevel(), config: ["chat_template": "{{ x }}"])
        #expect(file.metadata["tokenizer.chat_template"] == .text("{{ own }}"))
    }

    @Test func everyTokenThatEndsAnAnswerIsTold() throws {
        _ = try model.folder.write(
            "small/generation_config.json", #"{"eos_token_id": [4, 7, 5, 6]}"#)
        let (report, file) = try export(SmallTokenizer.byteLevel(), config: ["eos_token": "<end>"])
        // 7 from the tokenizer, 2 from config.json, then the others.
        for (role, id) in [("eos", 7), ("eot", 2), ("eom", 4)] {
            #expect(file.metadata["tokenizer.ggml.\(role)_token_id"] == .number(Double(id)))
        }
        #expect(
            report.warnings == ["of 5 tokens that end an answer, llama.cpp is told three"])
    }

    @Test(arguments: [
        (SmallTokenizer.llama3Pattern, true, "llama-bpe"),
        (SmallTokenizer.llama3Pattern, false, "dbrx"),
        (SmallTokenizer.llama3Pattern.replacing("{1,3}", with: ""), false, "qwen2"),
        (
            SmallTokenizer.llama3Pattern.replacing(
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)",
                with: "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"), true,
            "llama-bpe"
        ),
    ])
    func waysOfCuttingAreKnownByTheirPattern(_ pattern: String, _ ignores: Bool, _ name: String)
        throws
    {
        let (report, file) = try export(
            SmallTokenizer.byteLevel(
                SmallTokenizer.split(pattern), model: [("ignore_merges", .bool(ignores))]))
        #expect(report.preTokenizer == name)
        #expect(file.metadata["tokenizer.ggml.pre"] == .text(name))
        #expect(report.warnings.isEmpty)
    }

    @Test func digitsBeforeByteLevelAreSmolLM() throws {
        let stages: JSONValue = [
            "type": "Sequence",
            "pretokenizers": [
                ["type": "Digits", "individual_digits": true], SmallTokenizer.byteLevelStage,
            ],
        ]
        #expect(try export(SmallTokenizer.byteLevel(stages)).report.preTokenizer == "smollm")
    }

    @Test func unknownWayOfCuttingIsRefusedByName() throws {
        let tokenizer = SmallTokenizer.byteLevel(SmallTokenizer.split(#"\p{L}+|\s"#))
        #expect(
            refusal(tokenizer)
                == #"llama.cpp knows no pre-tokenizer of the stages "\p{L}+|\s". "#
                + "Export with --without-tokenizer and send ids, or name the nearest one with "
                + "--pre-tokenizer (such as gpt-2) and accept that some texts become other ids.")
        let named = try export(tokenizer) { $0.preTokenizer = "gpt-2" }
        #expect(named.file.metadata["tokenizer.ggml.pre"] == .text("gpt-2"))
        #expect(
            named.report.warnings == [
                "the pre-tokenizer gpt-2 was named by hand and not compared with tokenizer.json; "
                    + "some texts may become other ids"
            ])
        let without = try export(tokenizer) { $0.leavesOutTokenizer = true }
        #expect(without.report.tokenizer == "none")
        #expect(without.file.metadata["tokenizer.ggml.model"] == .text("none"))
        #expect(without.file.metadata["llama.vocab_size"] == .number(300))
        #expect(without.file.metadata["tokenizer.ggml.tokens"] == nil)
    }

    @Test func whatLlamaCppDoesOtherwiseIsNoted() throws {
        let prefixed: JSONValue = ["type": "ByteLevel", "add_prefix_space": true]
        let report = try export(
            SmallTokenizer.byteLevel(
                prefixed, model: [("ignore_merges", true)],
                [
                    ("normalizer", ["type": "NFC"]),
                    (
                        "added_tokens",
                        [
                            [
                                "id": 7, "content": "<end>", "special": true, "rstrip": true,
                                "lstrip": false, "single_word": false, "normalized": false,
                            ]
                        ]
                    ),
                ])
        ).report
        #expect(
            report.warnings == [
                "llama.cpp's gpt-2 does not keep a word that is a token whole, and this tokenizer "
                    + "does the opposite (ignore_merges)",
                "llama.cpp does not bring texts into NFC; send them in that form",
                "llama.cpp puts no space before a text, as this tokenizer does",
                "added tokens such as \"<end>\" take spaces along or stand alone (lstrip, rstrip, "
                    + "single_word); llama.cpp may not do that",
            ])
    }

    @Test func tokenThatLlamaCppTakesForAnEndIsNoted() throws {
        let report = try export(
            SmallTokenizer.byteLevel(model: [
                ("vocab", ["a": 0, "b": 1, "Ġ": 2, "ab": 3, "Ġab": 4, "</s>": 5, "<end>": 7])
            ])
        ).report
        #expect(
            report.warnings == [
                "llama.cpp takes the token \"</s>\" for the end of an answer, which this model does "
                    + "not"
            ])
    }

    @Test func tokensThatTheModelLacksAreRefused() throws {
        let narrow = try SmallModel([("vocab_size", 6)])
        _ = try narrow.folder.write("small/tokenizer.json", SmallTokenizer.byteLevel().text())
        let path = narrow.url.appending(path: "tokenizer.json").path
        #expect(
            message { _ = try narrow.export() }
                == "\(path): the tokenizer knows 8 tokens, but the model only 6. Use the "
                + "tokenizer.json that came with the model.")
    }

    // MARK: Reference data

    @Test(.enabled(if: SharedFixtures.isPresent, "\(SharedFixtures.reason)"))
    func llama2VocabularyIsExpressedWithoutLoss() throws {
        let phi = SharedFixtures.url("fixtures/tokenizers/phi-3-mini/tokenizer.json")
        let wide = try SmallModel([("vocab_size", 32_064), ("hidden_size", 8)])
        _ = try wide.folder.write("small/tokenizer.json", Data(contentsOf: phi))
        let (report, file) = try wide.export()
        #expect(report.warnings.allSatisfy { !$0.contains("joins") })
        let merging = ScoreMerging(
            tokens: try #require(file.metadata["tokenizer.ggml.tokens"]?.texts),
            scores: try #require(file.metadata["tokenizer.ggml.scores"]?.numbers))
        let tokenizer = try Tokenizer.load(folder: wide.url)
        for text in ["Once upon a time", "grep -rn  'x{1,3}' | wc -l", "naïve 日本 🙂\n\tend"] {
            #expect(
                merging.ids(of: "▁" + text.replacing(" ", with: "▁"))
                    == tokenizer.encode(text, addSpecialTokens: false))
        }
    }
}
