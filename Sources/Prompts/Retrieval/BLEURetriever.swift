/// The paper's choice: examples whose output is most like the record's own, by BLEU.
///
/// The bank's text is the candidate, the record's the reference. Records of the validation and
/// test splits, whose output production would not know, are compared by their queries.
package struct BLEURetriever: ExampleRetriever {
    /// What training records are compared by.
    package let compared: ComparedText

    package init(on compared: ComparedText = .output) { self.compared = compared }

    package var name: String { "bleu" }
    package var settingsText: String {
        // The paper's way has no word of its own, so that runs from before there was a choice go on.
        (compared == .output ? "" : "on \(compared.rawValue), ") + "order 4, add-one above 1"
    }

    package func matches(
        for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
    ) -> [[ExampleMatch]] {
        var found = [[ExampleMatch]](repeating: [], count: probes.count)
        for text in ComparedText.allCases {
            let positions = probes.positions(comparedBy: text, wanted: compared)
            guard !positions.isEmpty else { continue }
            var index = NGramIndex()
            for entry in bank.entries { index.append(BLEUScore.tokens(of: entry.text(text))) }
            let lists = Self.search(positions.map { probes[$0] }, text, index, count)
            for (position, list) in zip(positions, lists) { found[position] = list }
        }
        return found
    }

    private static func search(
        _ probes: [RetrievalProbe], _ text: ComparedText, _ index: NGramIndex, _ count: Int
    ) -> [[ExampleMatch]] {
        let prepared = NGramSearch(index: index)
        return ProbeBlocks.map(probes.count) { range in
            var search = prepared
            return probes[range].map { probe in
                var top = TopMatches(for: probe, limit: count)
                search.search(BLEUScore.tokens(of: probe.text(text)), into: &top)
                return top.found
            }
        }
    }
}
