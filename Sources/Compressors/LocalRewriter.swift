import Foundation
import LanguageModel
import Prompts
import Tokenizers

/// Lets the local model write, greedily.
package struct LocalRewriter: TextRewriter {
    private let model: LocalModel
    /// Puts a request into the model's chat template; nil for a model without one.
    private let dress: (@Sendable (String) throws -> String)?
    private let monitor: CompressionMonitor

    /// - Parameters:
    ///   - model: that writes.
    ///   - dress: puts a request into the model's chat template, special tokens included; nil
    ///     where it has none.
    ///   - monitor: ends an answer.
    package init(
        model: LocalModel, dress: (@Sendable (String) throws -> String)? = nil,
        monitor: CompressionMonitor = CompressionMonitor()
    ) {
        self.monitor = monitor
        self.model = model
        self.dress = dress
    }

    package var title: String { "the local model" }
    package var settingsText: String { "local \(model.identity)\(dress == nil ? "" : " chat")" }

    package func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
        let request = "\(instruction)\n\n\(text)"
        let prompt =
            if let dress {
                model.tokenizer.encode(try dress(request), addSpecialTokens: false)
            } else {
                // A plain base goes on with a text, so the answer is made the next thing in it.
                model.tokenizer.encode(
                    request + "\n\nRewritten instructions:\n", addSpecialTokens: true)
            }
        let needed = prompt.count + maximumTokens
        guard needed <= model.contextLength else {
            throw CompressorError.contextExceeded(tokens: needed, limit: model.contextLength)
        }
        let answer = try model.withWeights { weights in
            try Generator(weights, capacity: needed).answer(
                prompt,
                .init(
                    maximumNewTokens: maximumTokens, stopTokens: Set(model.endOfSequence)),
                onToken: { _ in !monitor.isStopped })
        }
        if monitor.isStopped { throw CompressionStopped() }
        return model.tokenizer.decode(answer.tokens, skipSpecialTokens: true)
    }
}
