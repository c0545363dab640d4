/// Why a line of a theme file is not understood.
struct ThemeFileError: Error, Equatable {
    let text: String

    init(_ text: String) { self.text = text }
}
