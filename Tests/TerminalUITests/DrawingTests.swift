import Testing

@testable import TerminalUI

@Suite struct DrawingTests {
    private func picture(_ width: Int, _ height: Int, _ draw: (inout ScreenBuffer) -> Void)
        -> String
    {
        var buffer = ScreenBuffer(size: Size(width: width, height: height))
        draw(&buffer)
        return buffer.text
    }

    private let panel = Panel(
        title: "Title", note: "3 of 4", border: .plain, titleStyle: .plain, noteStyle: .plain)

    @Test func aPanelFramesWhatIsInside() {
        let text = picture(22, 3) { buffer in
            let inside = panel.render(into: &buffer, in: buffer.bounds)
            #expect(inside == Rect(x: 1, y: 1, width: 20, height: 1))
        }
        #expect(
            text == """
                ╭ Title ───── 3 of 4 ╮
                │                    │
                ╰────────────────────╯
                """)
    }

    @Test func aNarrowPanelDropsNoteThenTitle() {
        #expect(picture(11, 2) { panel.render(into: &$0, in: $0.bounds) }.hasPrefix("╭ Title ──╮"))
        #expect(picture(6, 2) { panel.render(into: &$0, in: $0.bounds) } == "╭────╮\n╰────╯")
        #expect(picture(1, 1) { panel.render(into: &$0, in: $0.bounds) } == "")
    }

    @Test func lengthsShareTheRest() {
        let area = Rect(x: 2, y: 0, width: 20, height: 4)
        #expect(area.columns([.fixed(5), .fill(2), .fill(1)]).map(\.width) == [5, 10, 5])
        #expect(area.columns([.fixed(50), .fill()]).map(\.width) == [20, 0])
        #expect(area.rows([.fill(), .fill(), .fill()]).map(\.height).reduce(0, +) == 4)
        #expect(area.columns([.fixed(5), .fill()]).map(\.x) == [2, 7])
    }

    @Test func aBarFillsInEighths() {
        func bar(_ share: Double) -> String {
            picture(4, 1) {
                ProgressBar.render(
                    share, into: &$0, x: 0, y: 0, width: 4, filled: .plain, empty: .plain)
            }
        }
        #expect(bar(0) == "····")
        #expect(bar(0.5) == "██··")
        #expect(bar(0.54) == "██▏·")
        #expect(bar(1) == "████")
        #expect(bar(.nan) == "····")
        #expect(bar(7) == "████")
    }

    @Test func theSelectedLineStaysInView() {
        #expect(ListWindow.visible(count: 100, selected: 0, height: 10) == 0..<10)
        #expect(ListWindow.visible(count: 100, selected: 50, height: 10) == 45..<55)
        #expect(ListWindow.visible(count: 100, selected: 99, height: 10) == 90..<100)
        #expect(ListWindow.visible(count: 3, selected: 2, height: 10) == 0..<3)
        #expect(ListWindow.visible(count: 0, selected: 0, height: 10) == 0..<0)
    }

    @Test func aTableDropsColumnsByPriority() {
        let table = Table(
            columns: [
                .init("name"), .init("size", .right, priority: 2),
                .init("loss", .right, priority: 1),
            ], rowCount: 2, selected: 1, heading: .plain
        ) { index in
            Table.Row(["run \(index)", "\(index + 10)", "0.\(index)"], style: .plain)
        }
        func text(_ width: Int) -> String {
            picture(width, 3) { table.render(into: &$0, in: $0.bounds) }
        }
        #expect(text(30) == "  name   size  loss\n  run 0    10   0.0\n▸ run 1    11   0.1")
        #expect(text(15) == "  name   loss\n  run 0   0.0\n▸ run 1   0.1")
        #expect(text(8) == "  name\n  run 0\n▸ run 1")
        for width in 0...30 { _ = text(width) }
    }
}
