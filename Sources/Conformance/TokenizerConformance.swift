import Foundation
import JSONText
import Tokenizers

/// Ids and decoded texts as Hugging Face's tokenizers library has them.
struct TokenizerConformance {
    let folder: URL
    let golden: JSONValue

    func run(output: URL?) throws -> ConformanceReport {
        let tokenizer = try Tokenizer.load(folder: folder)
        let textsFile = folder.deletingLastPathComponent().appending(path: "texts.json")
        let texts = try Conformance.readJSON(textsFile).arrayValue?.compactMap(\.stringValue) ?? []
        let rows = golden["rows"]?.arrayValue ?? []
        guard texts.count == rows.count else {
            throw ConformanceError.unreadable(
                path: textsFile.path,
                reason: "it has \(texts.count) texts, but golden.json \(rows.count) rows")
        }
        var unequal = (ids: 0, special: 0, decoded: 0)
        var counts = (ids: 0, special: 0, decoded: 0)
        var computedRows: [JSONValue] = []
        for (text, row) in zip(texts, rows) {
            let ids = tokenizer.encode(text, addSpecialTokens: false)
            let special = tokenizer.encode(text, addSpecialTokens: true)
            let decoded = tokenizer.decode(ids, skipSpecialTokens: false)
            if let expected = row["ids"]?.tokenIDs {
                counts.ids += 1
                if expected != ids { unequal.ids += 1 }
            }
            if let expected = row["ids_special"]?.tokenIDs {
                counts.special += 1
                if expected != special { unequal.special += 1 }
            }
            if let expected = row["decoded"]?.stringValue {
                counts.decoded += 1
                if !expected.utf8.elementsEqual(decoded.utf8) { unequal.decoded += 1 }
            }
            computedRows.append([
                "ids": .tokenIDs(ids), "ids_special": .tokenIDs(special),
                "decoded": .string(decoded),
            ])
        }
        var report = ConformanceReport(folder: folder.path)
        report.addEquality("ids", unequal: unequal.ids, of: counts.ids)
        if counts.special > 0 {
            report.addEquality("ids with special", unequal: unequal.special, of: counts.special)
        }
        if counts.decoded > 0 {
            report.addEquality("decoded texts", unequal: unequal.decoded, of: counts.decoded)
        }
        if let output { try Conformance.write(["rows": .array(computedRows)], to: output) }
        return report
    }
}
