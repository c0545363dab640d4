import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ScreenBufferTests {
    @Test(arguments: [Size.zero, Size(width: 0, height: 1), Size(width: 1, height: 0)])
    func emptyScreensTakeAnything(_ size: Size) {
        var buffer = ScreenBuffer(size: size)
        buffer.put("中文 text", x: -3, y: 0)
        buffer.fill(Rect(x: -5, y: -5, width: 20, height: 20), style: .plain)
        #expect(buffer.cells.isEmpty)
        #expect(buffer[0, 0] == nil)
    }

    @Test func textIsClippedOnBothSides() {
        var buffer = ScreenBuffer(size: Size(width: 4, height: 1))
        #expect(buffer.put("abcdefgh", x: -2, y: 0) == 8)
        #expect(buffer.text == "cdef")
    }

    @Test func aWideCharacterTakesTwoCells() {
        var buffer = ScreenBuffer(size: Size(width: 5, height: 1))
        buffer.put("a中b", x: 0, y: 0)
        #expect(buffer[1, 0]?.width == 2)
        #expect(buffer[2, 0]?.isContinuation == true)
        #expect(buffer.text == "a中b")
    }

    @Test func aWideCharacterThatHalfFitsLeavesABlank() {
        var buffer = ScreenBuffer(size: Size(width: 3, height: 1))
        buffer.put("ab中", x: 0, y: 0)
        #expect(buffer.rows == ["ab "])
        buffer.put("中x", x: -1, y: 0)
        #expect(buffer.rows == [" x "])
    }

    @Test func maxWidthNeverCutsAWideCharacterInHalf() {
        var buffer = ScreenBuffer(size: Size(width: 6, height: 1))
        #expect(buffer.put("a中中", x: 0, y: 0, maxWidth: 4) == 4)
        #expect(buffer.rows == ["a中   "])
    }

    @Test func overwritingHalfOfAWideCharacterBlanksTheOther() {
        var buffer = ScreenBuffer(size: Size(width: 4, height: 1))
        buffer.put("中中", x: 0, y: 0)
        buffer.put("x", x: 1, y: 0)
        #expect(buffer.rows == [" x中"])
        buffer.put("y", x: 2, y: 0)
        #expect(buffer.rows == [" xy "])
    }

    @Test func drawingStaysInsideTheClip() {
        var buffer = ScreenBuffer(size: Size(width: 6, height: 2))
        buffer.clipped(to: Rect(x: 1, y: 0, width: 2, height: 1)) { buffer in
            buffer.put("abcdef", x: 0, y: 0)
            buffer.put("ghijkl", x: 0, y: 1)
            buffer.clipped(to: Rect(x: 0, y: 0, width: 9, height: 9)) { $0.put("z", x: 5, y: 0) }
        }
        #expect(buffer.text == " bc\n")
        #expect(buffer.clip == buffer.bounds)
    }

    @Test func differenceOfEqualScreensIsEmpty() {
        var buffer = ScreenBuffer(size: Size(width: 8, height: 2))
        buffer.put("same 中", x: 0, y: 0)
        #expect(buffer.difference(from: buffer).isEmpty)
    }

    @Test func differenceHoldsOnlyWhatChanged() {
        var before = ScreenBuffer(size: Size(width: 8, height: 2))
        before.put("abcdefgh", x: 0, y: 0)
        var after = before
        after.put("XY", x: 2, y: 0)
        after.put("Z", x: 7, y: 1)
        let runs = after.difference(from: before)
        #expect(
            runs.map { "\($0.x),\($0.y) \($0.cells.map(\.text).joined())" } == ["2,0 XY", "7,1 Z"])
    }

    @Test func aRunNeverBeginsInsideAWideCharacter() {
        var before = ScreenBuffer(size: Size(width: 4, height: 1))
        before.put("a中b", x: 0, y: 0)
        var after = before
        after.restyle(Rect(x: 2, y: 0, width: 1, height: 1)) { $0.adding(.bold) }
        #expect(after.difference(from: before).map(\.x) == [1])
    }

    @Test func aScreenOfAnotherSizeIsWrittenWhole() {
        let small = ScreenBuffer(size: Size(width: 2, height: 2))
        let large = ScreenBuffer(size: Size(width: 3, height: 2))
        #expect(large.difference(from: small).map(\.cells.count) == [3, 3])
    }

    @Test func differencesLeadFromAnyScreenToAnyOther() {
        var random = SplitMix(seed: 7)
        let size = Size(width: 9, height: 3)
        func anyScreen() -> ScreenBuffer {
            var buffer = ScreenBuffer(size: size)
            for _ in 0..<12 {
                buffer.put(
                    ["a", "中", "xy", "한b"][random.below(4)], x: random.below(11) - 1,
                    y: random.below(3))
            }
            return buffer
        }
        for _ in 0..<200 {
            let (before, after) = (anyScreen(), anyScreen())
            var cells = before.cells
            for run in after.difference(from: before) {
                #expect(run.cells.first?.isContinuation == false)
                for (offset, cell) in run.cells.enumerated() {
                    cells[run.y * size.width + run.x + offset] = cell
                }
            }
            #expect(cells == after.cells)
        }
    }

    @Test func asciiFallbackKeepsWidths() {
        var buffer = ScreenBuffer(size: Size(width: 12, height: 1))
        buffer.put("╭─τ 中 é…", x: 0, y: 0)
        let plain = ASCIIFallback.apply(to: buffer)
        #expect(plain.text == "+-t ?? ?~")
        #expect(plain.rows[0].utf8.allSatisfy { $0 < 0x80 })
    }
}
