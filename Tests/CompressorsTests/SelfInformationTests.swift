import Foundation
import Prompts
import Testing

@testable import Compressors

@Suite struct SelfInformationTests {
    private func count(_ model: LocalModel) -> (String) -> Int {
        { model.tokenizer.encode($0, addSpecialTokens: false).count }
    }

    @Test func probableTokensGoFirst() throws {
        let model = try SmallModel.local()
        let text = SmallModel.template
        let forced = ForcedText(keepsDigits: false, keepsNames: false, keepsLineBreaks: false)
        let compressor = SelfInformationCompressor(model: model, forced: forced)
        let tokens = model.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let scorer = TokenScorer(
            model: SmallModel.transformer(model.tokenizer), start: model.start, contextLength: 512)
        let losses = scorer.losses(tokens.map(\.id))
        let scores = units.map { unit in
            losses[unit.tokens].reduce(0, +) / Float(unit.tokens.count)
        }
        let bytes = Array(text.utf8)
        let result = try compressor.compress(text, to: 0.5, countTokens: count(model))
        // The same text by sorting here: the surprising half, in order.
        let best = units.indices.sorted { (scores[$0], -$0) > (scores[$1], -$1) }
        let candidates = (0...units.count).map { kept in
            let chosen = Set(best.prefix(kept))
            return String(
                decoding: units.indices.filter(chosen.contains).flatMap { bytes[units[$0].bytes] },
                as: UTF8.self)
        }
        #expect(candidates.contains(result))
        let share = Double(count(model)(result)) / Double(count(model)(text))
        #expect(share > 0.45 && share <= 0.5)
    }

    @Test func forcedTextsStay() throws {
        let model = try SmallModel.local()
        let compressor = SelfInformationCompressor(
            model: model, forced: ForcedText(texts: ["Thank you"]))
        let result = try compressor.compress(
            SmallModel.template, to: 0.5, countTokens: count(model))
        for kept in ["SUM_BY(", "2024", "40", "Thank you", "\n"] {
            #expect(result.contains(kept), "\(kept) was dropped: \(result)")
        }
    }

    @Test func marksAreThoseOfTheWholeForcedTexts() {
        func marked(_ text: String, _ forced: ForcedText) -> String {
            let marks = forced.marks(in: text)
            return String(
                decoding: zip(text.utf8, marks).map { $1 ? $0 : UInt8(ascii: ".") },
                as: UTF8.self)
        }
        let none = ForcedText(keepsDigits: false, keepsNames: false, keepsLineBreaks: false)
        var digits = none
        digits.keepsDigits = true
        var names = none
        names.keepsNames = true
        var lines = none
        lines.keepsLineBreaks = true
        var texts = none
        texts.texts = ["né", ""]
        let text = "A use `x y` or f(snake_case, camelCase, ALL)\nB2 né"
        #expect(marked(text, none).allSatisfy { $0 == "." })
        #expect(
            marked(text, digits) == ".............................................." + "2....")
        #expect(
            marked(text, names) == "......`x y`....f(snake_case..camelCase..ALL..B2....")
        #expect(marked(text, lines).filter { $0 != "." } == "\n")
        #expect(marked(text, texts).hasSuffix(" né".replacing(" ", with: ".")))
    }

    @Test func whatALowerRateKeepsAHigherOneKeepsToo() throws {
        let model = try SmallModel.local()
        let compressor = SelfInformationCompressor(model: model)
        var previous = ""
        for rate in [0.1, 0.3, 0.5, 0.7, 0.9, 1] {
            let text = try compressor.compress(
                SmallModel.template, to: rate, countTokens: count(model))
            // Characters of the shorter text stand, in order, in the longer one.
            var rest = text.unicodeScalars[...]
            for scalar in previous.unicodeScalars where scalar != "\n" {
                guard let place = rest.firstIndex(of: scalar) else {
                    Issue.record("\(scalar) was kept at a lower rate than \(rate) only")
                    return
                }
                rest = rest[rest.index(after: place)...]
            }
            previous = text
        }
    }

    @Test func questionsChangeWhatIsKept() throws {
        let model = try SmallModel.local()
        let plain = SelfInformationCompressor(model: model)
        let asked = SelfInformationCompressor(model: model, questions: ["What do dates look like?"])
        let other = SelfInformationCompressor(model: model, questions: ["Always write?"])
        let results = try [plain, asked, other].map {
            try $0.compress(SmallModel.template, to: 0.4, countTokens: count(model))
        }
        #expect(Set(results).count == 3)
        #expect(Set([plain, asked, other].map(\.settingsText)).count == 3)
    }

    @Test func importantSectionsKeepMore() {
        let shares = SectionShares(counts: [10, 10, 10], importance: [0.1, 0.9, 0.5])
        #expect(shares.weights == [-1, 1, 0])
        #expect(shares.kept(15) == [2, 8, 5])
        #expect(shares.kept(30) == [10, 10, 10])
        #expect(shares.kept(0) == [0, 0, 0])
        // The spread's part that finds no room goes to the others.
        let kept = shares.kept(27)
        #expect(kept.reduce(0, +) <= 27 && kept.reduce(0, +) >= 25)
        #expect(SectionShares(counts: [5], importance: [3]).kept(2) == [2])
    }

    @Test func breaksBetweenWhichAllIsDroppedAreOne() {
        let selection = TokenSelection(
            "a\nb\nc\n\nd", units: [0..<1, 1..<2, 2..<3, 3..<4, 4..<5, 5..<7, 7..<8],
            scores: [9, 8, 0, 7, 1, 6, 5], isForced: Array(repeating: false, count: 7))
        #expect(selection.text(keeping: 5) == "a\nd")
        #expect(selection.text(keeping: 6) == "a\nc\n\nd")
        #expect(selection.text(keeping: 7) == "a\nb\nc\n\nd")
    }
}
