import Foundation
import Safetensors

/// The README.md beside a base: what it is, how good, and how to make it again.
struct BaseCard {
    let plan: PretrainingPlan
    let measurement: PretrainingMeasurement
    let command: String

    func write(to folder: URL) throws {
        try AtomicFile.write(Data(text.utf8), to: folder.appending(path: "README.md"))
    }

    private var text: String {
        func number(_ value: Double) -> String { String(format: "%.3f", value) }
        return """
            # \(plan.layerCount) layers of \(plan.hiddenSize): a base that reads made-up formula dialects

            A small decoder in Llama's layout (\(plan.headCount) heads, \(plan.keyValueHeadCount) \
            key-value heads, feed-forward \(plan.intermediateSize), tied embeddings), with a \
            byte-level BPE of \(plan.vocabularySize) tokens. Trained from nothing by this \
            project's own engine on documentation, examples and questions of endlessly many \
            made-up formula dialects. The sample project's dialect is never among them.

            ## Measured

            On \(measurement.documentCount) documents of dialects never seen \
            (\(measurement.tokenCount) tokens):

            | what | nats a token |
            |---|---|
            | loss over all tokens | \(number(measurement.loss)) |
            | guessing by frequency (unigram entropy) | \(number(measurement.unigramEntropy)) |
            | loss over the tokens of answers | \(number(measurement.answerLoss)) |

            The loss is \(String(format: "%.1f", measurement.share * 100)) % below the unigram entropy.

            ## Make it again

            ```
            \(command)
            ```

            Seed \(plan.seed), \(plan.stepCount) updates of \(plan.documentsPerStep) documents. The \
            result is the same for any number of threads on one kind of processor.

            ## Limits

            It knows no English beyond the wording of the generator, and no dialect by heart. It is \
            a base to try the workbench on, not a model to use elsewhere.

            Licence: Apache-2.0, like the project.

            """
    }
}
