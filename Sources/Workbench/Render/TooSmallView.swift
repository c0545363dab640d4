import TerminalUI

/// What is shown where nothing else fits.
struct TooSmallView {
    let size: Size
    let theme: Theme

    func render(into buffer: inout ScreenBuffer) {
        let lines = [
            "Terminal too small", "\(size), needs \(ScreenLayout.minimumSize)", "q quits",
        ]
        let top = max(0, (size.height - lines.count) / 2)
        for (index, line) in lines.enumerated() {
            let x = max(0, (size.width - line.count) / 2)
            buffer.put(line, x: x, y: top + index, style: theme[index == 0 ? .title : .foreground])
        }
    }
}
