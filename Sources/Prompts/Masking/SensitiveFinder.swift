/// Finds personal data and keys by their form: what has a check digit by that, what has a known
/// beginning by that.
///
/// Names and postal addresses have no such form and are not found.
struct SensitiveFinder {
    struct Finding: Equatable {
        var kind: SensitiveKind
        /// Bytes of the text.
        var range: Range<Int>
    }

    let kinds: Set<SensitiveKind>

    /// All findings from left to right, none inside another.
    func findings(in text: String) -> [Finding] {
        var text = text
        return text.withUTF8 { bytes in
            var findings: [Finding] = []
            var index = 0
            var free = 0
            while index < bytes.count {
                guard let finding = finding(at: index, bytes, from: free) else {
                    index += 1
                    continue
                }
                findings.append(finding)
                index = finding.range.upperBound
                free = index
            }
            return findings
        }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// What begins at a byte, or has its at sign there; nothing before `free` may belong to it.
    private func finding(at index: Int, _ bytes: Bytes, from free: Int) -> Finding? {
        let byte = bytes[index]
        if byte == UInt8(ascii: "@") {
            return make(.email, EmailForm.range(around: index, bytes, from: free))
        }
        guard
            byte.isASCIIWord || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(")
                || byte == UInt8(ascii: "-")
        else { return nil }
        let isWordStart = index == 0 || !bytes[index - 1].isASCIIWord
        guard isWordStart else { return nil }
        if byte.isASCIIDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") {
            return make(.card, NumberForms.card(at: index, bytes))
                ?? make(.ssn, NumberForms.ssn(at: index, bytes))
                ?? make(.ip, NumberForms.ip(at: index, bytes))
                ?? make(.phone, NumberForms.phone(at: index, bytes))
        }
        return make(.iban, NumberForms.iban(at: index, bytes))
            ?? make(.key, KeyForms.range(at: index, bytes))
    }

    private func make(_ kind: SensitiveKind, _ range: Range<Int>?) -> Finding? {
        guard kinds.contains(kind), let range else { return nil }
        return Finding(kind: kind, range: range)
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isASCIIUpper: Bool { self >= 0x41 && self <= 0x5A }
    var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    /// Letters, digits, the underscore, and all beyond ASCII.
    var isASCIIWord: Bool { isASCIILetter || isASCIIDigit || self == 0x5F || self >= 0x80 }
}
