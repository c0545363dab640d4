/// How much a dialect asks of a reader: the rungs of a curriculum's ladder.
package struct DialectDifficulty: Sendable, Equatable {
    /// How much of the documentation is written.
    package enum Detail: Int, Sendable, Equatable, Comparable {
        /// Syntax in two lines and the functions.
        case brief
        /// Role, output rules, syntax, functions.
        case medium
        /// Everything, common mistakes and formatting included.
        case full

        /// The order of `brief`, `medium`, `full`.
        package static func < (left: Detail, right: Detail) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// 2 to 20.
    package var functionCount: Int
    /// Comparisons a condition may have: 0, 1 or 2.
    package var comparisonLimit: Int
    /// Whether calls may stand inside calls.
    package var allowsNesting: Bool
    /// Whether only functions of one column are drawn.
    package var isSimple: Bool
    /// How much documentation there is.
    package var detail: Detail
    /// Whether a function's usage always says what it gives before it shows the formula: the order
    /// that a question and its answer have.
    package var leadsWithMeaning: Bool
    /// The most examples a document shows; each shows 0 to this many.
    package var exampleLimit: Int
    /// Questions a document asks.
    package var queryCount: Int
    /// Whether most questions of a formula dialect are of the kinds that are learned last.
    ///
    /// Calls inside calls, functions of several columns, two comparisons.
    package var isHard: Bool

    /// A rung of one's own.
    package init(
        functionCount: Int, comparisonLimit: Int, allowsNesting: Bool, isSimple: Bool,
        detail: Detail, leadsWithMeaning: Bool = false, exampleLimit: Int, queryCount: Int,
        isHard: Bool = false
    ) {
        precondition((2...20).contains(functionCount))
        precondition((0...2).contains(comparisonLimit))
        self.functionCount = functionCount
        self.comparisonLimit = comparisonLimit
        self.allowsNesting = allowsNesting
        self.isSimple = isSimple
        self.detail = detail
        self.leadsWithMeaning = leadsWithMeaning
        self.exampleLimit = exampleLimit
        self.queryCount = queryCount
        self.isHard = isHard
    }

    /// A small dialect of so many functions (4 to 8) that asks for calls inside calls: a name inside
    /// another call is found among few functions first.
    package static func nesting(functionCount: Int) -> DialectDifficulty {
        DialectDifficulty(
            functionCount: functionCount, comparisonLimit: 1, allowsNesting: true, isSimple: false,
            detail: .brief, leadsWithMeaning: true, exampleLimit: 4, queryCount: 16, isHard: true)
    }

    /// The same rung with the hard kinds of questions.
    package var hard: DialectDifficulty {
        var hard = self
        hard.isHard = true
        return hard
    }

    /// The number of rungs.
    package static let levelCount = ladder.count

    /// A rung of the ladder; numbers outside are brought to its ends.
    package static func level(_ level: Int) -> DialectDifficulty {
        ladder[min(max(level, 0), ladder.count - 1)]
    }

    private static let ladder: [DialectDifficulty] = [
        rung(3, 0, false, true, .brief, 3, 8),
        rung(5, 0, false, false, .brief, 5, 10),
        rung(8, 1, false, false, .brief, 5, 12),
        rung(10, 1, true, false, .medium, 5, 16),
        rung(12, 2, true, false, .full, 6, 20),
        rung(16, 2, true, false, .full, 6, 28),
    ]

    private static func rung(
        _ functions: Int, _ comparisons: Int, _ nesting: Bool, _ simple: Bool, _ detail: Detail,
        _ examples: Int, _ queries: Int
    ) -> DialectDifficulty {
        DialectDifficulty(
            functionCount: functions, comparisonLimit: comparisons, allowsNesting: nesting,
            isSimple: simple, detail: detail, leadsWithMeaning: true,
            exampleLimit: examples, queryCount: queries)
    }
}
