/// A place where a text that is to be kept stands.
struct ForcedText: Equatable {
    /// Bytes of the whole text.
    var range: Range<Int>
    /// Which of the forced texts it is.
    var index: Int

    /// The places of all texts from left to right without overlap; of those that start at one place
    /// the longest.
    static func all(_ forced: [String], in bytes: [UInt8]) -> [ForcedText] {
        let needles = forced.map { Array($0.utf8) }.enumerated().filter { !$0.element.isEmpty }
            .sorted { $0.element.count > $1.element.count }
        if needles.isEmpty { return [] }
        var found: [ForcedText] = []
        var position = 0
        while position < bytes.count {
            let match = needles.first { bytes[position...].starts(with: $0.element) }
            guard let match else {
                position += 1
                continue
            }
            let range = position..<position + match.element.count
            found.append(ForcedText(range: range, index: match.offset))
            position = range.upperBound
        }
        return found
    }
}
