/// What the loop has to do after a change.
package enum WorkbenchEffect: Sendable, Equatable {
    case send(ServiceRequest)
    /// Write every cell again.
    case repaint
    /// Give the terminal back to the shell until the program is continued.
    case suspend
    case bell
}
