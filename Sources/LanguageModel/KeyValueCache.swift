import Kernels

/// Keys and values of a sequence as far as it has been computed.
///
/// Going back to an earlier length is free, so a prompt that begins like the one before it pays
/// only for the rest.
package final class KeyValueCache {
    package let capacity: Int
    /// The tokens whose keys and values are held.
    package private(set) var tokens: [Int32] = []

    private let keys: [FloatBuffer]
    private let values: [FloatBuffer]
    private let width: Int

    package init(configuration: ModelConfiguration, capacity: Int) {
        self.capacity = capacity
        width = configuration.keyValueWidth
        let size = capacity * configuration.keyValueWidth
        keys = (0..<configuration.layerCount).map { _ in FloatBuffer(count: size) }
        values = (0..<configuration.layerCount).map { _ in FloatBuffer(count: size) }
    }

    package var count: Int { tokens.count }

    /// Forgets all tokens from `count` on.
    package func truncate(to count: Int) {
        precondition(count <= tokens.count)
        tokens.removeLast(tokens.count - count)
    }

    /// Tokens at the beginning of `sequence` that are held already.
    package func commonPrefix(with sequence: [Int32]) -> Int {
        zip(tokens, sequence).prefix { $0 == $1 }.count
    }

    func append(_ newTokens: some Collection<Int32>) { tokens.append(contentsOf: newTokens) }

    /// Where the next row of a layer is written.
    func end(layer: Int) -> (
        keys: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>
    ) {
        (keys[layer].pointer + count * width, values[layer].pointer + count * width)
    }
}
