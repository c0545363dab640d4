extension ThemeFile {
    /// The same text as themes/default.yaml, so that the program needs no file to start.
    package static let defaultText = """
        # The default theme: readable on dark and on light terminals, since text and background stay
        # the terminal's own and every colour has a middle brightness.
        #
        # role: "COLOUR on COLOUR ATTRIBUTES", each part optional. A colour is "#rrggbb", a number
        # of the 256-colour palette, a name (red, bright-blue, ...) or default. Attributes: bold,
        # dim, reverse, underline, italic. "role.16" and "role.mono" are for terminals with sixteen
        # colours and with none; without them the nearest colour, and the attributes, are used.
        name: Default

        background: "default"
        foreground: "default"
        muted: "#7f848e"
        muted.16: "bright-black"
        muted.mono: "dim"
        accent: "#3b8fd4 bold"
        accent.16: "blue bold"
        ok: "#3f9e4d"
        ok.16: "green"
        warning: "#b8860b"
        warning.16: "yellow"
        warning.mono: "bold"
        error: "#d9534f bold"
        error.16: "red bold"
        error.mono: "bold underline"
        selection: "reverse"

        # The parts of a prompt.
        template: "#3b8fd4"
        template.16: "blue"
        pinned: "#8f6fd0"
        pinned.16: "magenta"
        pinned.mono: "underline"
        tools: "#2f9c95"
        tools.16: "cyan"
        context: "#7d8a4f"
        context.16: "green"
        examples: "#c07a2c"
        examples.16: "yellow"
        query: "#3f9e4d bold"
        query.16: "green bold"
        query.mono: "bold"
        output: "#b0559f"
        output.16: "magenta"

        # Lines of charts.
        series1: "#3b8fd4"
        series1.16: "blue"
        series2: "#c07a2c"
        series2.16: "yellow"
        series3: "#3f9e4d"
        series3.16: "green"
        series4: "#b0559f"
        series4.16: "magenta"
        series5: "#2f9c95"
        series5.16: "cyan"
        series6: "#d9534f"
        series6.16: "red"
        series7: "#8f6fd0"
        series7.16: "magenta"
        series8: "#7f848e"
        series8.16: "bright-black"

        border: "#7f848e"
        border.16: "bright-black"
        border.mono: "dim"
        borderFocused: "#3b8fd4"
        borderFocused.16: "blue"
        title: "bold"

        """
}
