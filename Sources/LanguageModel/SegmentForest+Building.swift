/// What a label teaches.
package enum LabelTask: Sendable { case answer, prompt }

/// One record as token ids.
package struct TokenSequence: Sendable, Equatable {
    package var tokens: [Int32]
    /// Tokens before the first one that is to be learned.
    package var promptCount: Int
    /// What a teacher gives each label; nil without one.
    package var teacher: TeacherTargets?
    package var task: LabelTask

    package init(
        tokens: [Int32], promptCount: Int, teacher: TeacherTargets? = nil,
        task: LabelTask = .answer
    ) {
        precondition(promptCount >= 1 && promptCount <= tokens.count)
        self.tokens = tokens
        self.promptCount = promptCount
        self.teacher = teacher
        self.task = task
    }

    package var labelCount: Int { tokens.count - promptCount }
}

extension SegmentForest {
    /// A shared stretch below this length costs more as a segment of its own than it saves.
    package static let shortestShared = 8

    /// Folds records into a forest: what their beginnings have in common is computed once.
    ///
    /// Sharing ends at least one token before a record's first label, so that every label belongs
    /// to one record. The order of tokens is never changed.
    /// - Parameters:
    ///   - sequences: the records.
    ///   - weights: what each record's losses count; 1 unless given.
    ///   - sharing: false gives the plain computation, a root a record.
    package init(
        _ sequences: [TokenSequence], weights: [Float]? = nil, sharing: Bool = true
    ) {
        self.init()
        if sequences.contains(where: { $0.teacher != nil }) { teachers = sequences.map(\.teacher) }
        let order = sequences.indices.sorted { first, second in
            // Neighbours in this order share the longest beginnings.
            let (a, b) = (sequences[first].tokens, sequences[second].tokens)
            if a.lexicographicallyPrecedes(b) { return true }
            if b.lexicographicallyPrecedes(a) { return false }
            return first < second
        }
        grow(
            sharing ? order : Array(sequences.indices), of: sequences, from: 0, under: nil,
            weights, sharing)
    }

    /// Adds the records of `group`, which agree up to `start`.
    private mutating func grow(
        _ group: [Int], of sequences: [TokenSequence], from start: Int, under parent: Int?,
        _ weights: [Float]?, _ sharing: Bool
    ) {
        var index = 0
        while index < group.count {
            var end = index + 1
            var shared = sequences[group[index]].promptCount - 1
            if sharing {
                while end < group.count {
                    let common = Self.commonCount(
                        sequences[group[end - 1]], sequences[group[end]], from: start,
                        limit: min(shared, sequences[group[end]].promptCount - 1))
                    // The group goes on while that does not shorten what it shares to nothing.
                    guard common - start >= Self.shortestShared else { break }
                    shared = common
                    end += 1
                }
            }
            if end - index == 1 {
                appendLeaf(
                    sequences[group[index]], number: group[index], from: start, under: parent,
                    weight: weights?[group[index]] ?? 1)
            } else {
                let segment = append(
                    sequences[group[index]].tokens[start..<shared], under: parent)
                grow(
                    Array(group[index..<end]), of: sequences, from: shared, under: segment, weights,
                    sharing)
            }
            index = end
        }
    }

    private mutating func appendLeaf(
        _ sequence: TokenSequence, number: Int, from start: Int, under parent: Int?, weight: Float
    ) {
        // The last token has no successor to predict, so it is not computed.
        let end = max(sequence.tokens.count - 1, start + 1)
        let segment = append(sequence.tokens[start..<end], under: parent)
        let firstRow = segments[segment].rows.lowerBound
        for target in sequence.promptCount..<max(sequence.tokens.count, sequence.promptCount) {
            append(
                Label(
                    row: firstRow + target - 1 - start, target: sequence.tokens[target],
                    weight: weight, task: sequence.task, sequence: number,
                    ordinal: target - sequence.promptCount))
        }
    }

    private static func commonCount(
        _ a: TokenSequence, _ b: TokenSequence, from start: Int, limit: Int
    ) -> Int {
        var count = start
        while count < limit, a.tokens[count] == b.tokens[count] { count += 1 }
        return count
    }
}
