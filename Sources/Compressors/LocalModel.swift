import LanguageModel
import Tokenizers

/// A causal model that compressors ask, loaded when it is needed and let go right after.
///
/// A training that follows needs the memory for its own base.
package struct LocalModel: Sendable {
    package let tokenizer: Tokenizer
    /// Longest sequence, in tokens.
    package let contextLength: Int
    /// Ids that end an answer.
    package let endOfSequence: [Int32]
    /// Tells models apart in the cache's key.
    package let identity: String
    private let load: @Sendable () throws -> Transformer

    package init(
        tokenizer: Tokenizer, contextLength: Int, endOfSequence: [Int32], identity: String,
        load: @escaping @Sendable () throws -> Transformer
    ) {
        self.tokenizer = tokenizer
        self.contextLength = contextLength
        self.endOfSequence = endOfSequence
        self.identity = identity
        self.load = load
    }

    /// Loads the weights for the time of a call.
    package func withWeights<Result>(_ body: (Transformer) throws -> Result) throws -> Result {
        try body(load())
    }

    /// What a text's first token is predicted from: the token that begins every text, or the one
    /// that ends the text before.
    var start: [Int32] {
        (tokenizer.beginningOfSequence ?? endOfSequence.first).map { [$0] } ?? []
    }
}
