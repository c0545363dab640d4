import TerminalUI

/// All keys of the pane below, to be read, narrowed by typing, and done with Enter.
struct HelpView {
    let model: WorkbenchModel
    let help: HelpState
    let theme: Theme

    /// The lines for what is typed.
    static func bindings(for help: HelpState, in model: WorkbenchModel) -> [KeyBinding] {
        var below = model
        below.overlay = nil
        let word = help.filter.lowercased()
        return model.keys.bindings(in: below.keyContext).filter { binding in
            word.isEmpty || binding.title.lowercased().contains(word)
                || binding.description.lowercased().contains(word)
                || binding.keysText.lowercased().contains(word)
        }
    }

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let lines = Self.bindings(for: help, in: model)
        let width = min(area.width, 80)
        let height = min(area.height, max(lines.count, 3) + 3)
        let box = area.centred(width: width, height: height)
        buffer.fill(box, style: theme[.foreground].over(theme[.background]))
        let inside = theme.panel(
            "Keys", note: lines.isEmpty ? "" : "\(help.selected + 1) of \(lines.count)",
            isFocused: true
        ).render(into: &buffer, in: box)
        renderFilter(&buffer, inside)
        let rows = inside.inset(top: 1)
        let range = ListWindow.visible(
            count: lines.count, selected: help.selected, height: rows.height)
        for (offset, index) in range.enumerated() {
            renderLine(lines[index], index, &buffer, rows, y: rows.y + offset)
        }
        if lines.isEmpty {
            buffer.put(
                "Nothing fits \"\(help.filter)\".", x: rows.x + 2, y: rows.y, style: theme[.muted])
        }
        if lines.indices.contains(help.selected) {
            renderReason(lines[help.selected], &buffer, box)
        }
        ScrollBar.render(
            into: &buffer, x: box.maxX - 1, y: rows.y, height: rows.height, count: lines.count,
            first: range.lowerBound, style: theme[.borderFocused])
    }

    private func renderFilter(_ buffer: inout ScreenBuffer, _ inside: Rect) {
        let x = inside.x + 2
        if help.filter.isEmpty {
            buffer.put("type to search", x: x, y: inside.y, style: theme[.muted])
            buffer.cursor = Point(x: x, y: inside.y)
        } else {
            let width = buffer.put(help.filter, x: x, y: inside.y, style: theme[.accent])
            buffer.cursor = Point(x: min(inside.maxX - 1, x + width), y: inside.y)
        }
    }

    /// On the lower border: why the selected line cannot be done now.
    private func renderReason(_ binding: KeyBinding, _ buffer: inout ScreenBuffer, _ box: Rect) {
        var below = model
        below.overlay = nil
        guard let reason = below.whyDisabled(binding.action) else { return }
        let text = TextWrap.truncated(reason, to: box.width - 8)
        buffer.put(" × \(text) ", x: box.x + 2, y: box.maxY - 1, style: theme[.warning])
    }

    private func renderLine(
        _ binding: KeyBinding, _ index: Int, _ buffer: inout ScreenBuffer, _ rows: Rect, y: Int
    ) {
        var below = model
        below.overlay = nil
        let reason = below.whyDisabled(binding.action)
        let style = theme[reason == nil ? .foreground : .muted]
        let isSelected = index == help.selected
        buffer.clipped(to: rows) { buffer in
            buffer.put(isSelected ? "▸" : " ", x: rows.x, y: y, style: theme[.accent])
            buffer.put(
                binding.keysText, x: rows.x + 2, y: y,
                style: reason == nil ? theme[.accent] : style, maxWidth: 18)
            let text = (reason == nil ? "" : "× ") + binding.description
            buffer.put(
                TextWrap.truncated(text, to: rows.width - 23), x: rows.x + 22, y: y, style: style)
            if isSelected {
                buffer.restyle(Rect(x: rows.x, y: y, width: rows.width, height: 1)) { _ in
                    theme[.selection]
                }
            }
        }
    }
}
