/// A text to be read at length over the panes.
package struct Report: Sendable, Equatable {
    package var title: String
    package var text: String
    /// Lines above the first that is shown.
    package var scroll = 0

    package init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}
