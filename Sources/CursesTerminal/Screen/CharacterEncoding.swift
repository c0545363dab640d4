import CNcurses
import Glibc

/// Whether the terminal is to get UTF-8.
enum CharacterEncoding {
    /// Sets the C library's character handling, which ncurses follows, and tells whether Unicode
    /// can be drawn.
    ///
    /// With LANG unset or C, ncurses would turn a chart's braille into blanks without a word. All
    /// terminals of today read UTF-8, so C.UTF-8 is tried before ASCII. Only LC_CTYPE is set: how
    /// numbers are read and written must not depend on the user's language.
    static func select() -> Bool {
        if setlocale(LC_CTYPE, "") != nil, isUTF8 { return true }
        if setlocale(LC_CTYPE, "C.UTF-8") != nil, isUTF8 { return true }
        setlocale(LC_CTYPE, "C")
        return false
    }

    private static var isUTF8: Bool {
        nl_langinfo(Int32(CODESET)).map { String(cString: $0).uppercased() == "UTF-8" } ?? false
    }
}
