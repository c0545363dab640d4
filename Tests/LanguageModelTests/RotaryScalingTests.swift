import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing

@Suite struct RotaryScalingTests {
    @Test func plainFrequenciesFallGeometrically() {
        let frequencies = RotaryScaling.none.frequencies(
            headWidth: 8, theta: 10_000, contextLength: 64)
        for (found, expected) in zip(frequencies, [1, 0.1, 0.01, 0.001]) {
            #expect(abs(found - expected) < 1e-7 * expected)
        }
    }

    /// Wave lengths of Llama 3.1's shape: kept below 2,048 positions, slowed down eightfold above
    /// 8,192, blended between.
    @Test func llama3KeepsShortWavesAndSlowsLongOnes() {
        let scaling = RotaryScaling.llama3(
            factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4,
            originalContextLength: 8_192)
        func frequencies(_ scaling: RotaryScaling) -> [Double] {
            scaling.frequencies(headWidth: 128, theta: 500_000, contextLength: 131_072)
        }
        var kinds = (kept: 0, blended: 0, slowed: 0)
        for (before, after) in zip(frequencies(.none), frequencies(scaling)) {
            let wavelength = 2 * Double.pi / before
            if wavelength < 2_048 {
                #expect(after == before)
                kinds.kept += 1
            } else if wavelength > 8_192 {
                #expect(after == before / 8)
                kinds.slowed += 1
            } else {
                let smooth = (8_192 / wavelength - 1) / 3
                let expected = before * ((1 - smooth) / 8 + smooth)
                #expect(abs(after - expected) < 1e-6 * expected)
                #expect(after < before && after > before / 8)
                kinds.blended += 1
            }
        }
        #expect(kinds == (29, 6, 29))
        #expect(scaling.attentionFactor == 1)
    }

    /// Whole config.json files in several spellings against Resources/make_rope_golden.py.
    @Test func frequenciesAreThoseOfTransformers() throws {
        let file = Bundle.module.bundleURL.appending(path: "Resources/rope-golden.json")
        let cases = try JSONValue.parse(Array(Data(contentsOf: file))).arrayValue ?? []
        #expect(cases.count == 48)
        let folder = try TemporaryFolder()
        for golden in cases {
            let text = golden["config"]?.text() ?? ""
            let configuration = try ModelConfiguration(file: folder.write("config.json", text))
            let found = configuration.ropeScaling.frequencies(
                headWidth: configuration.headWidth, theta: configuration.ropeTheta,
                contextLength: configuration.contextLength)
            let expected = golden["frequencies"]?.arrayValue?.compactMap(\.doubleValue) ?? []
            #expect(found.count == expected.count && !found.isEmpty)
            for (a, b) in zip(found, expected) {
                // Three steps of single precision: the two powers need not round alike.
                #expect(abs(a - b) <= 3.6e-7 * b, "\(a) is not \(b) in \(text)")
            }
            let attention = try #require(golden["attention_factor"]?.doubleValue)
            #expect(abs(configuration.ropeScaling.attentionFactor - attention) < 1e-12, "\(text)")
        }
    }
}
