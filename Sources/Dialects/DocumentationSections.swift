/// The sections of one document, all headed in the same style.
struct DocumentationSections {
    private let mark: String
    private var sections: [String] = []

    init(using generator: inout SeededGenerator) {
        mark = generator.pick(["# ", "## ", "", "=== "])
    }

    /// Sections with a blank line between them.
    var text: String { sections.joined(separator: "\n\n") }

    /// Adds a section under one of the titles.
    mutating func append(
        _ titles: [String], _ lines: [String], using generator: inout SeededGenerator
    ) {
        let title = generator.pick(titles)
        let heading = mark.isEmpty ? title + ":" : mark + title
        sections.append(([heading] + lines).joined(separator: "\n"))
    }

    /// Adds a section whose lines are a list.
    mutating func appendList(
        _ titles: [String], _ lines: [String], using generator: inout SeededGenerator
    ) {
        let bullet = generator.pick(["- ", "- ", "* ", ""])
        append(titles, lines.map { bullet + $0 }, using: &generator)
    }
}
