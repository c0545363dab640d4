/// Tokens and their ids, keyed by bytes.
///
/// A Swift dictionary of strings would not do: it takes canonically equivalent spellings for one
/// key, and vocabularies hold both spellings of "é".
struct Vocabulary: Sendable {
    private struct Entry {
        var start: Int
        var end: Int
        var id: Int32
    }

    private var blob: [UInt8] = []
    private var entries: [Entry] = []
    /// Places of entries by hash, open addressing; -1 is free.
    ///
    /// The count is a power of two.
    private var table: [Int32]
    private var entryOfID: [Int32: Int32] = [:]

    /// The highest id, or -1.
    private(set) var highestID: Int32 = -1

    var count: Int { entries.count }

    init(reserving capacity: Int) {
        var slotCount = 16
        while slotCount < capacity * 2 { slotCount *= 2 }
        table = [Int32](repeating: -1, count: slotCount)
        entries.reserveCapacity(capacity)
        entryOfID.reserveCapacity(capacity)
    }

    /// Adds a token; a repeated one gets the later id, as in the library.
    mutating func insert(_ token: some Collection<UInt8>, id: Int32) {
        highestID = max(highestID, id)
        let start = blob.count
        blob.append(contentsOf: token)
        let existing = blob.withUnsafeBufferPointer { bytes in find(bytes[start..<bytes.count]) }
        if existing.entry >= 0 {
            blob.removeLast(blob.count - start)
            entries[Int(existing.entry)].id = id
            entryOfID[id] = existing.entry
            return
        }
        let entry = Int32(entries.count)
        entries.append(Entry(start: start, end: blob.count, id: id))
        entryOfID[id] = entry
        table[existing.slot] = entry
        if entries.count * 2 > table.count { grow() }
    }

    /// The id of a token, or -1.
    func id(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Int32 {
        let entry = find(token).entry
        return entry < 0 ? -1 : entries[Int(entry)].id
    }

    func id(_ token: [UInt8]) -> Int32? {
        let found = token.withUnsafeBufferPointer { bytes in id(bytes[0..<bytes.count]) }
        return found < 0 ? nil : found
    }

    func bytes(_ id: Int32) -> ArraySlice<UInt8>? {
        entryOfID[id].map { blob[entries[Int($0)].start..<entries[Int($0)].end] }
    }

    /// Calls the body with each token.
    func forEach(_ body: (ArraySlice<UInt8>, Int32) -> Void) {
        for entry in entries { body(blob[entry.start..<entry.end], entry.id) }
    }

    private func find(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> (entry: Int32, slot: Int) {
        var slot = Self.hash(token) & (table.count - 1)
        while table[slot] >= 0 {
            let entry = entries[Int(table[slot])]
            if entry.end - entry.start == token.count, matches(entry.start, token) {
                return (table[slot], slot)
            }
            slot = (slot + 1) & (table.count - 1)
        }
        return (-1, slot)
    }

    @inline(__always)
    private func matches(_ start: Int, _ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var place = start
        for byte in token {
            if blob[place] != byte { return false }
            place += 1
        }
        return true
    }

    @inline(__always)
    private static func hash(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        // FNV-1a, then a mixing step, as the table takes the low bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 29)
    }

    private mutating func grow() {
        var larger = [Int32](repeating: -1, count: table.count * 2)
        blob.withUnsafeBufferPointer { blob in
            for (index, entry) in entries.enumerated() {
                var slot = Self.hash(blob[entry.start..<entry.end]) & (larger.count - 1)
                while larger[slot] >= 0 { slot = (slot + 1) & (larger.count - 1) }
                larger[slot] = Int32(index)
            }
        }
        table = larger
    }
}
