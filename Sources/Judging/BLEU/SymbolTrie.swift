/// Numbers for sequences of symbols, shared by all sequences that begin alike.
///
/// A node is named by its parent's number and the symbol that leads to it, so that an n-gram costs
/// one look-up beyond its first n - 1 words. One open-addressed table serves any number of small
/// texts, one after the other, without being cleared in between.
struct SymbolTrie {
    /// Parent of the sequences of one symbol.
    static let root: Int32 = -1

    private var keys: [UInt64]
    private var nodes: [Int32]
    /// The text that a slot was last written for.
    private var stamps: [UInt32]
    private var stamp: UInt32 = 1
    /// Nodes so far; they are numbered from 0.
    private(set) var count: Int32 = 0

    /// A power of two, as the mask in `slot` needs.
    private static let initialCapacity = 1024

    init() {
        keys = [UInt64](repeating: 0, count: Self.initialCapacity)
        nodes = [Int32](repeating: 0, count: Self.initialCapacity)
        stamps = [UInt32](repeating: 0, count: Self.initialCapacity)
    }

    /// Forgets all nodes.
    mutating func removeAll() {
        count = 0
        if stamp == .max {
            stamps = [UInt32](repeating: 0, count: stamps.count)
            stamp = 0
        }
        stamp += 1
    }

    /// The node behind `parent` for a symbol, made where there is none.
    mutating func child(of parent: Int32, _ symbol: UInt32) -> Int32 {
        let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(symbol)
        var slot = slot(of: key)
        while stamps[slot] == stamp {
            if keys[slot] == key { return nodes[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        keys[slot] = key
        nodes[slot] = count
        stamps[slot] = stamp
        count += 1
        if Int(count) * 2 > keys.count { grow() }
        return count - 1
    }

    private func slot(of key: UInt64) -> Int {
        var mixed = key &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 32
        return Int(truncatingIfNeeded: mixed) & (keys.count - 1)
    }

    private mutating func grow() {
        let filled = keys.indices.filter { stamps[$0] == stamp }.map { (keys[$0], nodes[$0]) }
        let capacity = keys.count * 2
        keys = [UInt64](repeating: 0, count: capacity)
        nodes = [Int32](repeating: 0, count: capacity)
        stamps = [UInt32](repeating: 0, count: capacity)
        for (key, node) in filled {
            var slot = slot(of: key)
            while stamps[slot] == stamp { slot = (slot + 1) & (capacity - 1) }
            keys[slot] = key
            nodes[slot] = node
            stamps[slot] = stamp
        }
    }
}
