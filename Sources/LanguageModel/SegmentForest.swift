import Kernels

/// A training batch: stretches of tokens that hang under each other.
///
/// What several records share is one segment, computed once; each segment is seen by itself
/// (causally) and by everything under it. Rows are in depth-first order, so that an ancestor's rows
/// come before those of its descendants.
package struct SegmentForest: Sendable {
    /// A stretch of tokens that is computed once.
    package struct Segment: Sendable, Equatable {
        /// Index of the segment above, nil for a root.
        package let parent: Int?
        /// Rows of the batch.
        package let rows: Range<Int>
        /// Position of its first token in the sequence of each record under it.
        package let firstPosition: Int
    }

    /// A row whose next token is to be learned.
    package struct Label: Sendable, Equatable {
        package let row: Int
        package let target: Int32
        /// What its loss counts.
        package let weight: Float
        package let task: LabelTask
        /// Whose label it is, and which of that record's; -1 where nobody asks.
        package let sequence: Int32
        package let ordinal: Int32

        package init(
            row: Int, target: Int32, weight: Float = 1, task: LabelTask = .answer,
            sequence: Int = -1, ordinal: Int = -1
        ) {
            self.row = row
            self.target = target
            self.weight = weight
            self.task = task
            self.sequence = Int32(sequence)
            self.ordinal = Int32(ordinal)
        }
    }

    package private(set) var segments: [Segment] = []
    package private(set) var tokens: [Int32] = []
    package private(set) var positions: [Int32] = []
    package private(set) var labels: [Label] = []
    /// What a teacher says to the labels of each record; empty without one.
    package var teachers: [TeacherTargets?] = []

    package init() {}

    package var rowCount: Int { tokens.count }

    /// Adds a segment under another one and returns its index.
    package mutating func append(_ newTokens: some Collection<Int32>, under parent: Int?) -> Int {
        precondition(!newTokens.isEmpty, "A segment has tokens")
        let first = parent.map { segments[$0].firstPosition + segments[$0].rows.count } ?? 0
        let rows = tokens.count..<tokens.count + newTokens.count
        segments.append(Segment(parent: parent, rows: rows, firstPosition: first))
        tokens.append(contentsOf: newTokens)
        positions.append(contentsOf: (0..<newTokens.count).map { Int32(first + $0) })
        return segments.count - 1
    }

    /// The same rows with the labels of the task `answer` alone.
    package func onlyAnswers() -> SegmentForest {
        var forest = self
        forest.labels.removeAll { $0.task != .answer }
        return forest
    }

    /// The same rows with every label as the closure makes it.
    package func mapLabels(_ transform: (Label) -> Label) -> SegmentForest {
        var forest = self
        forest.labels = labels.map(transform)
        return forest
    }

    /// Adds a label; several may stand on one row.
    package mutating func append(_ label: Label) {
        precondition(tokens.indices.contains(label.row))
        labels.append(label)
    }

    func hasTeacher(_ label: Label) -> Bool { teacher(of: label) != nil }

    private func teacher(of label: Label) -> TeacherTargets? {
        teachers.indices.contains(Int(label.sequence)) ? teachers[Int(label.sequence)] : nil
    }

    /// The teacher's tokens at a label that has a teacher.
    func withTeacher<Result>(
        of label: Label, _ body: (DistillationLoss.Teacher) -> Result
    ) -> Result {
        guard let teacher = teacher(of: label) else {
            preconditionFailure("The label has no teacher")
        }
        let places = Int(label.ordinal) * teacher.count..<(Int(label.ordinal) + 1) * teacher.count
        return teacher.tokens[places].withUnsafeBufferPointer { tokens in
            teacher.probabilities[places].withUnsafeBufferPointer { probabilities in
                body(DistillationLoss.Teacher(tokens: tokens, probabilities: probabilities))
            }
        }
    }

    /// The segment's ancestors from the root on, and itself.
    package func chain(_ segment: Int) -> [Int] {
        var chain = [segment]
        while let parent = segments[chain[chain.count - 1]].parent { chain.append(parent) }
        return chain.reversed()
    }

    /// Tokens of the longest sequence.
    package var longestSequence: Int {
        segments.map { $0.firstPosition + $0.rows.count }.max() ?? 0
    }
}
