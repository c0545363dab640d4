import Foundation
import Kernels
import Prompts
import TestSupport
import Testing
import Tokenizers

@testable import Encoders

@Suite struct LLMLingua2CompressorTests {
    /// What the reference counted.
    private static func bytes(_ text: String) -> Int { text.utf8.count }

    @Test func allModelsAreRead() { #expect(EncoderGolden.all.count == 3) }

    @Test(arguments: EncoderGolden.all)
    func probabilitiesAreThoseOfTransformers(_ golden: EncoderGolden) throws {
        let compressor = golden.compressor()
        let tokenizer = try Tokenizer.load(folder: golden.folder)
        for (index, text) in golden.texts.enumerated() {
            #expect(tokenizer.encode(text, addSpecialTokens: false) == golden.ids[index])
            let own = try compressor.tokenProbabilities(text)
            #expect(largestDifference(own, golden.probabilities[index]) < 1e-4, "\(text)")
        }
        // The long text was cut, and its probabilities tell words apart.
        #expect(golden.chunkCounts[0] >= 7)
        let largest = golden.probabilities[0].max() ?? 0
        let smallest = golden.probabilities[0].min() ?? 0
        #expect(largest - smallest > 0.4)
    }

    @Test(arguments: EncoderGolden.all)
    func unitsAndKeptTextsAreThoseOfTheReference(_ golden: EncoderGolden) throws {
        #expect(golden.cases.count == 25)
        for example in golden.cases {
            let compressor = golden.compressor(example.settings)
            let bytes = Array(example.text.utf8)
            let words = try compressor.units(of: example.text).map {
                String(decoding: bytes[$0.range], as: UTF8.self)
            }
            #expect(words == example.words, "\(example.settings)")
            for (rate, kept) in zip(golden.rates, example.kept) {
                let own = try compressor.compress(
                    example.text, to: rate, countTokens: Self.bytes)
                #expect(own == kept, "\(example.settings) \(rate)")
            }
        }
    }

    /// Places of the kept text's words in the units, each behind the one before.
    @Test(arguments: EncoderGolden.all)
    func shareIsNeverAboveTheAskedOneAndGrowsWithIt(_ golden: EncoderGolden) throws {
        let text = golden.texts[0]
        for settings in [
            LLMLingua2Settings(),
            LLMLingua2Settings(forceTokens: ["\n", "."], dropConsecutive: true),
        ] {
            let compressor = golden.compressor(settings)
            var previous = 0
            for step in 0...40 {
                let rate = Double(step) / 40
                let result = try compressor.compress(text, to: rate, countTokens: Self.bytes)
                let count = Double(Self.bytes(result))
                let asked = rate * Double(Self.bytes(text))
                #expect(count <= asked + 1e-9)
                // A word of the long text has at most 28 bytes, and a separator goes with it.
                if step < 40 { #expect(count > asked - 30) }
                #expect(Self.bytes(result) >= previous)
                previous = Self.bytes(result)
            }
        }
    }

    @Test(arguments: EncoderGolden.all)
    func whatALowerRateKeepsAHigherOneKeepsToo(_ golden: EncoderGolden) throws {
        let compressor = golden.compressor()
        // A count that jumps about must not change that.
        func jumpy(_ text: String) -> Int { text.utf8.count + text.utf8.count * 7 % 23 }
        for count in [Self.bytes, jumpy] {
            var previous = ""
            for step in 1...30 {
                let result = try compressor.compress(
                    golden.texts[0], to: Double(step) / 30, countTokens: count)
                #expect(isSubsequence(words(previous), of: words(result)), "\(step)")
                previous = result
            }
        }
    }

    private func words(_ text: String) -> [Character] { text.filter { !$0.isWhitespace } }

    private func isSubsequence(_ part: [Character], of whole: [Character]) -> Bool {
        var rest = whole[...]
        for character in part {
            guard let place = rest.firstIndex(of: character) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    @Test func ratesOfOneAndZeroNeedNoModelAndOthersAreRefused() throws {
        let compressor = try EncoderGolden.named("bert").compressor()
        let text = " as  it\nis \n"
        #expect(try compressor.compress(text, to: 1, countTokens: Self.bytes) == text)
        #expect(try compressor.compress(text, to: 0, countTokens: Self.bytes) == "")
        #expect(try compressor.compress("", to: 0.5, countTokens: Self.bytes) == "")
        #expect(throws: PromptsError.compressionRateOutOfRange(1.5)) {
            try compressor.compress(text, to: 1.5, countTokens: Self.bytes)
        }
    }

    @Test func forcedTextsAndDigitsStayLongest() throws {
        let golden = try EncoderGolden.named("bert")
        let text = "Sum 12 of them.\nThen stop here.\n\n\nGo on 3."
        let forced = golden.compressor(
            LLMLingua2Settings(forceTokens: ["\n", "."], forceReserveDigit: true))
        let result = try forced.compress(text, to: 0.3, countTokens: Self.bytes)
        #expect(result.contains("12") && result.contains("3"))
        #expect(result.count { $0 == "\n" } == 4)
        #expect(result.count { $0 == "." } == 3)
        let collapsed = try golden.compressor(
            LLMLingua2Settings(
                forceTokens: ["\n", "."], forceReserveDigit: true, dropConsecutive: true)
        ).compress(text, to: 0.3, countTokens: Self.bytes)
        #expect(!collapsed.contains("\n\n"))
    }

    @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
        let golden = try EncoderGolden.named("xlm-roberta")
        let one = LLMLingua2Compressor(
            folder: golden.folder, settings: LLMLingua2Settings(), compute: Compute(threadCount: 1))
        let four = LLMLingua2Compressor(
            folder: golden.folder, settings: LLMLingua2Settings(), compute: Compute(threadCount: 4))
        let text = golden.texts[0]
        let probabilities = try one.tokenProbabilities(text)
        #expect(try four.tokenProbabilities(text) == probabilities)
        let naive = LLMLingua2Compressor(
            folder: golden.folder, settings: LLMLingua2Settings(),
            compute: Compute(threadCount: 1, backend: NaiveMatrixBackend()))
        #expect(try largestDifference(naive.tokenProbabilities(text), probabilities) < 1e-5)
    }

    @Test func settingsTextNamesModelAndOptions() throws {
        let golden = try EncoderGolden.named("bert")
        let settings = LLMLingua2Settings(
            forceTokens: ["\n", ".", "\n", ""], forceReserveDigit: true)
        let compressor = golden.compressor(settings)
        #expect(compressor.name == "llmlingua2")
        let parts = compressor.settingsText.split(separator: " ", maxSplits: 3)
        #expect(parts[0] == "llmlingua2" && parts[1] == "1")
        #expect(parts[2].hasPrefix("model=") && parts[2].count == 6 + 64)
        let options = String(parts[3])
        #expect(
            options
                == #"force_tokens=["\n","."] force_reserve_digit=true drop_consecutive=false"#)
        let other = try EncoderGolden.named("xlm-roberta").compressor(settings)
        #expect(other.settingsText != compressor.settingsText)

        // One bit of the weights makes another model.
        let folder = try TemporaryFolder()
        for name in ["config.json", "tokenizer.json"] {
            _ = try folder.write(name, Data(contentsOf: golden.folder.appending(path: name)))
        }
        var weights = try Data(contentsOf: golden.folder.appending(path: "model.safetensors"))
        _ = try folder.write("model.safetensors", weights)
        #expect(try FolderFingerprint.of(folder.url) == FolderFingerprint.of(golden.folder))
        weights[weights.count - 1] ^= 0x40
        _ = try folder.write("model.safetensors", weights)
        #expect(try FolderFingerprint.of(folder.url) != FolderFingerprint.of(golden.folder))
    }
}
