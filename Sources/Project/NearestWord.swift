extension Sequence<String> {
    /// The word most like `word`, where one is so like it that it was probably meant.
    func nearest(to word: String) -> String? {
        let limit = Swift.max(1, word.count / 3)
        let scored = map { (word: $0, distance: editDistance($0, word)) }
        guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= limit
        else { return nil }
        return best.word
    }
}

/// Characters to insert, delete, replace or swap with their neighbour to make one word the other.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var beforeLast = [Int]()
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            let isSame = left[i] == right[j]
            var cost = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (isSame ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = Swift.min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
