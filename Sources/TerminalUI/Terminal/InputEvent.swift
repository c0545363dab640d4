/// What reaches the program from its terminal.
package enum InputEvent: Hashable, Sendable {
    case key(KeyPress)
    case mouse(MouseEvent)
    /// Text pasted at once; never to be read as keys.
    case paste(String)
    case resize(Size)
    /// The terminal's window got the focus (true) or lost it.
    case focus(Bool)
    /// Somebody asks the loop to look at its data now.
    case wake
    /// The terminal is gone or the process was asked to end (SIGTERM, SIGHUP): save and leave.
    case hangUp
}
