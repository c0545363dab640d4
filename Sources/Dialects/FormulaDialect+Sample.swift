extension FormulaDialect {
    /// The dialect of the sample project, which no pretraining document ever shows.
    package static let sample = FormulaDialect(
        languageName: "Veldoran",
        entries: [
            Entry(function: .total, name: "KONVIL", argumentOrder: [0]),
            Entry(function: .average, name: "MELTUN", argumentOrder: [0]),
            Entry(function: .count, name: "TIRBOS", argumentOrder: []),
            Entry(function: .maximum, name: "ZANPEL", argumentOrder: [0]),
            Entry(function: .minimum, name: "HUSDAN", argumentOrder: [0]),
            Entry(function: .median, name: "GERFOL", argumentOrder: [0]),
            Entry(function: .distinctCount, name: "PAXMIS", argumentOrder: [0]),
            Entry(function: .select, name: "VORJEL", argumentOrder: [0]),
            Entry(function: .lookup, name: "BIRKAS", argumentOrder: [2, 1, 0]),
            Entry(function: .top, name: "DILGOL", argumentOrder: [2, 1, 0]),
            Entry(function: .labelOfMinimum, name: "JARZEL", argumentOrder: [1, 0]),
            Entry(function: .groupTotal, name: "FENMAR", argumentOrder: [1, 0]),
            Entry(function: .share, name: "TALHIN", argumentOrder: [0]),
            Entry(function: .difference, name: "KIRVUS", argumentOrder: [1, 0]),
            Entry(function: .ratio, name: "MONZIR", argumentOrder: [0, 1]),
            Entry(function: .rounding, name: "PONTES", argumentOrder: [1, 0]),
        ],
        syntax: FormulaSyntax(
            formula: FormulaSyntax.Brackets("={", "}"), callPrefix: "",
            call: FormulaSyntax.Brackets("(", ")"), separator: " | ",
            column: FormulaSyntax.Brackets("@", ""), text: FormulaSyntax.Brackets("'", "'"),
            numberPrefix: "",
            comparators: ["=:", "!:", ">:", "<:", ">=:", "<=:"], comparisonForm: .infix,
            comparisonSpace: " ", and: " & ", or: " ; ",
            conditionPlacement: .suffix(FormulaSyntax.Brackets("[", "]"))))
}
