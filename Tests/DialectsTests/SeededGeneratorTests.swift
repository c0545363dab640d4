import Testing

@testable import Dialects

@Suite struct SeededGeneratorTests {
    @Test func numbersAreThoseOfTheReferenceImplementation() {
        // SplitMix64 from seed 1234567, as published with the xoshiro family's reference code.
        var generator = SeededGenerator(seed: 1_234_567)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
            ])
    }

    @Test func neighbouringIndicesDiffer() {
        var first = SeededGenerator(seed: 1, index: 0)
        var second = SeededGenerator(seed: 1, index: 1)
        #expect(first.next() != second.next())
    }

    @Test func shuffledKeepsEveryElement() {
        var generator = SeededGenerator(seed: 7)
        let shuffled = generator.shuffled(Array(0..<50))
        #expect(shuffled.sorted() == Array(0..<50))
        #expect(shuffled != Array(0..<50))
    }

    @Test func everyNumberBelowALimitComesUp() {
        var generator = SeededGenerator(seed: 3)
        #expect(Set((0..<200).map { _ in generator.below(5) }) == [0, 1, 2, 3, 4])
    }
}
