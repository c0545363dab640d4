/// The help overlay: what is typed to narrow it, and the selected line.
package struct HelpState: Sendable, Equatable {
    package var filter = ""
    package var selected = 0
}
