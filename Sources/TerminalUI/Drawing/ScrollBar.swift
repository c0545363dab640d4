/// A thumb on the right border that shows where one is in what does not fit.
package enum ScrollBar {
    /// Draws the thumb; nothing where all lines fit.
    package static func render(
        into buffer: inout ScreenBuffer, x: Int, y: Int, height: Int, count: Int, first: Int,
        style: Style
    ) {
        guard height > 0, count > height else { return }
        let thumb = max(1, height * height / count)
        let room = height - thumb
        let start = room * min(max(0, first), count - height) / (count - height)
        for row in start..<(start + thumb) { buffer.put("┃", x: x, y: y + row, style: style) }
    }
}
