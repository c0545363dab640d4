import Testing
import Tokenizers

@testable import Encoders

@Suite struct CompressionUnitTests {
    @Test func forcedTextsAreFoundLeftmostLongestWithoutOverlap() {
        let found = ForcedText.all(["a", "", "aba", "\n"], in: Array("abababa\n".utf8))
        #expect(
            found == [
                ForcedText(range: 0..<3, index: 2), ForcedText(range: 4..<7, index: 2),
                ForcedText(range: 7..<8, index: 3),
            ])
        #expect(ForcedText.all([""], in: [0x61]).isEmpty)
    }

    @Test func coreIsWholeCharactersWithoutWhiteSpace() {
        let bytes = Array(" é\u{3000}\n x".utf8)
        func core(_ range: Range<Int>) -> Range<Int> {
            TokenCore(EncodedToken(id: 0, range: range), in: bytes).range
        }
        #expect(core(0..<8) == 1..<3)
        #expect(core(2..<3) == 1..<3)
        #expect(core(3..<8).isEmpty)
        #expect(core(bytes.count..<bytes.count).isEmpty)
    }

    /// Tokens of single letters, of which capitals begin words.
    private func units(_ text: String, forced: [String] = []) -> [CompressionUnit] {
        let bytes = Array(text.utf8)
        let places = bytes.indices.filter { bytes[$0] > 0x20 }
        let builder = CompressionUnitBuilder(
            bytes: bytes,
            cores: places.map { TokenCore(EncodedToken(id: 0, range: $0..<$0 + 1), in: bytes) },
            beginsWord: places.map { !(0x61...0x7A).contains(bytes[$0]) },
            probabilities: places.map { Float(bytes[$0] & 0xF) / 16 })
        return builder.units(forced: ForcedText.all(forced, in: bytes))
    }

    @Test func wordsAreMeansOfTheirTokens() {
        let units = units("Abc D3")
        #expect(units.map(\.range) == [0..<3, 4..<5, 5..<6])
        let expected: [Float] = [0.125, 0.25, 0.1875]
        #expect(units.map(\.probability) == expected)
        #expect(units.map(\.hasDigit) == [false, false, true])
    }

    @Test func forcedTextsAreUnitsOfTheirOwn() {
        let units = units("Abcd\n\nXb", forced: ["bc", "\n", "X"])
        #expect(units.map(\.range) == [0..<1, 1..<3, 3..<4, 4..<5, 5..<6, 6..<7, 7..<8])
        #expect(units.map(\.forced) == [nil, 0, nil, 1, 1, 2, nil])
    }

    @Test func gapsKeepTheStrongestSeparator() {
        let bytes = Array("A B\nC D(E)F 你好吗".utf8)
        let ranges: [Range<Int>] = [
            0..<1, 2..<3, 4..<5, 6..<7, 7..<8, 8..<9, 9..<10, 10..<11, 12..<15, 15..<18, 18..<21,
        ]
        let text = KeptText(
            bytes: bytes,
            units: ranges.map { CompressionUnit(range: $0, probabilitySum: 1, tokenCount: 1) },
            dropsConsecutive: false)
        func keeping(_ kept: Int...) -> String {
            text.text(keeping: ranges.indices.map { kept.contains($0) })
        }
        #expect(keeping(0, 1) == "A B")
        #expect(keeping(0, 2) == "A\nC")
        #expect(keeping(0, 3) == "A\nD")
        #expect(keeping(2, 7) == "C F")
        #expect(keeping(3, 5) == "D E")
        #expect(keeping(3, 4, 5) == "D(E")
        #expect(keeping(4, 6) == "()")
        #expect(keeping(8, 10) == "你吗")
        #expect(keeping() == "")
    }

    @Test func repeatedForcedTextsCollapseUntilSomethingIsKeptBetween() {
        let bytes = Array("\n\nA\n".utf8)
        let units = (0..<4).map {
            CompressionUnit(
                range: $0..<$0 + 1, probabilitySum: 1, tokenCount: 1, forced: $0 == 2 ? nil : 0)
        }
        func text(_ kept: [Bool], drops: Bool) -> String {
            KeptText(bytes: bytes, units: units, dropsConsecutive: drops).text(keeping: kept)
        }
        #expect(text([true, true, true, true], drops: true) == "\nA\n")
        #expect(text([true, true, false, true], drops: true) == "\n")
        #expect(text([true, true, false, true], drops: false) == "\n\n\n")
    }

    @Test func chunksEndBehindSentencesElseBeforeWordsElseAnywhere() {
        func chunks(_ text: String, limit: Int) -> [String] {
            let bytes = Array(text.utf8)
            let places = bytes.indices.filter { bytes[$0] > 0x20 }
            let cores = places.map {
                TokenCore(EncodedToken(id: 0, range: $0..<$0 + 1), in: bytes)
            }
            return TokenChunks.ranges(cores, in: bytes, limit: limit) {
                !(0x61...0x7A).contains(bytes[places[$0]])
            }.map { range in
                String(decoding: range.map { bytes[places[$0]] }, as: UTF8.self)
            }
        }
        #expect(chunks("Ab. Cd! Ef", limit: 4) == ["Ab.", "Cd!", "Ef"])
        #expect(chunks("Ab. Cd! Ef", limit: 6) == ["Ab.Cd!", "Ef"])
        #expect(chunks("Ab\nCdEf", limit: 5) == ["Ab", "CdEf"])
        // A point inside of a number ends no sentence.
        #expect(chunks("A3.1b Cd", limit: 5) == ["A3.1b", "Cd"])
        #expect(chunks("AbCdefgh", limit: 3) == ["Ab", "Cde", "fgh"])
        #expect(chunks("", limit: 3) == [])
        #expect(chunks("Abc", limit: 3) == ["Abc"])
    }
}
