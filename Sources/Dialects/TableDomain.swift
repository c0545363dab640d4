/// A field of work that tables are about, with its words.
struct TableDomain: Sendable {
    var tableNames: [String]
    /// One row, in the singular and the plural.
    var row: String
    var rows: String
    /// Columns that name a row.
    var labels: [TextColumn]
    /// Columns whose cells repeat.
    var categories: [TextColumn]
    /// Columns of numbers.
    var measures: [MeasureColumn]
}
