import Foundation
import LanguageModel
import Safetensors

/// The README.md beside a base: what it is, how good, and how to make it again.
struct BaseCard {
    let plan: PretrainingPlan
    /// Of a base that was gone on with its own, whatever the plan says.
    let configuration: ModelConfiguration
    let exam: PretrainingExam
    let command: String

    func write(to folder: URL) throws {
        try AtomicFile.write(Data(text.utf8), to: folder.appending(path: "README.md"))
    }

    private var text: String {
        func percent(_ score: PretrainingExam.Score) -> String {
            String(format: "%.1f %% of %d", score.share * 100, score.count)
        }
        return """
            # \(configuration.layerCount) layers of \(configuration.hiddenSize): a base that reads made-up formula dialects

            A small decoder in Llama's layout (\(configuration.headCount) heads, \(configuration.keyValueHeadCount) \
            key-value heads, feed-forward \(configuration.intermediateSize)), with a \
            byte-level BPE of \(configuration.vocabularySize) tokens. Trained from \(plan.base == nil ? "nothing" : "another base") by this \
            project's own engine on documentation, examples and questions of endlessly many \
            made-up formula dialects. The sample project's dialect is never among them.

            ## Measured

            On \(exam.full.count) questions about dialects never seen, of rung \(exam.rung) (documentation and \
            \(PretrainingExaminer.exampleCount) examples take \(Int(exam.contextTokens.rounded())) tokens), answers that are right \
            to the last token:

            | what the base is shown | right |
            |---|---|
            | documentation and examples, none with the answer | \(percent(exam.full)) |
            | the same, questions whose function no example uses | \(percent(exam.unshown)) |
            | documentation alone | \(percent(exam.template)) |
            | examples alone | \(percent(exam.examples)) |
            | neither | \(percent(exam.nothing)) |

            The tokens of answers cost \(String(format: "%.3f", exam.answerLoss)) nats each with documentation and examples.

            ## Make it again

            ```
            \(command)
            ```

            Seed \(plan.seed), \(plan.stepCount) updates of about \(plan.tokensPerStep) tokens. The \
            result is the same for any number of threads on one kind of processor.

            ## Limits

            It knows no English beyond the wording of the generator, and no dialect by heart. It is \
            a base to try the workbench on, not a model to use elsewhere.

            Licence: Apache-2.0, like the project.

            """
    }
}
