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
        #expect(arena.peakByteCount == 600_000)
    }

    @Test func aMeasuringArenaCountsWhatAnotherTakes() {
        let (arena, measure) = (Arena(), Arena(measuresOnly: true))
        for size in [1, 100_000, 17, 1 << 20, 3] {
            for arena in [arena, measure] {
                _ = arena.take(size)
                _ = arena.takeBytes(size)
                _ = arena.takeMatrix(rows: 3, width: size, .bfloat16)
            }
        }
        #expect(measure.peakByteCount == arena.peakByteCount)
        arena.reset()
        measure.reset()
        _ = measure.take(4)
        #expect(measure.peakByteCount == arena.peakByteCount)
    }

    @Test func roundedSizesAreWholeLines() {
        #expect([0, 1, 63, 64, 65].map(Arena.rounded) == [0, 64, 64, 64, 128])
        let arena = Arena()
        for size in [1, 63, 64, 65] { _ = arena.takeBytes(size) }
        #expect(arena.peakByteCount == 64 * 5)
    }

    @Test func freedMemoryIsTakenAnew() {
        let arena = Arena()
        arena.take(64).update(repeating: 7, count: 64)
        arena.free()
        let zeros = arena.takeZeros(1_000)
        #expect((0..<1_000).allSatisfy { zeros[$0] == 0 })
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

    // MARK: Scratch

    @Test func scratchPiecesAreApart() {
        var layout = ScratchLayout()
        let offsets = [
            layout.add(3, .float32), layout.add(0, .float32), layout.add(33, .bfloat16),
            layout.add(1, .float32),
        ]
        #expect(offsets == [0, 64, 64, 192])
        #expect(layout.byteCount == 256)
    }

    /// Parts that run at once have blocks of their own, small ones after large ones too.
    @Test func blocksOfScratchHaveOneUserAtATime() {
        let compute = Compute(threadCount: 4)
        let failures = FloatBuffer(count: 400)
        for _ in 0..<20 {
            compute.pool.run(partCount: 400) { part in
                var layout = ScratchLayout()
                let count = 64 + part % 7 * 500
                _ = layout.add(count, .float32)
                compute.scratch.with(layout) { memory in
                    let floats = memory.bindMemory(to: Float.self, capacity: count)
                    floats.update(repeating: Float(part), count: count)
                    if UInt(bitPattern: memory) % 64 != 0
                        || !(0..<count).allSatisfy({ floats[$0] == Float(part) })
                    {
                        failures.pointer[part] += 1
                    }
                }
            }
        }
        #expect(failures.copyToArray().allSatisfy { $0 == 0 })
    }
}
