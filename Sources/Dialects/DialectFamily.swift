/// The kinds of made-up dialects that there are.
package enum DialectFamily: Int, Sendable, CaseIterable {
    /// Questions over tables, answered by formulas.
    case formulas
    /// Requests about files, answered by a shell's lines.
    case commands
    /// Tasks, answered by little functions with a library's helpers.
    case functions

    /// Documentation of a fresh random dialect of the family, and requests with their answers.
    ///
    /// There may be fewer items where a small dialect has no more different answers.
    func sheet(
        difficulty: DialectDifficulty, itemCount: Int, using generator: inout SeededGenerator
    ) -> DialectSheet {
        switch self {
        case .formulas:
            FormulaDialect.random(difficulty: difficulty, using: &generator)
                .sheet(difficulty: difficulty, itemCount: itemCount, using: &generator)
        case .commands:
            CommandDialect.sheet(
                difficulty: difficulty, itemCount: itemCount, using: &generator)
        case .functions:
            LibraryDialect.sheet(
                difficulty: difficulty, itemCount: itemCount, using: &generator)
        }
    }
}
