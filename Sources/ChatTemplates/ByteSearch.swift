/// Finds a text in another by bytes, which in UTF-8 is the same as by code points.
struct ByteSearch {
    let needle: [UInt8]

    init(_ needle: String) { self.needle = Array(needle.utf8) }

    /// The first place at or after `start`.
    func first(in text: [UInt8], from start: Int, to end: Int? = nil) -> Int? {
        let end = end ?? text.count
        guard start <= end, needle.count <= end - start else { return nil }
        guard let head = needle.first else { return start }
        var index = start
        while index <= end - needle.count {
            if text[index] == head, matches(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// The last place that ends at or before `end`.
    func last(in text: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start <= end, needle.count <= end - start else { return nil }
        var index = end - needle.count
        while index >= start {
            if matches(text, at: index) { return index }
            index -= 1
        }
        return nil
    }

    private func matches(_ text: [UInt8], at index: Int) -> Bool {
        for offset in 0..<needle.count where text[index + offset] != needle[offset] {
            return false
        }
        return true
    }
}
