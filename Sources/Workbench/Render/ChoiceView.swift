import TerminalUI

/// A box in the middle with a text and a list to choose from.
struct ChoiceView {
    let choice: Choice
    let theme: Theme

    private static let widest = 76

    func render(into buffer: inout ScreenBuffer, in area: Rect) {
        let width = min(area.width - 2, Self.widest)
        let lines = TextWrap.lines(choice.text, style: theme[.foreground], width: width - 4)
        // The list keeps its place where the text is too long.
        let listHeight = min(choice.options.count, max(1, area.height - 4))
        let textHeight = max(0, min(lines.count, area.height - 4 - listHeight))
        let height = min(area.height, textHeight + listHeight + 4)
        let box = area.centred(width: width, height: height)
        buffer.fill(box, style: theme[.foreground].over(theme[.background]))
        let inside = theme.panel(choice.title, isFocused: true).render(into: &buffer, in: box)
            .inset(left: 1, right: 1)
        for (index, line) in lines.prefix(textHeight).enumerated() {
            buffer.put(line, x: inside.x, y: inside.y + index, maxWidth: inside.width)
        }
        let top = inside.y + textHeight + (inside.height > textHeight + listHeight + 1 ? 1 : 0)
        let range = ListWindow.visible(
            count: choice.options.count, selected: choice.selected, height: listHeight)
        for (offset, index) in range.enumerated() where top + offset < inside.maxY {
            let isSelected = index == choice.selected
            buffer.put(
                (isSelected ? "▸ " : "  ") + choice.options[index], x: inside.x, y: top + offset,
                style: theme[isSelected ? .accent : .foreground], maxWidth: inside.width)
            if isSelected { buffer.cursor = Point(x: inside.x, y: top + offset) }
        }
        if inside.maxY - 1 >= top + range.count {
            buffer.put(
                "enter  choose     esc  go back", x: inside.x, y: inside.maxY - 1,
                style: theme[.accent], maxWidth: inside.width)
        }
    }
}
