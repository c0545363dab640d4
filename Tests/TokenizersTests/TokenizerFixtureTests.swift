import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

/// Whole tokenizers of real models, against what the library gives for 237 texts.
@Suite(
    .enabled(
        if: SharedFixtures.has("fixtures/tokenizers/texts.json"),
        Comment(rawValue: SharedFixtures.reason)))
struct TokenizerFixtureTests {
    @Test(arguments: ["gpt2", "qwen2-rebuilt", "phi-3-mini", "stories260K"])
    func allTextsAreEqual(_ name: String) throws {
        let root = SharedFixtures.url("fixtures/tokenizers")
        let texts = try #require(
            JSONValue.parse(Array(Data(contentsOf: root.appending(path: "texts.json")))).arrayValue)
        let golden = try JSONValue.parse(
            Array(Data(contentsOf: root.appending(path: "\(name)/golden.json"))))
        let rows = try #require(golden["rows"]?.arrayValue)
        let tokenizer = try Tokenizer.load(folder: root.appending(path: name))
        #expect(texts.count == 237)
        #expect(rows.count == 237)
        for (entry, row) in zip(texts, rows) {
            let text = try #require(entry.stringValue)
            let ids = try #require(identifiers(row["ids"]))
            #expect(tokenizer.encode(text, addSpecialTokens: false) == ids, "\(text)")
            #expect(
                tokenizer.encode(text, addSpecialTokens: true)
                    == identifiers(row["ids_special"]) ?? ids, "\(text)")
            let decoded = tokenizer.decode(ids, skipSpecialTokens: false)
            #expect(sameBytes(decoded, row["decoded"]?.stringValue ?? text), "\(text)")
            var stream = tokenizer.makeStreamingDecoder(skipSpecialTokens: false)
            let streamed = ids.map { stream.append($0) }.joined() + stream.finish()
            #expect(sameBytes(streamed, decoded), "\(text)")
        }
    }

    @Test func brokenMergeIsRefusedWithFileAndReason() throws {
        let folder = SharedFixtures.url("fixtures/tokenizers/refused-llama2-broken-merge")
        let error = #expect(throws: TokenizerError.self) { try Tokenizer.load(folder: folder) }
        let file = folder.appending(path: "tokenizer.json").path
        #expect(
            error?.description
                == "Merge 18918, \"   \", is not two tokens with one space between them. \(file). "
                + "Fetch a whole tokenizer.json; this one was damaged when it was converted.")
    }
}
