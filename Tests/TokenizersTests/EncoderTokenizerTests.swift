import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

/// WordPiece and Unigram, held against the library.
@Suite struct EncoderTokenizerTests {
    @Test(arguments: FamilyGolden.encoders?.families ?? [])
    func familyGivesTheLibrarysIDsAndTexts(_ family: FamilyGolden.Family) throws {
        let golden = try #require(FamilyGolden.encoders)
        let tokenizer = try family.tokenizer()
        #expect(golden.texts.count == family.rows.count)
        for (text, row) in zip(golden.texts, family.rows) {
            let ids = try #require(identifiers(row["ids"]))
            // The library counts what its table removed at the start as part of what follows, and
            // so takes the second word for the first.
            if family.name == "xlm-roberta-first", text.hasPrefix("\u{1}") { continue }
            #expect(tokenizer.encode(text, addSpecialTokens: false) == ids, "\(text)")
            #expect(
                tokenizer.encode(text, addSpecialTokens: true) == identifiers(row["special"]),
                "\(text)")
            let decoded = row["decoded"]?.stringValue ?? text
            let whole = tokenizer.decode(ids, skipSpecialTokens: false)
            #expect(sameBytes(whole, decoded), "\(text): \(whole)")
            let skipped = tokenizer.decode(ids, skipSpecialTokens: true)
            #expect(
                sameBytes(skipped, row["skipped"]?.stringValue ?? decoded), "\(text): \(skipped)")
        }
    }

    @Test func familiesAreRead() throws {
        #expect(try #require(FamilyGolden.encoders).families.count == 10)
    }

    @Test(arguments: ["bert-uncased", "xlm-roberta"])
    func rangesAreTheLibrarysOffsets(_ name: String) throws {
        let golden = try #require(FamilyGolden.encoders)
        let family = try #require(golden.families.first { $0.name == name })
        let tokenizer = try family.tokenizer()
        for (text, row) in zip(golden.texts, family.rows) {
            // Where its table removes the first scalar or shortens a letter with its accent, the
            // library's offsets are off by one.
            if name == "xlm-roberta", text.hasPrefix("\u{1}") || text == "ﬁ\u{301}" { continue }
            // The library counts scalars.
            let scalars = Array(text.unicodeScalars)
            let scalarOfByte = scalars.enumerated().flatMap { index, scalar in
                [Int](repeating: index, count: scalar.utf8.count)
            }
            let tokens = tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
            let offsets = try #require(identifiers(row["offsets"])).map(Int.init)
            try #require(tokens.count * 2 == offsets.count, "\(text)")
            for (index, token) in tokens.enumerated() {
                let start = offsets[2 * index]
                let end = offsets[2 * index + 1]
                if token.range.isEmpty {
                    // To the library a prefix that was put in stands for what follows it.
                    #expect(tokenizer.token(token.id) == "▁" || start == end, "\(text) \(index)")
                    continue
                }
                let first = scalarOfByte[token.range.lowerBound]
                let last = scalarOfByte[token.range.upperBound - 1]
                #expect(first == start, "\(text), token \(index)")
                // Here a letter keeps the marks that were stripped from it.
                let marks = last + 1 > end ? scalars[end...last] : []
                #expect(
                    last + 1 >= end
                        && marks.allSatisfy { $0.properties.generalCategory == .nonspacingMark },
                    "\(text), token \(index)")
            }
        }
    }

    @Test(arguments: FamilyGolden.encoders?.families ?? [])
    func streamedTextEqualsTheWholeForRandomIDs(_ family: FamilyGolden.Family) throws {
        let tokenizer = try family.tokenizer()
        var random = SplitMix(seed: 11)
        for length in stride(from: 0, to: 40, by: 5) {
            let ids = (0..<length).map { _ in Int32(random.below(tokenizer.vocabularySize)) }
            var stream = tokenizer.makeStreamingDecoder(skipSpecialTokens: false)
            var text = ids.map { stream.append($0) }.joined()
            text += stream.finish()
            #expect(sameBytes(text, tokenizer.decode(ids, skipSpecialTokens: false)))
        }
    }

    @Test func marksOfWordsAreKnown() throws {
        let golden = try #require(FamilyGolden.encoders)
        func mark(_ name: String) throws -> WordMark {
            try #require(golden.families.first { $0.name == name }).tokenizer().wordMark
        }
        #expect(try mark("bert-uncased") == .continuation("##"))
        #expect(try mark("xlm-roberta") == .start("▁"))
        let gpt2 = try #require(FamilyGolden.shared?.families.first { $0.name == "gpt2" })
        #expect(try gpt2.tokenizer().wordMark == .start("Ġ"))
        #expect(WordMark.continuation("##").beginsWord("a"))
        #expect(!WordMark.continuation("##").beginsWord("##a"))
        #expect(WordMark.start("▁").beginsWord("▁a"))
        #expect(!WordMark.start("▁").beginsWord("a"))
    }

    // MARK: vocab.txt

    /// The vocabulary of the golden file as BERT's older folders have it.
    private func vocabularyLines() throws -> String {
        let family = try #require(FamilyGolden.encoders?.families.first)
        let members = try #require(family.file["model"]?["vocab"]?.objectValue?.members)
        return members.sorted { ($0.value.intValue ?? 0) < ($1.value.intValue ?? 0) }
            .map { $0.key + "\n" }.joined()
    }

    @Test(arguments: [
        ("bert-uncased", "{}"), ("bert-uncased", nil),
        ("bert-multilingual-cased", #"{"do_lower_case": false}"#),
        ("bert-accents-kept", #"{"strip_accents": false, "do_lower_case": true}"#),
        (
            "bert-accents-only",
            #"{"strip_accents": true, "do_lower_case": false, "tokenize_chinese_chars": false}"#
        ),
    ])
    func vocabularyFileGivesTheSameIDs(_ name: String, config: String?) throws {
        let golden = try #require(FamilyGolden.encoders)
        let family = try #require(golden.families.first { $0.name == name })
        let folder = try TemporaryFolder()
        _ = try folder.write("vocab.txt", vocabularyLines())
        if let config { _ = try folder.write("tokenizer_config.json", config) }
        let tokenizer = try Tokenizer.load(folder: folder.url)
        for (text, row) in zip(golden.texts, family.rows) {
            #expect(
                tokenizer.encode(text, addSpecialTokens: true) == identifiers(row["special"]),
                "\(text)")
        }
    }

    @Test func vocabularyFileWithoutItsSpecialTokensIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("vocab.txt", "[UNK]\n[PAD]\na\n")
        let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder.url) }
        #expect(
            error?.description
                == "The tokenizer's cls_token is \"[CLS]\", which is not in the vocabulary. "
                + "\(file.path). Choose a model whose tokenizer does without, or change the setting."
        )
    }

    // MARK: Refusals

    private func message(_ model: String, normalizer: String = "null") -> String? {
        let file = #"{"normalizer": \#(normalizer), "model": \#(model)}"#
        do {
            _ = try Tokenizer.load(contents: Array(file.utf8), name: "t.json")
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func brokenModelsAreNamed() {
        #expect(
            message(#"{"type": "WordPiece", "vocab": {"a": 0}, "unk_token": "[UNK]"}"#)?.hasPrefix(
                "The tokenizer's model.unk_token is \"[UNK]\", which is not in the vocabulary. ")
                == true)
        #expect(
            message(#"{"type": "Unigram", "vocab": [["a", -1.5]], "unk_id": null}"#)?.hasPrefix(
                "The tokenizer's model.unk_id is null: characters outside the vocabulary fail. ")
                == true)
        #expect(
            message(#"{"type": "Unigram", "vocab": [["a", -1.5]], "unk_id": 1}"#)?.hasPrefix(
                "The tokenizer's model.unk_id is 1, which is not in the vocabulary. ") == true)
        #expect(
            message(#"{"type": "Unigram", "vocab": [["a", 0], ["b"]], "unk_id": 0}"#)?.hasPrefix(
                "The tokenizer's field \"model.vocab[1]\" should be a list of a token and its "
                    + "score but is [\"b\"]. ") == true)
    }

    @Test(arguments: ["", "AAAA", "////", "BAAAAAAAAAA=", "!!"])
    func damagedTablesAreRefusedOrHarmless(_ table: String) {
        let result = message(
            #"{"type": "Unigram", "vocab": [["a", 0]], "unk_id": 0}"#,
            normalizer: #"{"type": "Precompiled", "precompiled_charsmap": "\#(table)"}"#)
        guard table != "BAAAAAAAAAA=" else { return #expect(result == nil) }
        #expect(
            result?.hasPrefix(
                "The tokenizer's normalizer.precompiled_charsmap is damaged: it is no table. ")
                == true)
    }
}
