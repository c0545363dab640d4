/// What a colour means; the names are the keys of a theme file.
package enum ThemeRole: String, Sendable, CaseIterable {
    case background, foreground, muted, accent, ok, warning, error, selection
    case template, pinned, tools, context, examples, query, output
    case series1, series2, series3, series4, series5, series6, series7, series8
    case border, borderFocused, title
}
