import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

@Suite struct TokenizerTests {
    @Test(arguments: FamilyGolden.shared?.families ?? [])
    func familyGivesTheLibrarysIDsAndTexts(_ family: FamilyGolden.Family) throws {
        let golden = try #require(FamilyGolden.shared)
        let tokenizer = try family.tokenizer()
        #expect(golden.texts.count == family.rows.count)
        for (text, row) in zip(golden.texts, family.rows) {
            let ids = try #require(identifiers(row["ids"]))
            #expect(tokenizer.encode(text, addSpecialTokens: false) == ids, "\(text)")
            #expect(
                tokenizer.encode(text, addSpecialTokens: true)
                    == identifiers(row["special"]) ?? ids, "\(text)")
            let decoded = row["decoded"]?.stringValue ?? text
            let whole = tokenizer.decode(ids, skipSpecialTokens: false)
            #expect(sameBytes(whole, decoded), "\(text): \(whole)")
            // The library does not know its own special tokens again once they are normalized; here
            // they are skipped.
            if family.name == "llama2-normalized-special" { continue }
            let skipped = tokenizer.decode(ids, skipSpecialTokens: true)
            #expect(
                sameBytes(skipped, row["skipped"]?.stringValue ?? decoded), "\(text): \(skipped)")
        }
    }

    @Test func familiesAreRead() throws {
        #expect(try #require(FamilyGolden.shared).families.count >= 30)
    }

    @Test(arguments: FamilyGolden.shared?.families ?? [])
    func streamedTextEqualsTheWholeForRandomIDs(_ family: FamilyGolden.Family) throws {
        let tokenizer = try family.tokenizer()
        var random = LinearCongruential(state: 7)
        for length in stride(from: 0, to: 60, by: 3) {
            // Two beyond the vocabulary, to meet unknown ids too.
            let ids = (0..<length).map { _ in
                Int32(random.next() % UInt64(tokenizer.vocabularySize + 2))
            }
            var stream = tokenizer.makeStreamingDecoder(skipSpecialTokens: false)
            var text = ids.map { stream.append($0) }.joined()
            text += stream.finish()
            #expect(sameBytes(text, tokenizer.decode(ids, skipSpecialTokens: false)))
        }
    }

    @Test(arguments: ["gpt2", "llama2", "metaspace-first-split", "starcoder", "mpt"])
    func rangesCoverTheTextInOrder(_ name: String) throws {
        let golden = try #require(FamilyGolden.shared)
        let family = try #require(golden.families.first { $0.name == name })
        let tokenizer = try family.tokenizer()
        for text in golden.texts {
            let tokens = tokenizer.encodeWithOffsets(text, addSpecialTokens: true)
            var end = 0
            for token in tokens {
                #expect(token.range.lowerBound == end || token.range.upperBound == end, "\(text)")
                end = max(end, token.range.upperBound)
            }
            #expect(end == text.utf8.count, "\(text)")
        }
    }

    @Test func rangesPointIntoTheOriginalText() throws {
        let golden = try #require(FamilyGolden.shared)
        func ranges(_ name: String, _ text: String) throws -> [String] {
            let family = try #require(golden.families.first { $0.name == name })
            let bytes = Array(text.utf8)
            return try family.tokenizer().encodeWithOffsets(text, addSpecialTokens: true).map {
                String(decoding: bytes[$0.range], as: UTF8.self)
            }
        }
        #expect(try ranges("llama2", "the b").joined() == "the b")
        #expect(try ranges("roberta", "a <mask>") == ["", "a", " <mask>", ""])
        // Each byte of the composed letter stems from both scalars.
        #expect(Set(try ranges("mpt", "e\u{301}")) == ["e\u{301}"])
    }

    @Test func streamHoldsBackPartOfACharacter() throws {
        let golden = try #require(FamilyGolden.shared)
        let family = try #require(golden.families.first { $0.name == "gpt2" })
        let tokenizer = try family.tokenizer()
        let ids = tokenizer.encode("😀", addSpecialTokens: false)
        #expect(ids.count == 4)
        var stream = tokenizer.makeStreamingDecoder()
        #expect(ids.map { stream.append($0) } == ["", "", "", "😀"])
        #expect(stream.append(ids[0]) == "")
        #expect(stream.finish() == "\u{FFFD}")
    }

    @Test func canonicallyEquivalentTokensStayApart() throws {
        let file = Data(
            #"{"model": {"vocab": {"\u00e9": 0, "e\u0301": 1, "e": 2, "\u0301": 3}, "merges": [["e", "\u0301"]]}}"#
                .utf8)
        let tokenizer = try Tokenizer.load(contents: Array(file), name: "t")
        #expect(tokenizer.encode("\u{E9}", addSpecialTokens: false) == [0])
        #expect(tokenizer.encode("e\u{301}", addSpecialTokens: false) == [1])
        #expect(tokenizer.id("e\u{301}") == 1)
        #expect(tokenizer.token(0).map { Array($0.utf8) } == [0xC3, 0xA9])
        #expect(tokenizer.vocabularySize == 4)
    }

    @Test func overlappingAddedTokensDoNotRepeatText() throws {
        // The library panics on this one.
        let file = """
            {"added_tokens": [
              {"id": 1, "content": "<r>", "rstrip": true, "special": true},
              {"id": 2, "content": "  ", "special": true}],
             "model": {"vocab": {"a": 0}, "merges": []}}
            """
        let tokenizer = try Tokenizer.load(contents: Array(file.utf8), name: "t")
        #expect(tokenizer.encode("<r>  a  a", addSpecialTokens: false) == [1, 0, 2, 0])
    }

    @Test func configTokensBecomeIDsAndFrameTheTextWithoutPostProcessor() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "tokenizer.json",
            #"{"added_tokens": [{"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>", "special": true}], "model": {"vocab": {"a": 0}, "merges": []}}"#
        )
        _ = try folder.write(
            "tokenizer_config.json",
            #"{"bos_token": {"content": "<s>"}, "eos_token": "</s>", "pad_token": null, "add_bos_token": true, "chat_template": "{{ x }}"}"#
        )
        let tokenizer = try Tokenizer.load(folder: folder.url)
        #expect(tokenizer.beginningOfSequence == 1)
        #expect(tokenizer.endOfSequence == 2)
        #expect(tokenizer.padding == nil)
        #expect(tokenizer.config.chatTemplate == "{{ x }}")
        #expect(tokenizer.encode("a", addSpecialTokens: true) == [1, 0])
        #expect(tokenizer.decode([1, 0, 2], skipSpecialTokens: true) == "a")
        #expect(tokenizer.decode([1, 0, 2], skipSpecialTokens: false) == "<s> a </s>")
    }
}

/// Numbers that look random and are the same in every run.
struct LinearCongruential {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
