/// What lies over the panes and takes the keys.
package enum Overlay: Sendable, Equatable {
    case help(HelpState)
    case confirmation(Confirmation)
    /// Something to read, until it is dismissed.
    case message(title: String, text: String)
    case choice(Choice)
    /// Something longer to read, which scrolls.
    case report(Report)
    /// The line that narrows the list of records is being typed.
    case search
}
