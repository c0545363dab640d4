/// A record for which examples are sought, as far as a retriever may know it.
package struct RetrievalProbe: Sendable, Equatable {
    package let id: String
    package let query: String
    /// Nil for a held-out record: production would not know it either.
    package let output: String?
    /// Positions in the bank that must not be its examples, in rising order: the record itself and
    /// its twins.
    package let barred: [Int]

    /// What it is compared by: the wanted text, or its query where the output is unknown.
    package func comparedText(_ wanted: ComparedText) -> ComparedText {
        output == nil ? .query : wanted
    }

    /// The text itself.
    package func text(_ wanted: ComparedText) -> String {
        wanted == .output ? output ?? query : query
    }

    /// Whether a position of the bank must not be its example.
    package func isBarred(_ position: Int) -> Bool {
        var low = 0
        var high = barred.count
        while low < high {
            let middle = (low + high) / 2
            if barred[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low < barred.count && barred[low] == position
    }
}

extension [RetrievalProbe] {
    /// Positions of the probes that are compared by one text.
    package func positions(comparedBy text: ComparedText, wanted: ComparedText) -> [Int] {
        indices.filter { self[$0].comparedText(wanted) == text }
    }
}
