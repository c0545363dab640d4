import Kernels
import LanguageModel
import Testing

@Suite struct SegmentForestTests {
    /// The sequence of each label's record, read back from the forest: tokens up to the label's
    /// row, and its target.
    private func contexts(_ forest: SegmentForest) -> [[Int32]] {
        forest.labels.map { label in
            let segment = forest.segments.firstIndex { $0.rows.contains(label.row) } ?? 0
            let rows = forest.chain(segment).flatMap { Array(forest.segments[$0].rows) }
            return rows.prefix { $0 <= label.row }.map { forest.tokens[$0] } + [label.target]
        }
    }

    private func expectedContexts(_ records: [TokenSequence]) -> [[Int32]] {
        records.flatMap { record in
            (record.promptCount..<record.tokens.count).map { Array(record.tokens[...$0]) }
        }
    }

    @Test(arguments: 0..<60)
    func everyLabelSeesItsRecordAndNothingElse(_ seed: Int) {
        let records = TinyModel.records(seed: UInt64(seed))
        for sharing in [false, true] {
            let forest = SegmentForest(records, sharing: sharing)
            func sorted(_ lists: [[Int32]]) -> [[Int32]] {
                lists.sorted { $0.lexicographicallyPrecedes($1) }
            }
            #expect(sorted(contexts(forest)) == sorted(expectedContexts(records)))
            for (index, segment) in forest.segments.enumerated() {
                #expect((segment.parent ?? -1) < index)
                #expect(
                    forest.positions[segment.rows].elementsEqual(
                        segment.rows.indices.map {
                            Int32(segment.firstPosition + $0 - segment.rows.lowerBound)
                        }))
            }
        }
    }

    @Test func sharedBeginningIsOneSegment() {
        let shared = TinyModel.tokens(20, seed: 1)
        let records = [[1, 2, 3], [1, 2, 4], [5, 6, 7]].map { (tail: [Int32]) in
            TokenSequence(tokens: shared + tail, promptCount: 22)
        }
        let forest = SegmentForest(records)
        #expect(forest.segments.map(\.parent) == [nil, 0, 0, 0])
        #expect(Array(forest.tokens[forest.segments[0].rows]) == shared)
        // The last token of a record predicts nothing and is not computed.
        #expect(forest.rowCount == 20 + 3 * 2)
        #expect(forest.longestSequence == 22)
        #expect(SegmentForest(records, sharing: false).rowCount == 3 * 22)
    }

    @Test func shortBeginningsAreNotShared() {
        let shared = TinyModel.tokens(SegmentForest.shortestShared - 1, seed: 1)
        let records = [[1, 2, 3], [4, 5, 6]].map { (tail: [Int32]) in
            TokenSequence(tokens: shared + tail, promptCount: shared.count + 2)
        }
        #expect(SegmentForest(records).segments.map(\.parent) == [nil, nil])
    }

    @Test func equalRecordsKeepTheirOwnLabels() {
        let record = TokenSequence(tokens: TinyModel.tokens(30, seed: 4), promptCount: 25)
        let forest = SegmentForest([record, record, record])
        #expect(forest.labels.count == 15)
        #expect(forest.segments.map(\.parent) == [nil, 0, 0, 0])
        #expect(forest.segments[0].rows.count == 24)
    }

    @Test func nothingGivesAnEmptyForest() {
        #expect(SegmentForest([]).rowCount == 0)
        #expect(SegmentForest([]).longestSequence == 0)
        let alone = SegmentForest([TokenSequence(tokens: [3], promptCount: 1)])
        #expect(alone.rowCount == 1 && alone.labels.isEmpty)
    }
}
