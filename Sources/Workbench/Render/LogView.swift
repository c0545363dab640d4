import RunEvents
import TerminalUI

/// The last lines of a log that fit.
struct LogView {
    let lines: [LogLine]
    let secondsFromGMT: Int
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        guard !area.isEmpty else { return }
        if lines.isEmpty { buffer.put("empty", x: area.x, y: area.y, style: theme[.muted]) }
        buffer.clipped(to: area) { buffer in
            for (offset, line) in lines.suffix(area.height).enumerated() {
                let y = area.y + offset
                let time = DateText.time(line.time, secondsFromGMT: secondsFromGMT)
                var x = area.x + buffer.put(time, x: area.x, y: y, style: theme[.muted]) + 2
                if line.level != .info {
                    let role: ThemeRole = line.level == .error ? .error : .warning
                    x += buffer.put(line.level.rawValue + ":", x: x, y: y, style: theme[role]) + 1
                }
                let text = TextWrap.truncated(
                    TextWrap.singleLine(line.text), to: max(0, area.maxX - x))
                buffer.put(text, x: x, y: y, style: theme[.foreground])
            }
        }
    }
}
