extension LibraryDialect {
    /// The dialect of the sample project `functions`, which no pretraining document ever shows.
    package static let sample = LibraryDialect(
        libraryName: "Tunbir",
        entries: [
            Entry(helper: .keepAbove, name: "balkon", argumentOrder: [1, 0]),
            Entry(helper: .addToEach, name: "dermux", argumentOrder: [0, 1]),
            Entry(helper: .sort, name: "folvan", argumentOrder: [1, 0]),
            Entry(helper: .sum, name: "gistes", argumentOrder: [0]),
            Entry(helper: .smallest, name: "hexmar", argumentOrder: [0]),
            Entry(helper: .firstItems, name: "jinpax", argumentOrder: [0, 1]),
            Entry(helper: .lastItems, name: "kirzun", argumentOrder: [1, 0]),
            Entry(helper: .reverse, name: "melbos", argumentOrder: [0]),
            Entry(helper: .distinct, name: "misdan", argumentOrder: [0]),
            Entry(helper: .count, name: "ponhor", argumentOrder: [0]),
            Entry(helper: .beginningWith, name: "talgux", argumentOrder: [1, 0]),
            Entry(helper: .longestWord, name: "toxfen", argumentOrder: [0]),
            Entry(helper: .join, name: "vilger", argumentOrder: [0, 1]),
            Entry(helper: .split, name: "vorkas", argumentOrder: [1, 0]),
            Entry(helper: .upper, name: "zanbir", argumentOrder: [0]),
            Entry(helper: .replace, name: "zelhus", argumentOrder: [2, 0, 1]),
        ],
        syntax: LibrarySyntax(
            functionName: "task", form: .definition, style: .nested, usesKeywords: false,
            quote: "'", comma: ", ", quotesConstants: true,
            constants: ["gandil", "pelvus", "jarmon", "benzir"],
            words: [
                .limit: "limit", .low: "low", .high: "high", .size: "size", .step: "step",
                .amount: "amount", .factor: "factor", .direction: "order", .parity: "kind",
                .separator: "separator", .prefix: "prefix", .old: "old", .new: "new",
                .times: "times",
            ], listWord: "values", textWord: "text"))
}
