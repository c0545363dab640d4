@testable import Dialects

/// Difficulties from the simplest library to the fullest: the tests' own, whatever rungs a
/// curriculum has.
enum LibraryRungs {
    static let all: [DialectDifficulty] = [
        rung(2, 0, false, true, .brief), rung(3, 0, false, true, .brief),
        rung(4, 0, false, false, .brief), rung(4, 1, false, false, .brief),
        rung(6, 1, false, false, .medium), rung(8, 1, true, false, .medium),
        rung(12, 2, true, false, .full), rung(16, 2, true, false, .full),
        rung(20, 2, true, false, .full),
    ]

    private static func rung(
        _ helpers: Int, _ arguments: Int, _ nesting: Bool, _ simple: Bool,
        _ detail: DialectDifficulty.Detail
    ) -> DialectDifficulty {
        DialectDifficulty(
            functionCount: helpers, comparisonLimit: arguments, allowsNesting: nesting,
            isSimple: simple, detail: detail, exampleLimit: 5, queryCount: 12)
    }
}
