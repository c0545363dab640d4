import Testing
import Tokenizers

@testable import Evaluation

@Suite struct PromptEncoderTests {
    private let tokenizer: Tokenizer
    private let end: Int32
    private let encoder: PromptEncoder

    init() throws {
        tokenizer = try TinyTokenizer.make()
        end = try #require(tokenizer.endOfSequence)
        encoder = PromptEncoder(tokenizer: tokenizer, endOfSequence: end)
    }

    @Test(arguments: [
        ("Sum of sales:", " TOTAL(sales)"), ("Sum of sales:\nFormula:", " MEAN(units)"),
        ("hel", "lo world"), ("hello", "hello"), ("TOTAL(sa", "les)"), ("x", ""), ("é", "\u{301}"),
        ("a ", " b"), ("hello\n", "\nhello"), ("1", "2"),
    ])
    func promptIsWhatProductionSendsAndTheWholeIsTheText(_ prompt: String, _ answer: String) {
        let sequence = encoder.encode(prompt: prompt, completion: answer)
        let promptIDs = tokenizer.encode(prompt, addSpecialTokens: true)
        #expect(Array(sequence.tokens.prefix(sequence.promptCount)) == promptIDs)
        #expect(encoder.encode(prompt: prompt) == promptIDs)
        #expect(sequence.tokens.last == end)
        let text = tokenizer.decode(Array(sequence.tokens.dropLast()), skipSpecialTokens: false)
        #expect(text.utf8.elementsEqual((prompt + answer).utf8))
    }

    @Test func whereNoMergeCrossesTheIdsAreThoseOfTheWholeText() {
        let (prompt, answer) = ("Sum of sales:", " TOTAL(sales)")
        #expect(
            encoder.encode(prompt: prompt, completion: answer).tokens
                == tokenizer.encode(prompt + answer, addSpecialTokens: true) + [end])
    }

    @Test func aMergeOverTheBorderIsCutThere() {
        // "hello" is one token, so the whole text's ids do not begin with those of the prompt.
        let whole = tokenizer.encode("hello", addSpecialTokens: true)
        let prompt = tokenizer.encode("hel", addSpecialTokens: true)
        #expect(!whole.starts(with: prompt))
        let sequence = encoder.encode(prompt: "hel", completion: "lo")
        #expect(
            sequence.tokens
                == prompt + tokenizer.encode("lo", addSpecialTokens: false) + [end])
        #expect(
            tokenizer.encodeContinuation("lo") == tokenizer.encode("lo", addSpecialTokens: false))
    }

    @Test func theEndIsAddedOnceAndOnlyWhereThereIsOne() {
        let spelled = encoder.encode(prompt: "hello", completion: " world" + TinyTokenizer.end)
        #expect(spelled.tokens.filter { $0 == end }.count == 1)
        #expect(spelled == encoder.encode(prompt: "hello", completion: " world"))
        let endless = PromptEncoder(tokenizer: tokenizer, endOfSequence: nil)
        let sequence = endless.encode(prompt: "hello", completion: " world")
        #expect(sequence.tokens + [end] == spelled.tokens)
    }

    @Test func aPromptThatSpellsItsTokensGetsNoMore() throws {
        let tokenizer = try TinyTokenizer.make(addsBeginning: true)
        let begin = try #require(tokenizer.beginningOfSequence)
        let encoder = PromptEncoder(
            tokenizer: tokenizer, endOfSequence: end, addsSpecialTokens: false)
        let sequence = encoder.encode(prompt: TinyTokenizer.begin + "Sum:", completion: "TOTAL")
        #expect(sequence.tokens.first == begin)
        #expect(sequence.tokens.count { $0 == begin } == 1)
        #expect(!encoder.encode(prompt: "Sum:").contains(begin))
    }

    @Test func aBeginningTokenStandsInFrontOnce() throws {
        let tokenizer = try TinyTokenizer.make(addsBeginning: true)
        let begin = try #require(tokenizer.beginningOfSequence)
        let encoder = PromptEncoder(tokenizer: tokenizer, endOfSequence: end)
        for (prompt, answer) in [("Sum:", " TOTAL"), ("hel", "lo"), ("", "hello")] {
            let sequence = encoder.encode(prompt: prompt, completion: answer)
            #expect(sequence.tokens.first == begin)
            #expect(sequence.tokens.filter { $0 == begin }.count == 1)
            #expect(sequence.tokens.last == end && sequence.labelCount >= 2)
        }
    }
}
