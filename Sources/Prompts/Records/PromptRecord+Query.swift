import JSONText

extension PromptRecord {
    /// The member of `meta` that says where the query is cut, in bytes, where fixed text of the
    /// template stands between its pieces.
    package static let queryCutsField = "query_cuts"
    /// The member of `meta` that holds retrieved documents.
    package static let contextField = "context"

    /// The query, cut where template stands inside it; joined, the pieces are the query.
    package var queryPieces: [String] {
        guard let list = meta?[Self.queryCutsField]?.arrayValue else { return [query] }
        let utf8 = query.utf8
        var pieces: [String] = []
        var start = utf8.startIndex
        var offset = 0
        for cut in list.compactMap(\.intValue) {
            // Cuts that a later edit of the query made meaningless are left out.
            guard cut >= offset, cut <= utf8.count else { continue }
            let end = utf8.index(start, offsetBy: cut - offset)
            guard let piece = String(utf8[start..<end]) else { continue }
            pieces.append(piece)
            (start, offset) = (end, cut)
        }
        pieces.append(String(query[start...]))
        return pieces
    }

    /// Documents retrieved for this record.
    package var context: String? { meta?[Self.contextField]?.stringValue }
}
