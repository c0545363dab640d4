import HeapModule

/// The arrays that merging works in, kept from piece to piece so that nothing is allocated anew.
struct BPEWorkspace {
    /// A token and the bytes of the text it covers.
    struct Symbol {
        var id: Int32
        var length: Int32
    }

    /// Up to how many symbols looking for the best pair again and again beats a heap.
    ///
    /// Measured on English: no difference from 24 to 96.
    static let scanLimit = 48

    /// The symbols of the piece at hand.
    var symbols: [Symbol] = []
    /// The tokens found so far.
    var output: [Symbol] = []
    /// Of each symbol, the merge with its successor.
    private var candidates: [UInt64] = []

    /// Merges a range of the symbols and appends the result to the output.
    mutating func merge(_ range: Range<Int>, with merges: PairTable) {
        switch range.count {
        case 0: return
        case 1: output.append(symbols[range.lowerBound])
        case ...Self.scanLimit: mergeByScanning(range, merges)
        default: mergeByHeap(range, merges)
        }
    }

    private mutating func mergeByScanning(_ range: Range<Int>, _ merges: PairTable) {
        let start = output.count
        output.append(contentsOf: symbols[range])
        candidates.removeAll(keepingCapacity: true)
        for index in start..<output.count - 1 {
            candidates.append(merges[output[index].id, output[index + 1].id])
        }
        while true {
            var best = PairTable.absent
            var place = 0
            for index in candidates.indices where candidates[index] < best {
                best = candidates[index]
                place = index
            }
            if best == PairTable.absent { return }
            let left = start + place
            output[left].id = Int32(truncatingIfNeeded: best)
            output[left].length += output[left + 1].length
            output.remove(at: left + 1)
            candidates.remove(at: place)
            if place > 0 {
                candidates[place - 1] = merges[output[left - 1].id, output[left].id]
            }
            if place < candidates.count {
                candidates[place] = merges[output[left].id, output[left + 1].id]
            }
        }
    }

    private mutating func mergeByHeap(_ range: Range<Int>, _ merges: PairTable) {
        let base = range.lowerBound
        let count = range.count
        var next = (1...count).map { Int32($0) }
        var previous = (-1..<count - 1).map { Int32($0) }
        // Rank above position: the order in which merges happen.
        func key(_ position: Int, _ merge: UInt64) -> UInt64 {
            merge & 0xFFFF_FFFF_0000_0000 | UInt64(position)
        }
        var initial: [UInt64] = []
        for position in 0..<count - 1 {
            let merge = merges[symbols[base + position].id, symbols[base + position + 1].id]
            if merge != PairTable.absent { initial.append(key(position, merge)) }
        }
        var queue = Heap(initial)
        while let top = queue.popMin() {
            let position = Int(top & 0xFFFF_FFFF)
            let right = Int(next[position])
            guard symbols[base + position].length > 0, right < count else { continue }
            let merge = merges[symbols[base + position].id, symbols[base + right].id]
            // An entry whose pair has changed since is out of date.
            guard merge != PairTable.absent, merge >> 32 == top >> 32 else { continue }
            symbols[base + position].id = Int32(truncatingIfNeeded: merge)
            symbols[base + position].length += symbols[base + right].length
            symbols[base + right].length = 0
            let after = Int(next[right])
            next[position] = Int32(after)
            if after < count {
                previous[after] = Int32(position)
                let merge = merges[symbols[base + position].id, symbols[base + after].id]
                if merge != PairTable.absent { queue.insert(key(position, merge)) }
            }
            let before = Int(previous[position])
            if before >= 0 {
                let merge = merges[symbols[base + before].id, symbols[base + position].id]
                if merge != PairTable.absent { queue.insert(key(before, merge)) }
            }
        }
        for index in range where symbols[index].length > 0 { output.append(symbols[index]) }
    }
}
