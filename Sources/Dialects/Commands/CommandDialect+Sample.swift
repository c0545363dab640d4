extension CommandDialect {
    /// The dialect of the commands' sample project, which no pretraining document ever shows.
    package static let sample = CommandDialect(
        languageName: "Orrendal",
        entries: [
            entry(.list, "DANVEX", [0], [.recursive: "r", .newestFirst: "z"]),
            entry(.findName, "TOXBEN", [1, 0], [.ignoreCase: "i", .depth: "k"]),
            entry(.findLarger, "FOLGUX", [1, 0], [.hidden: "h", .limit: "m"]),
            entry(.findOlder, "MISTAL", [0, 1], [.hidden: "h", .depth: "k"]),
            entry(.countLines, "PELHOR", [0], [.skipBlank: "b"]),
            entry(.search, "VILDUS", [1, 0], [.ignoreCase: "i", .lineNumbers: "n"]),
            entry(.replace, "KASZUN", [2, 0, 1], [.wholeWords: "w", .trial: "t"]),
            entry(.copy, "GISMON", [1, 0], [.overwrite: "o", .keepTimes: "d"]),
            entry(.move, "JOXKEL", [0, 1], [.overwrite: "o", .ask: "q"]),
            entry(.remove, "BUXTIR", [0], [.recursive: "r", .ask: "q"]),
            entry(.archive, "HINPAX", [1, 0], [.excluded: "x", .strength: "g"]),
            entry(.extract, "ZELFAR", [0], [.into: "p", .overwrite: "o"]),
            entry(.sort, "MARJIN", [0], [.reversed: "v", .numeric: "u"]),
            entry(.firstLines, "DERBAL", [1, 0], [:]),
            entry(.permissions, "VORGAN", [1, 0], [.recursive: "r"]),
            entry(.compare, "TESHUS", [1, 0], [.ignoreCase: "i", .ignoreSpaces: "s"]),
        ],
        syntax: CommandSyntax(
            line: CommandSyntax.Brackets("$", ""), repeatsOpen: true, hasCapitals: true,
            nameMark: "", separator: " ", flag: CommandSyntax.FlagForm("+", "="),
            flagPlacement: .afterOperands, path: CommandSyntax.Brackets("[", "]"),
            text: CommandSyntax.Brackets("'", "'"), wildcard: "*",
            size: CommandSyntax.AmountForm(
                ">", ["k", "m", "g"], joint: "", hasUnitFirst: false),
            age: CommandSyntax.AmountForm(
                "~", ["d", "w", "m"], joint: "", hasUnitFirst: false), pipe: " | ",
            pipedMark: "_"))

    private static func entry(
        _ action: CommandAction, _ name: String, _ order: [Int],
        _ flags: KeyValuePairs<CommandOption, String>
    ) -> Entry {
        Entry(
            action: action, name: name, operandOrder: order,
            flags: flags.map { Flag(option: $0.key, name: $0.value) })
    }
}
