import TerminalUI

extension Theme {
    /// A frame in this theme; the focused one takes the keys.
    func panel(_ title: String, note: String = "", isFocused: Bool = false) -> Panel {
        Panel(
            title: title, note: note, border: self[isFocused ? .borderFocused : .border],
            titleStyle: isFocused ? self[.accent] : self[.title], noteStyle: self[.muted])
    }

    var chartStyles: LineChart.Styles {
        LineChart.Styles(
            axis: self[.border], label: self[.muted], band: self[.muted],
            currentBand: self[.accent])
    }
}
