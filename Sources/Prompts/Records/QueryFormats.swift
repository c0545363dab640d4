/// Looks for records whose query is written otherwise than that of most others.
///
/// The query block is what production sends: a model that was trained on two forms of it has learnt
/// each only by half.
package struct QueryFormats: Sendable {
    private let records: [PromptRecord]

    /// Where fewer than this share of the records agree, there is no form to depart from.
    private static let commonShare = 0.6
    /// Less than this share of records with labels, where most have none, are text that looks like a
    /// label.
    private static let labelledShare = 0.02

    package init(_ records: [PromptRecord]) { self.records = records }

    /// One sentence with the two most frequent forms and a record of each; empty where all agree, or
    /// where there is no common form.
    package var warnings: [String] {
        var groups: [QueryFrame: (count: Int, first: PromptRecord)] = [:]
        var order: [QueryFrame] = []
        for record in records {
            let frame = QueryFrame(record.query)
            if groups[frame] == nil { order.append(frame) }
            groups[frame, default: (0, record)].count += 1
        }
        // Of equal ones the first, so that the sentence is always the same.
        let ranked = order.enumerated().sorted {
            let (left, right) = (groups[$0.element]?.count ?? 0, groups[$1.element]?.count ?? 0)
            return left != right ? left > right : $0.offset < $1.offset
        }.map(\.element)
        guard let common = ranked.first, let usual = groups[common],
            Double(usual.count) >= Self.commonShare * Double(records.count)
        else { return [] }
        let others = ranked.dropFirst().filter { frame in
            let differsInSpaces =
                frame.leading != common.leading || frame.trailing != common.trailing
            let count = Double(groups[frame]?.count ?? 0)
            return !common.labels.isEmpty || differsInSpaces
                || count >= max(2, Self.labelledShare * Double(records.count))
        }
        guard let other = others.first, let unusual = groups[other] else { return [] }
        let count = others.reduce(0) { $0 + (groups[$1]?.count ?? 0) }
        return [
            "The query's format varies: \(usual.count) records have \(common.text) "
                + "(\"\(usual.first.id)\", \(usual.first.source)), but "
                + (count == 1 ? "1 has " : "\(count) do not, such as \"\(unusual.first.id)\" with ")
                + "\(other.text) (\(count == 1 ? "\"\(unusual.first.id)\", " : "")"
                + "\(unusual.first.source)). Production sends one form: write all queries in it."
        ]
    }
}
