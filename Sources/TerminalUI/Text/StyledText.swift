/// Text in pieces of one style each.
package struct StyledText: Equatable, Sendable, ExpressibleByArrayLiteral {
    /// A piece of one style.
    package struct Run: Equatable, Sendable {
        package var text: String
        package var style: Style

        package init(_ text: String, _ style: Style) {
            self.text = text
            self.style = style
        }
    }

    package private(set) var runs: [Run]

    package init(_ runs: [Run] = []) { self.runs = runs }

    package init(_ text: String, _ style: Style) { runs = [Run(text, style)] }

    package init(arrayLiteral elements: Run...) { runs = elements }

    /// Columns in all.
    package var width: Int { runs.reduce(0) { $0 + CellText.width(of: $1.text) } }

    package var text: String { runs.map(\.text).joined() }

    /// Adds text and joins it to the last piece where the style is the same.
    package mutating func append(_ text: String, _ style: Style) {
        guard !text.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += text
        } else {
            runs.append(Run(text, style))
        }
    }

    /// Adds all pieces of another text.
    package mutating func append(_ other: StyledText) {
        for run in other.runs { append(run.text, run.style) }
    }
}

extension ScreenBuffer {
    /// Writes one line of styled text and returns its columns.
    @discardableResult
    package mutating func put(
        _ text: StyledText, x: Int, y: Int, maxWidth: Int = .max
    ) -> Int {
        var used = 0
        for run in text.runs where used < maxWidth {
            used += put(run.text, x: x + used, y: y, style: run.style, maxWidth: maxWidth - used)
        }
        return used
    }
}
