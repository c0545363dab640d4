import Testing

@testable import TerminalUI

@Suite struct DotCanvasTests {
    private func text(_ canvas: DotCanvas) -> String {
        var buffer = ScreenBuffer(size: canvas.size)
        canvas.draw(into: &buffer, at: .zero, style: .plain)
        return buffer.text
    }

    @Test(arguments: [Size.zero, Size(width: 0, height: 3), Size(width: 1, height: 1)])
    func tinyCanvasesTakeAnyLine(_ size: Size) {
        var canvas = DotCanvas(size: size)
        canvas.line(from: Point(x: -1_000_000, y: 5), to: Point(x: 1_000_000, y: -7))
        canvas.line(from: Point(x: 0, y: -1_000_000), to: Point(x: 0, y: 1_000_000))
        #expect(canvas.masks.count == size.width * size.height)
    }

    @Test func eachBrailleDotHasItsPlace() {
        var seen: Set<UInt8> = []
        for y in 0..<4 {
            for x in 0..<2 {
                var canvas = DotCanvas(size: Size(width: 1, height: 1))
                canvas.setDot(x: x, y: y)
                #expect(canvas.hasDot(x: x, y: y))
                seen.insert(canvas.masks[0])
            }
        }
        #expect(seen.count == 8)
        var canvas = DotCanvas(size: Size(width: 1, height: 1))
        canvas.setDot(x: 0, y: 0)
        #expect(text(canvas) == "⠁")
        canvas.setDot(x: 1, y: 3)
        #expect(text(canvas) == "⢁")
    }

    @Test func aDiagonalLooksLikeOne() {
        var canvas = DotCanvas(size: Size(width: 4, height: 2))
        canvas.line(from: Point(x: 0, y: 0), to: Point(x: 7, y: 7))
        #expect(text(canvas) == "⠑⢄\n  ⠑⢄")
        var blocks = DotCanvas(size: Size(width: 4, height: 2), symbols: .blocks)
        blocks.line(from: Point(x: 0, y: 0), to: Point(x: 7, y: 3))
        #expect(text(blocks) == "▀▄\n  ▀▄")
        var ascii = DotCanvas(size: Size(width: 4, height: 2), symbols: .ascii)
        ascii.line(from: Point(x: 0, y: 0), to: Point(x: 3, y: 3))
        #expect(text(ascii) == "'.\n  '.")
    }

    @Test func clippedLinesStayOnTheirPath() {
        var canvas = DotCanvas(size: Size(width: 4, height: 2))
        canvas.line(from: Point(x: -8, y: -8), to: Point(x: 15, y: 15))
        for place in 0..<8 { #expect(canvas.hasDot(x: place, y: place)) }
        var outside = DotCanvas(size: Size(width: 4, height: 2))
        outside.line(from: Point(x: -5, y: 2), to: Point(x: 2, y: -5))
        #expect(outside.masks.allSatisfy { $0 == 0 })
    }

    @Test func theLaterLineOwnsASharedCell() {
        var buffer = ScreenBuffer(size: Size(width: 1, height: 1))
        var first = DotCanvas(size: Size(width: 1, height: 1))
        first.setDot(x: 0, y: 0)
        var second = first
        second.setDot(x: 1, y: 3)
        first.draw(into: &buffer, at: .zero, style: Style(foreground: .ansi(1)))
        var other = DotCanvas(size: Size(width: 1, height: 1))
        other.setDot(x: 1, y: 3)
        other.draw(into: &buffer, at: .zero, style: Style(foreground: .ansi(2)))
        #expect(buffer[0, 0] == Cell(text: "⢀", style: Style(foreground: .ansi(2)), width: 1))
    }
}
