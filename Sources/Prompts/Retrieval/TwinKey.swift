/// What makes two records twins: letter case and white space do not count.
struct TwinKey: Hashable {
    let query: String
    let output: String

    init(_ record: PromptRecord) {
        query = Self.normalised(record.query)
        output = Self.normalised(record.output)
    }

    static func normalised(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
