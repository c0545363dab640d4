/// What one made-up dialect of any family looks like to a reader: its documentation, and requests
/// with the answers that follow from it.
package struct DialectSheet: Sendable, Equatable {
    /// A request with its answer, and which documented thing the answer is about.
    package struct Item: Sendable, Equatable {
        /// What the query block shows, one or more lines.
        package var input: String
        /// One line, without a leading space.
        package var output: String
        /// The documented function or command that the answer needs first: its meaning, not its
        /// made-up name.
        package var skill: String

        package init(input: String, output: String, skill: String) {
            self.input = input
            self.output = output
            self.skill = skill
        }
    }

    /// What stands before the answer, such as `Formula`; a colon follows it.
    package var answerLabel: String
    /// The documentation, without a line break at its end.
    package var template: String
    /// Different answers throughout, none of them given away by the documentation.
    package var items: [Item]

    package init(answerLabel: String, template: String, items: [Item]) {
        self.answerLabel = answerLabel
        self.template = template
        self.items = items
    }
}

extension DialectSheet {
    /// Documentation with as many of the drawn items as there are different answers.
    ///
    /// No answer is given away: each occurs once, examples and documentation included.
    init(
        answerLabel: String, documentation: DocumentationText, itemCount: Int,
        draw: () -> Item
    ) {
        var outputs = Set(documentation.samples)
        var items: [Item] = []
        items.reserveCapacity(itemCount)
        for _ in 0..<(itemCount * 8) where items.count < itemCount {
            let item = draw()
            if outputs.insert(item.output).inserted { items.append(item) }
        }
        self.init(answerLabel: answerLabel, template: documentation.template, items: items)
    }
}
