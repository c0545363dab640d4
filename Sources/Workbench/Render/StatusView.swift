import RunEvents
import TerminalUI

/// How the training stands, and the last message.
struct StatusView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let used = buffer.put(state, x: area.x + 1, y: area.y, maxWidth: area.width - 2)
        let room = area.width - used - 4
        guard room > 8 else { return }
        if case .search = model.overlay {
            let text = "search: \(model.prompts.search)"
            let x = area.maxX - 2 - min(room, CellText.width(of: text))
            let width = buffer.put(text, x: x, y: area.y, style: theme[.accent], maxWidth: room)
            buffer.cursor = Point(x: min(area.maxX - 1, x + width), y: area.y)
        } else if let toast = model.toast {
            let mark = toast.kind == .notice ? "" : "! "
            let text = TextWrap.truncated(mark + toast.text, to: room)
            buffer.put(
                text, x: area.maxX - 1 - CellText.width(of: text), y: area.y,
                style: theme[role(of: toast.kind)])
        }
    }

    private func role(of kind: Toast.Kind) -> ThemeRole {
        switch kind {
        case .notice: .foreground
        case .warning: .warning
        case .error: .error
        }
    }

    private var state: StyledText {
        var text = trainingState
        guard let measuring = model.runs.measuring else { return text }
        let isStopping = measuring.isStopping
        text.append(" · ", theme[.muted])
        text.append(
            isStopping ? "■ stopping the measuring" : "◇ measuring run \(measuring.id)",
            theme[isStopping ? .warning : .accent])
        if !measuring.text.isEmpty { text.append(": \(measuring.text)", theme[.muted]) }
        return text
    }

    private var trainingState: StyledText {
        let training = model.training
        let muted = theme[.muted]
        if training.isStarting && training.status != .running {
            return [.init("◆ starting", theme[.accent])]
        }
        if let compression = model.compression, !training.isActive {
            return compression.isStopping
                ? [.init("■ stopping the compressor", theme[.warning])]
                : [.init("◆ \(compression.text)", theme[.accent])]
        }
        if training.isStopping { return [.init("■ stopping at a checkpoint", theme[.warning])] }
        guard let header = training.header else { return [.init("○ no training", muted)] }
        var text = RunStatusText.styled(header.status, theme)
        text.append(" \(NumberText.percent(training.share))", theme[.foreground])
        if let step = training.lastStep, header.status == .running || header.status == .paused {
            text.append(" · stage \(step.stage)", muted)
            if header.status == .running, let left = training.secondsLeft {
                text.append(" · \(NumberText.duration(left)) left", muted)
            }
        }
        return text
    }
}
