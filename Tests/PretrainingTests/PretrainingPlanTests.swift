import LanguageModel
import Pretraining
import Testing

@Suite struct PretrainingPlanTests {
    @Test func shapeIsThePlans() {
        let plan = PretrainingPlan()
        let configuration = plan.configuration(endOfSequence: 4)
        #expect(configuration.vocabularySize == plan.vocabularySize)
        #expect(configuration.hiddenSize == plan.hiddenSize)
        #expect(configuration.headWidth == plan.hiddenSize / plan.headCount)
        #expect(configuration.endOfSequence == [4])
        // Between 5 and 14 million parameters.
        let count = DecoderParameters.tensors(configuration).reduce(0) {
            $0 + $1.shape.reduce(1, *)
        }
        #expect((5_000_000...14_000_000).contains(count), "\(count)")
    }
}
