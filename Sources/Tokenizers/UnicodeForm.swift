import Foundation

/// A Unicode normalization form.
enum UnicodeForm: Sendable {
    case composed, decomposed, compatiblyComposed, compatiblyDecomposed

    /// Whether this can be seen at once: ASCII is the same in every form.
    func leavesUnchanged(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

    func apply(to text: String) -> String {
        switch self {
        case .composed: text.precomposedStringWithCanonicalMapping
        case .decomposed: text.decomposedStringWithCanonicalMapping
        case .compatiblyComposed:
            // Foundation's own method leaves some pairs apart on Linux: halfwidth "ｶﾞ".
            text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
        case .compatiblyDecomposed: text.decomposedStringWithCompatibilityMapping
        }
    }

    func rewrite(_ source: TrackedText, _ range: Range<Int>, into target: inout TrackedText) {
        let text = String(decoding: source.bytes[range], as: UTF8.self)
        let whole = Array(apply(to: text).utf8)
        if whole.elementsEqual(source.bytes[range]) {
            target.copy(range, of: source)
            return
        }
        // Characters hardly ever compose with each other, so taking them one by one tells where
        // each came from. Where the result differs all the same (halfwidth jamo do compose in the
        // compatibility forms), whole runs that are not ASCII are taken together.
        for byRuns in [false, true] {
            let parts = self.parts(of: text, byRuns: byRuns)
            guard parts.lazy.flatMap(\.result).elementsEqual(whole) else { continue }
            var position = range.lowerBound
            for part in parts {
                let place = position..<position + part.length
                if let result = part.changed {
                    target.append(result, from: source.origin(of: place))
                } else {
                    target.copy(place, of: source)
                }
                position = place.upperBound
            }
            return
        }
        target.append(whole, from: source.origin(of: range))
    }

    private struct Part {
        /// In bytes of the source.
        var length: Int
        var result: [UInt8]
        /// The result where it is not the source itself.
        var changed: [UInt8]?
    }

    private func parts(of text: String, byRuns: Bool) -> [Part] {
        var parts: [Part] = []
        var run = ""
        func flush() {
            if !run.isEmpty { parts.append(part(run)) }
            run = ""
        }
        for character in text {
            let isASCII = character.utf8.allSatisfy { $0 < 0x80 }
            if !isASCII, byRuns {
                run.append(character)
                continue
            }
            flush()
            if isASCII {
                let bytes = Array(character.utf8)
                parts.append(Part(length: bytes.count, result: bytes, changed: nil))
            } else {
                parts.append(part(String(character)))
            }
        }
        flush()
        return parts
    }

    private func part(_ text: String) -> Part {
        let result = Array(apply(to: text).utf8)
        let isSame = result.elementsEqual(text.utf8)
        return Part(length: text.utf8.count, result: result, changed: isSame ? nil : result)
    }
}
