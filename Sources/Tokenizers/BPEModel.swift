/// Byte-pair encoding: which characters are tokens, and which neighbours merge in which order.
struct BPEModel: Sendable {
    /// What a file says beside vocabulary and merges.
    struct Settings: Sendable {
        var unknownToken: Int32?
        var fusesUnknown = false
        var fallsBackToBytes = false
        /// A piece that is a token as a whole stays one, whatever the merges say.
        var ignoresMerges = false
        var continuingPrefix: [UInt8] = []
        var endOfWordSuffix: [UInt8] = []
    }

    let vocabulary: Vocabulary
    let settings: Settings
    /// Rank in the upper half, id of the merged token in the lower.
    let merges: PairTable
    /// The ids of `<0x00>` to `<0xFF>`, -1 where absent.
    private let byteTokens: [Int32]
    /// The ids of single scalars below U+0800, -1 where absent.
    private let shortScalars: [Int32]
    /// First and last scalar of each token by id.
    private let edges: [(first: Int32, last: Int32)]
    /// Last scalar and first scalar of all tokens that some merge joins.
    ///
    /// Between other scalars nothing can ever merge, so long pieces are cut there.
    private let joints: PairTable

    /// A merge as the file has it: ids of the parts and of the whole, in order of rank.
    struct Merge: Sendable {
        var left: Int32
        var right: Int32
        var result: Int32
    }

    init(vocabulary: Vocabulary, merges list: [Merge], settings: Settings) {
        self.vocabulary = vocabulary
        self.settings = settings
        var edges = [(first: Int32, last: Int32)](
            repeating: (-1, -1), count: Int(vocabulary.highestID) + 1)
        vocabulary.forEach { bytes, id in
            let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
            if let first = scalars.first, let last = scalars.last {
                edges[Int(id)] = (Int32(first.value), Int32(last.value))
            }
        }
        var merges = PairTable(reserving: list.count)
        var joints = PairTable(reserving: list.count / 4)
        for (rank, merge) in list.enumerated() {
            merges.set(
                merge.left, merge.right, to: UInt64(rank) << 32 | UInt64(UInt32(merge.result)))
            let left = edges[Int(merge.left)].last
            let right = edges[Int(merge.right)].first
            // An empty token has no edges, and is never found in a text either.
            if left >= 0, right >= 0 { joints.set(left, right, to: 1) }
        }
        self.merges = merges
        self.joints = joints
        self.edges = edges
        byteTokens = ByteTokens.ids(vocabulary)
        shortScalars = (UInt32(0)..<0x800).map { value in
            Unicode.Scalar(value).flatMap { vocabulary.id(Array(String($0).utf8)) } ?? -1
        }
    }

    /// Appends the tokens of a piece to the workspace's output.
    func tokenize(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ workspace: inout BPEWorkspace
    ) {
        if settings.ignoresMerges {
            let id = vocabulary.id(bytes[range])
            if id >= 0 {
                workspace.output.append(.init(id: id, length: Int32(range.count)))
                return
            }
        }
        workspace.symbols.removeAll(keepingCapacity: true)
        addSymbols(bytes, range, &workspace)
        let count = workspace.symbols.count
        if count <= BPEWorkspace.scanLimit || !settings.continuingPrefix.isEmpty {
            workspace.merge(0..<count, with: merges)
            return
        }
        var start = 0
        for next in 1..<count {
            let left = edges[Int(workspace.symbols[next - 1].id)].last
            let right = edges[Int(workspace.symbols[next].id)].first
            if joints[left, right] == PairTable.absent {
                workspace.merge(start..<next, with: merges)
                start = next
            }
        }
        workspace.merge(start..<count, with: merges)
    }

    /// One symbol a scalar, or one a byte where the scalar is no token.
    private func addSymbols(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ workspace: inout BPEWorkspace
    ) {
        let isDecorated = !settings.continuingPrefix.isEmpty || !settings.endOfWordSuffix.isEmpty
        // Unknown scalars wait, to be fused with those that follow.
        var unknown: BPEWorkspace.Symbol?
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, width) = UTF8Scan.scalar(bytes, position)
            let place = position..<position + width
            position += width
            let id: Int32
            var decorated: [UInt8] = []
            if isDecorated {
                decorated = self.decorated(bytes, place, in: range)
                id = vocabulary.id(decorated) ?? -1
            } else {
                id = scalar < 0x800 ? shortScalars[Int(scalar)] : vocabulary.id(bytes[place])
            }
            if id >= 0 {
                if let waiting = unknown { workspace.symbols.append(waiting) }
                unknown = nil
                workspace.symbols.append(.init(id: id, length: Int32(width)))
                continue
            }
            if settings.fallsBackToBytes {
                let source = isDecorated ? decorated : Array(bytes[place])
                if source.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
                    for byte in source {
                        workspace.symbols.append(.init(id: byteTokens[Int(byte)], length: 1))
                    }
                    continue
                }
            }
            guard let unknownToken = settings.unknownToken else { continue }
            if let waiting = unknown, settings.fusesUnknown {
                unknown = .init(id: unknownToken, length: waiting.length + Int32(width))
            } else {
                if let waiting = unknown { workspace.symbols.append(waiting) }
                unknown = .init(id: unknownToken, length: Int32(width))
            }
        }
        if let waiting = unknown { workspace.symbols.append(waiting) }
    }

    private func decorated(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: Range<Int>, in range: Range<Int>
    ) -> [UInt8] {
        var result: [UInt8] = []
        if place.lowerBound > range.lowerBound { result += settings.continuingPrefix }
        result += bytes[place]
        if place.upperBound == range.upperBound { result += settings.endOfWordSuffix }
        return result
    }
}
