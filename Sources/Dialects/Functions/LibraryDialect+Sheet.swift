extension LibraryDialect {
    /// What stands before the answer to a request.
    package static let answerLabel = "Code"

    /// A fresh random dialect's documentation, and requests with their programs.
    ///
    /// A dialect of two helpers may not have as many different programs as are asked for: then
    /// there are fewer items.
    package static func sheet(
        difficulty: DialectDifficulty, itemCount: Int, using generator: inout SeededGenerator
    ) -> DialectSheet {
        let dialect = random(difficulty: difficulty, using: &generator)
        let documentation = LibraryDocumentation(dialect: dialect, difficulty: difficulty)
            .text(using: &generator)
        let tasks = LibraryTaskGenerator(helpers: dialect.helpers, difficulty: difficulty)

        // What the documentation's samples compute is given away, whatever stands around it.
        var given = Set<String>()
        var items: [DialectSheet.Item] = []
        items.reserveCapacity(itemCount)
        for _ in 0..<(itemCount * 8) where items.count < itemCount {
            let task = tasks.task(using: &generator)
            let text = dialect.text(of: task)
            guard !documentation.samples.contains(dialect.expression(of: task)),
                given.insert(text).inserted
            else { continue }
            let request = LibraryRequest(task, using: &generator)
            items.append(
                DialectSheet.Item(
                    input: request.query, output: text,
                    skill: dialect.firstWritten(in: task).rawValue))
        }
        return DialectSheet(
            answerLabel: answerLabel, template: documentation.template, items: items)
    }
}
