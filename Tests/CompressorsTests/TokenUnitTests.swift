import TestSupport
import Testing
import Tokenizers

@testable import Compressors

@Suite struct TokenUnitTests {
    @Test func tokensInsideACharacterAreOneUnit() {
        // "a", two bytes of "é" apart, "b" behind a space that no token covers.
        let tokens = [
            EncodedToken(id: 1, range: 0..<1), EncodedToken(id: 2, range: 1..<2),
            EncodedToken(id: 3, range: 2..<3), EncodedToken(id: 4, range: 4..<5),
        ]
        #expect(
            TokenUnit.units(of: "aé b", tokens: tokens) == [
                TokenUnit(bytes: 0..<1, tokens: 0..<1), TokenUnit(bytes: 1..<4, tokens: 1..<3),
                TokenUnit(bytes: 4..<5, tokens: 3..<4),
            ])
    }

    @Test func tokensWithoutBytesBelongToTheirNeighbours() {
        let tokens = [
            EncodedToken(id: 9, range: 0..<0), EncodedToken(id: 1, range: 0..<1),
            EncodedToken(id: 9, range: 1..<1), EncodedToken(id: 2, range: 1..<2),
        ]
        #expect(
            TokenUnit.units(of: "ab", tokens: tokens) == [
                TokenUnit(bytes: 0..<1, tokens: 0..<3), TokenUnit(bytes: 1..<2, tokens: 3..<4),
            ])
        #expect(TokenUnit.units(of: "", tokens: []).isEmpty)
    }

    @Test(arguments: 0..<30)
    func unitsCoverTheTextAndEndBetweenCharacters(seed: Int) throws {
        let tokenizer = try SmallModel.tokenizer()
        var random = SplitMix(seed: UInt64(seed))
        let pieces = ["é", "👩‍👧", " the", "\r\n", "ß", "日本", "🇩🇪", "a", " ", "e\u{301}", "2"]
        let text = (0..<random.below(25)).map { _ in pieces[random.below(pieces.count)] }.joined()
        let tokens = tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let bytes = Array(text.utf8)
        #expect(units.flatMap { bytes[$0.bytes] } == bytes)
        #expect(units.flatMap { Array($0.tokens) } == Array(tokens.indices))
        let texts = units.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
        #expect(texts.reduce(0) { $0 + $1.count } == text.count)
    }
}
