import RunEvents
import Testing

@Suite struct LatencyGainTests {
    private func metrics(
        _ model: ModelState, _ arm: PromptArm, cold: Double?, warm: Double?, decode: Double?
    ) -> EvaluationMetrics {
        EvaluationMetrics(
            step: 1, stage: 0, arm: arm, model: model, split: "test", recordCount: 4, loss: 1,
            inputTokensPerRecord: 1, prefillMilliseconds: cold, warmPrefillMilliseconds: warm,
            decodeMilliseconds: decode)
    }

    /// The tuned model asked with the query alone against the base with its prompt, whatever else
    /// was measured.
    @Test func ratiosAreOfTheBasesPromptToTheTunedQuery() throws {
        let gain = try #require(
            LatencyGain([
                metrics(.base, .fullPrompt, cold: 200, warm: 40, decode: 100),
                metrics(.base, .queryOnly, cold: 1, warm: 1, decode: 1),
                metrics(.tuned, .fullPrompt, cold: 2, warm: 2, decode: 2),
                metrics(.tuned, .queryOnly, cold: 10, warm: 8, decode: 50),
            ]))
        #expect(gain.firstToken == 20 && gain.warmFirstToken == 5)
        #expect(gain.answer == 5)
        #expect(try #require(gain.warmAnswer) == 140.0 / 58)
        #expect(
            gain.text
                == "First token 20.0x sooner, whole answer 5.0x; against a prefix cache that holds "
                + "what all prompts share, 5.0x and 2.4x.")
    }

    @Test func withoutAWarmTimeOnlyTheColdOnesAreTold() throws {
        let gain = try #require(
            LatencyGain([
                metrics(.base, .fullPrompt, cold: 200, warm: nil, decode: 100),
                metrics(.tuned, .queryOnly, cold: 10, warm: 8, decode: 50),
            ]))
        #expect(gain.warmFirstToken == nil && gain.warmAnswer == nil)
        #expect(gain.text == "First token 20.0x sooner, whole answer 5.0x.")
    }

    @Test func nothingIsSaidOfWhatWasNotTimed() {
        let before = metrics(.base, .fullPrompt, cold: 200, warm: 40, decode: 100)
        #expect(LatencyGain([before]) == nil)
        #expect(
            LatencyGain([before, metrics(.tuned, .queryOnly, cold: nil, warm: nil, decode: nil)])
                == nil)
        #expect(
            LatencyGain([before, metrics(.tuned, .queryOnly, cold: 0, warm: 0, decode: 0)]) == nil)
    }
}
