/// The added tokens of a file and the search for them.
struct AddedVocabulary: Sendable {
    private(set) var tokens: [AddedToken] = []
    private var ids: [[UInt8]: Int32] = [:]
    private var contents: [Int32: [UInt8]] = [:]
    private var normalizedContents: [Int32: [UInt8]] = [:]
    private var specialIDs: Set<Int32> = []
    private var original = TokenTrie()
    private var normalized = TokenTrie()

    var highestID: Int32 { contents.keys.max() ?? -1 }

    /// Takes the listed tokens in.
    ///
    /// Ids are taken from the model's vocabulary where it has the token; a token that it lacks is
    /// numbered as the library numbers it, whatever id the file claims.
    init(_ listed: [AddedToken], model: Vocabulary, normalizer: Normalizer?) {
        for var token in listed where !token.content.isEmpty {
            let modelCount = Int32(model.count)
            if let id = ids[token.content] ?? model.id(token.content) {
                token.id = id
            } else {
                let highest = ids.values.max() ?? -1
                token.id = highest >= modelCount ? highest + 1 : modelCount
            }
            ids[token.content] = token.id
            contents[token.id] = token.content
            if token.isSpecial { specialIDs.insert(token.id) }
            tokens.removeAll { $0.id == token.id }
            tokens.append(token)
        }
        for (index, token) in tokens.enumerated() {
            if token.isNormalized {
                let content = Self.normalize(token.content, normalizer)
                normalized.insert(content, index: index)
                normalizedContents[token.id] = content
            } else {
                original.insert(token.content, index: index)
            }
        }
    }

    func id(_ content: [UInt8]) -> Int32? { ids[content] }
    func content(_ id: Int32) -> [UInt8]? { contents[id] }
    func decodable(_ id: Int32) -> [UInt8]? { normalizedContents[id] ?? contents[id] }
    func isSpecial(_ id: Int32) -> Bool { specialIDs.contains(id) }

    /// Cuts out the tokens that are looked for in the original text.
    func extractOriginal(from list: inout PieceList) { extract(original, from: &list) }

    /// Cuts out the tokens that are looked for in the normalized text.
    func extractNormalized(from list: inout PieceList) { extract(normalized, from: &list) }

    private static func normalize(_ content: [UInt8], _ normalizer: Normalizer?) -> [UInt8] {
        var list = PieceList(content)
        normalizer?.apply(to: &list)
        return list.text.bytes
    }

    private func extract(_ trie: TokenTrie, from list: inout PieceList) {
        if trie.isEmpty { return }
        list.split { bytes, range, add in
            var done = range.lowerBound
            var position = range.lowerBound
            while let match = trie.firstMatch(in: bytes, position..<range.upperBound) {
                position = match.range.upperBound
                // Whitespace that a token has taken along may look like another token, on which the
                // library panics.
                guard match.range.lowerBound >= done else { continue }
                let token = tokens[match.index]
                var found = match.range
                if token.isSingleWord, !isWord(found, bytes, in: range) { continue }
                if token.stripsLeft {
                    found = max(spaceStart(found, bytes, range), done)..<found.upperBound
                }
                if token.stripsRight {
                    found = found.lowerBound..<spaceEnd(found, bytes, range)
                }
                if done < found.lowerBound { add(done..<found.lowerBound, -1) }
                add(found, token.id)
                done = found.upperBound
            }
            add(done..<range.upperBound, -1)
        }
    }

    private func isWord(
        _ found: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) -> Bool {
        func isWordScalar(at position: Int) -> Bool {
            ScalarSet.rustWord.contains(UTF8Scan.scalar(bytes, position).0)
        }
        if found.lowerBound > range.lowerBound,
            isWordScalar(at: UTF8Scan.before(bytes, found.lowerBound))
        {
            return false
        }
        return found.upperBound == range.upperBound || !isWordScalar(at: found.upperBound)
    }

    private func spaceStart(
        _ found: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var start = found.lowerBound
        while start > range.lowerBound {
            let before = UTF8Scan.before(bytes, start)
            guard ScalarSet.whitespace.contains(UTF8Scan.scalar(bytes, before).0) else { break }
            start = before
        }
        return start
    }

    private func spaceEnd(
        _ found: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var end = found.upperBound
        while end < range.upperBound {
            let (scalar, width) = UTF8Scan.scalar(bytes, end)
            guard ScalarSet.whitespace.contains(scalar) else { break }
            end += width
        }
        return end
    }
}
