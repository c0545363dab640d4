import TerminalUI

/// The last line: what can be done here, from the table of bindings.
struct HintsView {
    let model: WorkbenchModel
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let bindings = model.keys.bindings(in: model.keyContext).filter { $0.hint != nil }
        // Help and quit have their place at the right, whatever is left out before them.
        let fixed = bindings.filter { $0.context == .everywhere }
        var end = area.maxX - 1
        for binding in fixed.reversed() {
            end -= width(of: binding)
            put(binding, &buffer, x: end, y: area.y)
            end -= 2
        }
        var x = area.x + 1
        for binding in bindings where binding.context != .everywhere {
            guard x + width(of: binding) <= end else { break }
            put(binding, &buffer, x: x, y: area.y)
            x += width(of: binding) + 2
        }
    }

    private func width(of binding: KeyBinding) -> Int {
        CellText.width(of: binding.hint ?? "") + 1 + CellText.width(of: binding.title)
    }

    private func put(_ binding: KeyBinding, _ buffer: inout ScreenBuffer, x: Int, y: Int) {
        let isOff = model.overlay == nil && model.whyDisabled(binding.action) != nil
        let key = buffer.put(
            binding.hint ?? "", x: x, y: y, style: theme[isOff ? .muted : .accent])
        buffer.put(binding.title, x: x + key + 1, y: y, style: theme[.muted])
    }
}
