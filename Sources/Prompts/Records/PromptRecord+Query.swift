import JSONText

extension PromptRecord {
    /// The member of `meta` that says where the query is cut, in bytes, where fixed text of the
    /// template stands between its pieces.
    package static let queryCutsField = "query_cuts"
    /// The member of `meta` that lists the roles of the query's last pieces, where these are
    /// messages behind the layout's.
    package static let laterRolesField = "query_roles"
    /// The member of `meta` that holds retrieved documents.
    package static let contextField = "context"
    /// What is added to the name of a text's member for the list of its cuts, in bytes.
    package static let cutsSuffix = "_cuts"

    /// The member of `meta` that holds a record's own text of a kind.
    package static func ownTextField(_ kind: SpanKind) -> String {
        switch kind {
        case .tools: "tools_text"
        case .pinned: "pinned"
        default: contextField
        }
    }

    /// The query, cut where template stands inside it; joined, the pieces are the query.
    package var queryPieces: [String] {
        Self.pieces(query, meta?[Self.queryCutsField])
    }

    /// Roles of the messages behind the layout's, in order; their texts are the query's last
    /// pieces.
    package var laterRoles: [String?] {
        (meta?[Self.laterRolesField]?.arrayValue ?? []).map(\.stringValue)
    }

    /// Documents retrieved for this record.
    package var context: String? { meta?[Self.contextField]?.stringValue }

    /// The record's own texts of a kind, one for each place that the layout has for them.
    package func ownTexts(of kind: SpanKind) -> [String] {
        let field = Self.ownTextField(kind)
        guard let text = meta?[field]?.stringValue else { return [] }
        return Self.pieces(text, meta?[field + Self.cutsSuffix])
    }

    private static func pieces(_ text: String, _ cuts: JSONValue?) -> [String] {
        guard let list = cuts?.arrayValue else { return [text] }
        let utf8 = text.utf8
        var pieces: [String] = []
        var start = utf8.startIndex
        var offset = 0
        for cut in list.compactMap(\.intValue) {
            // Cuts that a later edit of the text made meaningless are left out.
            guard cut >= offset, cut <= utf8.count else { continue }
            let end = utf8.index(start, offsetBy: cut - offset)
            guard let piece = String(utf8[start..<end]) else { continue }
            pieces.append(piece)
            (start, offset) = (end, cut)
        }
        pieces.append(String(text[start...]))
        return pieces
    }

    /// Where pieces end but for the last, in bytes of all of them joined.
    package static func cuts(of pieces: [String]) -> JSONValue? {
        guard pieces.count > 1 else { return nil }
        var offset = 0
        return .array(
            pieces.dropLast().map {
                offset += $0.utf8.count
                return .integer(offset)
            })
    }
}
