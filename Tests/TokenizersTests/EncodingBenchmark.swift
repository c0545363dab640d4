import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

/// Prints how long a megabyte takes.
///
/// Run with PROMPTINTERN_BENCHMARK=1 and `-c release`; figures of
/// a debug build mean nothing.
@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["PROMPTINTERN_BENCHMARK"] != nil
            && SharedFixtures.has("fixtures/tokenizers/texts.json"),
        "a benchmark: set PROMPTINTERN_BENCHMARK"))
struct EncodingBenchmark {
    @Test(arguments: ["gpt2", "qwen2-rebuilt", "phi-3-mini", "stories260K"])
    func megabyteOfFixtureTexts(_ name: String) throws {
        let root = SharedFixtures.url("fixtures/tokenizers")
        let texts = try #require(
            JSONValue.parse(Array(Data(contentsOf: root.appending(path: "texts.json")))).arrayValue
        ).compactMap(\.stringValue).joined(separator: "\n")
        var text = ""
        while text.utf8.count < 1_000_000 { text += texts }
        let tokenizer = try Tokenizer.load(folder: root.appending(path: name))
        var count = 0
        let duration = ContinuousClock().measure {
            count = tokenizer.encode(text, addSpecialTokens: false).count
        }
        print("\(name): \(text.utf8.count) bytes, \(count) tokens, \(duration)")
    }
}
