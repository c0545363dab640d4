extension CommandSyntax {
    /// A syntax drawn at random in which no mark means two things at once.
    static func random(using generator: inout SeededGenerator) -> CommandSyntax {
        while true {
            let syntax = draw(using: &generator)
            if syntax.isUnambiguous { return syntax }
        }
    }

    private static func draw(using generator: inout SeededGenerator) -> CommandSyntax {
        let line = generator.chance(25) ? Brackets("", "") : generator.pick(lineBrackets)
        let path = generator.pick(pathBrackets)
        return CommandSyntax(
            line: line, repeatsOpen: !line.open.isEmpty && generator.chance(50),
            hasCapitals: generator.chance(60),
            nameMark: generator.chance(75) ? "" : generator.pick([":", "!", ".", "::"]),
            separator: generator.chance(55) ? " " : generator.pick(separators),
            flag: generator.pick(flagForms),
            flagPlacement: generator.chance(50) ? .beforeOperands : .afterOperands,
            path: path, text: generator.pick(textBrackets),
            wildcard: generator.pick(["*", "%", "?", "#", "_", "~", "..", "&", "^"]),
            size: AmountForm(
                generator.chance(50) ? "" : generator.pick(["size:", ">", "min.", "~", "+", "s="]),
                generator.pick(sizeUnits), joint: drawAmountJoint(using: &generator),
                hasUnitFirst: generator.chance(25)),
            age: AmountForm(
                generator.chance(50) ? "" : generator.pick(["age:", "@", "t.", "~", "+", "t="]),
                generator.pick(ageUnits), joint: drawAmountJoint(using: &generator),
                hasUnitFirst: generator.chance(25)),
            pipe: generator.pick(pipes),
            pipedMark: generator.chance(50)
                ? "" : generator.pick(["_", "@", "it", "%", "*", "&", "#", "prev", "$", "all"]))
    }

    private static func drawAmountJoint(using generator: inout SeededGenerator) -> String {
        generator.chance(75) ? "" : generator.pick(["-", ".", "'", "/"])
    }

    /// Whether everything that stands at a border of two things can be told apart.
    private var isUnambiguous: Bool {
        // Amounts may be marked alike, and so may paths and texts: what is meant tells the place.
        let amounts = size.open + size.joint + age.open + age.joint
        let quotes = path.open + (text.open == path.open ? "" : text.open)
        let marks = [
            line.open, line.close, nameMark, separator, flag.open, flag.joint, quotes, wildcard,
            pipe, pipedMark, amounts,
        ]
        var seen = Set<Character>()
        for mark in marks {
            for character in Set(mark) where character != " " && !character.isLetter {
                guard seen.insert(character).inserted else { return false }
            }
        }
        // A closing mark may end nothing else.
        let closings = Set(path.close + text.close).subtracting(path.open + text.open)
        return closings.isDisjoint(with: seen)
    }

    // MARK: Stock

    private static let lineBrackets: [Brackets] = [
        Brackets("$", ""), Brackets(">", ""), Brackets("!", ""), Brackets("::", ""),
        Brackets("=", ""), Brackets("@", ""), Brackets("%", ""), Brackets("do:", ""),
        Brackets("#", ";"), Brackets("$", ";"), Brackets("[", "]"), Brackets("{", "}"),
        Brackets(">>", ""), Brackets("~", "~"), Brackets("/", ""), Brackets("&", "."),
        Brackets("run ", ""), Brackets("<", ">"), Brackets("-> ", ""), Brackets("=> ", ";"),
    ]

    private static let separators: [String] = [
        ", ", "; ", " : ", " / ", ",", " , ", " ~ ", " & ", " ^ ", " . ",
    ]

    private static let flagForms: [FlagForm] = [
        FlagForm("-", " "), FlagForm("-", " "), FlagForm("-", "="), FlagForm("--", "="),
        FlagForm("--", " "), FlagForm("+", ":"), FlagForm("+", " "), FlagForm("+", "="),
        FlagForm("/", ":"), FlagForm("/", " "), FlagForm("", "=", switchValue: "yes"),
        FlagForm("", "=", switchValue: "on"), FlagForm("", ":", switchValue: "on"),
        FlagForm("@", "="), FlagForm("%", " "), FlagForm("?", "="), FlagForm(".", ":"),
        FlagForm("^", " "), FlagForm("!", "="), FlagForm("~", ":"),
    ]

    private static let pathBrackets: [Brackets] = [
        Brackets("", ""), Brackets("", ""), Brackets("", ""), Brackets("'", "'"),
        Brackets("\"", "\""), Brackets("[", "]"), Brackets("{", "}"), Brackets("`", "`"),
        Brackets("<", ">"), Brackets("@", ""), Brackets("./", ""), Brackets(":", ":"),
    ]

    private static let textBrackets: [Brackets] = [
        Brackets("\"", "\""), Brackets("'", "'"), Brackets("", ""), Brackets("`", "`"),
        Brackets("/", "/"), Brackets("\"", "\""), Brackets("'", "'"), Brackets("^", "^"),
        Brackets("{", "}"), Brackets("<", ">"), Brackets("=", ""), Brackets("|", "|"),
    ]

    private static let sizeUnits: [[String]] = [
        ["K", "M", "G"], ["k", "m", "g"], ["kb", "mb", "gb"], ["KB", "MB", "GB"],
        ["kilo", "mega", "giga"], ["Kb", "Mb", "Gb"],
    ]

    private static let ageUnits: [[String]] = [
        ["d", "w", "m"], ["D", "W", "M"], ["days", "weeks", "months"], ["day", "week", "month"],
        ["dd", "ww", "mm"],
    ]

    private static let pipes: [String] = [
        " | ", " |> ", " -> ", " => ", " > ", " then ", " && ", " + ", " >> ", " to ", " ; ",
        " // ", "|", " | ", " next ",
    ]
}
