/// A table that a question is asked about: some columns of a domain, in some order.
struct QuestionTable: Sendable {
    let name: String
    let row: String
    let rows: String
    let label: TextColumn
    let categories: [TextColumn]
    let measures: [MeasureColumn]
    /// `Table: Orders (Region, Month, Units, Price)`.
    let header: String

    init(domain: TableDomain, using generator: inout SeededGenerator) {
        name = generator.pick(domain.tableNames)
        row = domain.row
        rows = domain.rows
        let label = generator.pick(domain.labels)
        let categories = Array(
            generator.shuffled(domain.categories).prefix(1 + generator.below(2)))
        let measures = Array(generator.shuffled(domain.measures).prefix(2 + generator.below(2)))
        self.label = label
        self.categories = categories
        self.measures = measures
        let headers = [label.header] + categories.map(\.header) + measures.map(\.header)
        header = "Table: \(name) (\(generator.shuffled(headers).joined(separator: ", ")))"
    }
}
