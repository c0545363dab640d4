/// What llama.cpp does with a text and a vocabulary with scores, in the plainest words: among all
/// neighbours whose joint text is a token, join those of the highest score, the leftmost of equals.
struct ScoreMerging {
    private let ids: [[UInt8]: Int]
    private let scores: [Double]

    init(tokens: [String], scores: [Double]) {
        var ids: [[UInt8]: Int] = [:]
        for (id, token) in tokens.enumerated() { ids[Array(token.utf8)] = id }
        self.ids = ids
        self.scores = scores
    }

    /// The ids of a text in which spaces are written already.
    func ids(of text: String) -> [Int32] {
        var symbols = text.unicodeScalars.map { Array(String($0).utf8) }
        while true {
            var best: (place: Int, score: Double)?
            for place in symbols.indices.dropLast() {
                guard let id = ids[symbols[place] + symbols[place + 1]] else { continue }
                if best == nil || scores[id] > best?.score ?? 0 { best = (place, scores[id]) }
            }
            guard let place = best?.place else { break }
            symbols[place] += symbols.remove(at: place + 1)
        }
        return symbols.flatMap { symbol -> [Int32] in
            if let id = ids[symbol] { return [Int32(id)] }
            return symbol.map { byte in
                let digits = String(byte, radix: 16, uppercase: true)
                let token = "<0x\(digits.count < 2 ? "0" : "")\(digits)>"
                return Int32(ids[Array(token.utf8)] ?? -1)
            }
        }
    }
}
