/// The kinds of made-up dialects that there are beside formulas.
enum DialectFamily: Sendable {
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
        case .commands:
            CommandDialect.sheet(
                difficulty: difficulty, itemCount: itemCount, using: &generator)
        case .functions:
            LibraryDialect.sheet(
                difficulty: difficulty, itemCount: itemCount, using: &generator)
        }
    }
}
