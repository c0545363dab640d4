import TestSupport
import Testing

@testable import Kernels

/// Attention of one query, part by part, against the same loops as attention of many.
@Suite struct DecodeAttentionTests {
    /// Attends to each piece apart and merges.
    private func attend(_ problem: AttentionProblem, headsApart: Bool = false) -> [Float] {
        let shape = problem.shape
        let attention = DecodeAttention(shape: shape)
        let scratch = ScratchPool()
        let query = FloatBuffer(copying: problem.queries.map { Float($0) })
        let (pieces, memory) = problem.pieces(headsApart: headsApart)
        defer { withExtendedLifetime(memory) {} }
        let parts = FloatBuffer(count: pieces.count * attention.partWidth)
        let output = FloatBuffer(copying: problem.queries.map { _ in Float.nan })
        for head in 0..<shape.keyValueHeadCount {
            for (index, piece) in pieces.enumerated() {
                attention.attend(
                    query.pointer, piece, keyValueHead: head,
                    result: parts.pointer + index * attention.partWidth, scratch: scratch)
            }
            attention.merge(
                parts.pointer, partCount: pieces.count, keyValueHead: head, output: output.pointer)
        }
        return output.copyToArray()
    }

    /// Keys and values are rounded before both computations and everything else is in single
    /// precision, so both types are good to about 1e-6.
    @Test(
        arguments: [[1], [3, 1], [30, 20, 7, 1], [512, 512, 300, 1], [1, 1, 1, 1]],
        ScalarType.allCases)
    func mergedPartsFollowTheDefinition(_ pieceCounts: [Int], _ type: ScalarType) {
        for (heads, keyValueHeads, width) in [
            (4, 2, 10), (3, 3, 16), (8, 1, 33), (4, 2, 64), (2, 1, 80), (2, 2, 128),
        ] {
            let shape = AttentionShape(
                headCount: heads, keyValueHeadCount: keyValueHeads, headWidth: width)
            let problem = AttentionProblem(
                shape, pieceCounts: pieceCounts, type: type, seed: 12)
            let found = attend(problem)
            #expect(
                relativeDifference(found, problem.output().values) < 2e-6,
                "\(heads)/\(keyValueHeads) heads of \(width)")
            #expect(attend(problem, headsApart: true) == found)
        }
    }

    @Test(arguments: [false, true])
    func firstRowsCanBeLeftOut(_ headsApart: Bool) {
        let shape = AttentionShape(headCount: 2, keyValueHeadCount: 2, headWidth: 8)
        let (pieces, memory) = AttentionProblem(shape, pieceCounts: [9], seed: 3).pieces(
            headsApart: headsApart)
        let rest = pieces[0].dropping(4)
        #expect(rest.count == 5 && rest.headStride == pieces[0].headStride)
        #expect(rest.keys[0, 3] == pieces[0].keys[4, 3])
        #expect(rest.values[2, 1] == pieces[0].values[6, 1])
        withExtendedLifetime(memory) {}
    }

    @Test func partsFarApartInScoreDoNotOverflow() {
        let shape = AttentionShape(headCount: 1, keyValueHeadCount: 1, headWidth: 4)
        var problem = AttentionProblem(shape, pieceCounts: [6, 5, 1], seed: 8)
        problem.queries = problem.queries.map { $0 * 1e4 }
        #expect(relativeDifference(attend(problem), problem.output().values) < 1e-5)
    }
}
