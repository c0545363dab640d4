import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

@Suite struct BPETrainerTests {
    static let pattern = #" ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+"#
    static let texts = [
        "low lower lowest, new newer newest; wide wider widest.",
        "=SUM(A1:A9) gives the sum of A1 to A9, and =MAX(A1:A9) the highest.",
        "Über Café naïve 你好 你好", "<|user|>low and new<|end|>",
    ]

    private func trained(_ size: Int) throws -> TrainedBPE {
        try BPETrainer(
            pattern: Self.pattern, vocabularySize: size, specialTokens: ["<|user|>", "<|end|>"]
        ).train(Self.texts)
    }

    @Test func mostFrequentPairMergesFirstAndTiesByLowestIDs() throws {
        let trained = try BPETrainer(pattern: #"\S+"#, vocabularySize: 260)
            .train(["ab cd ab cd xy xy xy"])
        #expect(
            trained.merges == [
                .init(left: "x", right: "y"), .init(left: "a", right: "b"),
                .init(left: "c", right: "d"),
            ])
        #expect(trained.vocabularySize == 259)
    }

    @Test func specialTokensAreNoPartOfMerges() throws {
        let trained = try trained(320)
        #expect(trained.merges.allSatisfy { !$0.left.contains("|") && !$0.right.contains("|") })
        #expect(trained.vocabularySize <= 320)
    }

    @Test func writtenFilesLoadAndGiveTheTextBack() throws {
        let folder = try TemporaryFolder()
        var writer = TokenizerFileWriter(try trained(320))
        writer.beginningOfSequence = "<|user|>"
        writer.endOfSequence = "<|end|>"
        writer.addsBeginningOfSequence = true
        try writer.write(to: folder.url)
        let tokenizer = try Tokenizer.load(folder: folder.url)
        #expect(tokenizer.beginningOfSequence == 0)
        #expect(tokenizer.endOfSequence == 1)
        for text in Self.texts + ["unseen: 😀 \u{0}\r\n"] {
            let ids = tokenizer.encode(text, addSpecialTokens: false)
            #expect(tokenizer.decode(ids, skipSpecialTokens: false) == text)
            #expect(tokenizer.encode(text, addSpecialTokens: true) == [0] + ids)
        }
        #expect(tokenizer.encode("<|end|>", addSpecialTokens: false) == [1])
    }

    @Test func trainingEqualsTheLibrarysTrainer() throws {
        let url = try #require(
            Bundle.module.url(
                forResource: "trained", withExtension: "json", subdirectory: "Resources"))
        let golden = try JSONValue.parse(Array(Data(contentsOf: url)))
        let texts = try #require(golden["texts"]?.arrayValue).compactMap(\.stringValue)
        let trained = try BPETrainer(
            pattern: Self.pattern, vocabularySize: 400, specialTokens: ["<|end|>"]
        ).train(texts)
        let merges = try #require(golden["merges"]?.arrayValue).map {
            $0.arrayValue?.compactMap(\.stringValue) ?? []
        }
        #expect(trained.merges.map { [$0.left, $0.right] } == merges)
        let tokenizer = try Tokenizer.load(
            contents:
                Array(TokenizerFileWriter(trained).tokenizerJSON.text().utf8), name: "trained")
        let rows = try #require(golden["ids"]?.arrayValue)
        #expect(
            texts.map { tokenizer.encode($0, addSpecialTokens: false) } == rows.map(identifiers))
    }

    @Test func impossibleSettingsAreRefused() throws {
        let small = #expect(throws: TokenizerError.self) {
            try BPETrainer(pattern: "a", vocabularySize: 256, specialTokens: ["<s>"])
        }
        #expect(
            small?.description
                == "No tokenizer can be trained: a vocabulary of 256 does not lie between 257, the "
                + "256 bytes with the special tokens, and 16777216. Choose another size.")
        var writer = TokenizerFileWriter(try trained(300))
        writer.endOfSequence = "</s>"
        let folder = try TemporaryFolder()
        let role = #expect(throws: TokenizerError.self) { try writer.write(to: folder.url) }
        #expect(
            role?.description
                == "No tokenizer can be trained: eos_token is \"</s>\", which is not among the "
                + "special tokens. Train with it, or choose another token for the role.")
    }
}
