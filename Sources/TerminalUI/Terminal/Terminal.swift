/// The screen and keyboard of one program.
///
/// Used from one thread only, the one that runs the program's loop.
package protocol Terminal: AnyObject {
    /// Columns and rows now. A change also arrives as `InputEvent.resize`.
    var size: Size { get }

    var capabilities: TerminalCapabilities { get }

    /// Shows a screen, writing only what differs from the one before; nothing where nothing does.
    ///
    /// A buffer of another size than the terminal's is shown as far as it fits. Styles already are
    /// within the terminal's colour tier, text within ASCII where there is no Unicode.
    ///
    /// - Throws: when the terminal can no longer be written to.
    func present(_ buffer: ScreenBuffer) throws

    /// Waits for input, at most so long, and returns all that is there; empty after the time.
    ///
    /// - Throws: when the terminal can no longer be read.
    func readEvents(timeoutMilliseconds: Int) throws -> [InputEvent]

    /// Writes every cell again with the next `present`, for a screen that another program wrote
    /// into.
    func invalidate()

    /// Gives the terminal back, stops the process as ctrl-z does, and takes the terminal again
    /// when the shell continues it. Returns then; the screen is invalidated.
    func suspend()

    /// Gives the terminal back for good: main screen, cursor, modes as they were. May be called
    /// twice.
    func restore()

    func bell()
}
