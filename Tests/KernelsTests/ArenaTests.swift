import Kernels
import Testing

@Suite struct ArenaTests {
    @Test func piecesAreAlignedAndApart() {
        let arena = Arena()
        let pieces = [1, 17, 100_000, 3, 70_000].map { (arena.take($0), $0) }
        for (index, (piece, count)) in pieces.enumerated() {
            #expect(UInt(bitPattern: piece) % UInt(FloatBuffer.alignment) == 0)
            piece.update(repeating: Float(index), count: count)
        }
        for (index, (piece, count)) in pieces.enumerated() {
            #expect((0..<count).allSatisfy { piece[$0] == Float(index) })
        }
    }

    @Test func afterItsLargestStepItReturnsTheSameMemory() {
        let arena = Arena()
        let sizes = [40_000, 50_000, 60_000]
        for size in sizes { _ = arena.take(size) }
        arena.reset()
        let first = sizes.map { arena.take($0) }
        arena.reset()
        #expect(sizes.map { arena.take($0) } == first)
        #expect(arena.peakCount == 150_000)
    }

    @Test func releaseGivesBackWhatCameAfterTheMark() {
        let arena = Arena()
        _ = arena.take(16)
        let mark = arena.mark()
        let piece = arena.take(32)
        arena.release(to: mark)
        #expect(arena.take(32) == piece)
    }

    @Test func zerosAreZeroOnUsedMemory() {
        let arena = Arena()
        arena.take(64).update(repeating: 7, count: 64)
        arena.reset()
        let zeros = arena.takeZeros(64)
        #expect((0..<64).allSatisfy { zeros[$0] == 0 })
    }

    @Test func buffersStartAtZeroAndCopy() {
        let buffer = FloatBuffer(count: 5)
        #expect(buffer.copyToArray() == [0, 0, 0, 0, 0])
        buffer.fill(2)
        let other = FloatBuffer(copying: [1, 2, 3, 4, 5])
        buffer.copy(from: other)
        #expect(buffer.copyToArray() == [1, 2, 3, 4, 5])
        #expect(FloatBuffer(count: 0).copyToArray().isEmpty)
    }
}
