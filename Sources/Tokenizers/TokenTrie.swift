/// Finds the leftmost of many strings in a text, and of those that start there the longest.
struct TokenTrie: Sendable {
    private struct Node {
        var children: [UInt8: Int] = [:]
        var index = -1
    }

    private var nodes = [Node()]
    private var canStart = [Bool](repeating: false, count: 256)

    var isEmpty: Bool { nodes.count == 1 }

    /// Adds a string; of equal ones the last counts.
    mutating func insert(_ content: [UInt8], index: Int) {
        guard let first = content.first else { return }
        canStart[Int(first)] = true
        var node = 0
        for byte in content {
            if let child = nodes[node].children[byte] {
                node = child
            } else {
                nodes.append(Node())
                nodes[node].children[byte] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        nodes[node].index = index
    }

    func firstMatch(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> (range: Range<Int>, index: Int)? {
        for start in range where canStart[Int(bytes[start])] {
            var node = 0
            var best: (range: Range<Int>, index: Int)?
            var position = start
            while position < range.upperBound, let child = nodes[node].children[bytes[position]] {
                node = child
                position += 1
                if nodes[node].index >= 0 { best = (start..<position, nodes[node].index) }
            }
            if let best { return best }
        }
        return nil
    }
}
