/// A hash table from pairs of 32-bit numbers to 64 bits, for the lookups that merging consists of.
struct PairTable: Sendable {
    static let absent = UInt64.max

    private var keys: [UInt64]
    private var values: [UInt64]
    private(set) var count = 0

    /// Stands for a free place; no pair of ids, which are not negative, looks like it.
    private static let free = UInt64.max

    init(reserving capacity: Int) {
        var slotCount = 16
        while slotCount < capacity * 2 { slotCount *= 2 }
        keys = [UInt64](repeating: Self.free, count: slotCount)
        values = [UInt64](repeating: Self.absent, count: slotCount)
    }

    /// The value of a pair, or `absent`.
    @inline(__always)
    subscript(left: Int32, right: Int32) -> UInt64 {
        let key = Self.key(left, right)
        let mask = keys.count - 1
        var slot = Self.slot(key, mask)
        while keys[slot] != key {
            if keys[slot] == Self.free { return Self.absent }
            slot = (slot &+ 1) & mask
        }
        return values[slot]
    }

    mutating func set(_ left: Int32, _ right: Int32, to value: UInt64) {
        if (count + 1) * 2 > keys.count { grow() }
        place(Self.key(left, right), value)
    }

    private mutating func place(_ key: UInt64, _ value: UInt64) {
        let mask = keys.count - 1
        var slot = Self.slot(key, mask)
        while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
        if keys[slot] == Self.free { count += 1 }
        keys[slot] = key
        values[slot] = value
    }

    private mutating func grow() {
        let oldKeys = keys
        let oldValues = values
        keys = [UInt64](repeating: Self.free, count: oldKeys.count * 2)
        values = [UInt64](repeating: Self.absent, count: oldKeys.count * 2)
        count = 0
        for (key, value) in zip(oldKeys, oldValues) where key != Self.free { place(key, value) }
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    }
}
