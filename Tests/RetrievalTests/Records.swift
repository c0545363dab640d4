import Prompts
import Retrieval
import TestSupport

func record(
    _ id: String, _ query: String, _ output: String, _ split: DataSplit? = .train
) -> PromptRecord {
    PromptRecord(
        id: id, query: query, output: output, split: split,
        source: RecordSource(file: "train.jsonl", line: 1))
}

/// Counts letters: texts of the same letters have the same vector.
let letterEmbedder = TextEmbedder(name: "letters", settingsText: "26") { texts in
    texts.map { text in
        var counts = [Float](repeating: 0, count: 26)
        for byte in text.lowercased().utf8 where (97...122).contains(byte) {
            counts[Int(byte) - 97] += 1
        }
        return counts
    }
}

/// A command that names the whole bank as examples of every record, in the bank's order.
let greedyCommand = [
    "awk", "-F\"",
    #"""
    NR == 1 { split($0, part, /[:,}]/); bank = part[2] + 0; next }
    NR <= bank + 1 { ids = ids (ids == "" ? "" : ",") "\"" $4 "\""; next }
    { print "{\"id\":\"" $4 "\",\"examples\":[" ids "]}" }
    """#,
]

extension SplitMix {
    mutating func words(_ count: ClosedRange<Int>, of vocabulary: [String]) -> String {
        (0..<Int.random(in: count, using: &self)).map { _ in
            vocabulary[below(vocabulary.count)]
        }.joined(separator: " ")
    }
}
