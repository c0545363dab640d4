/// Numbers that have a form of their own, or check digits.
enum NumberForms {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    // MARK: Cards

    /// 13 to 19 digits with single blanks or hyphens between them, whose last one checks the rest
    /// (ISO/IEC 7812, Luhn's formula).
    static func card(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        // The first digit tells the network; 1 begins points in time.
        guard (0x32...0x36).contains(bytes[start]) else { return nil }
        guard let run = digits(at: start, bytes, separators: " -"),
            (13...19).contains(run.digits.count), isChecked(run.digits),
            Set(run.digits).count > 1
        else { return nil }
        return run.range
    }

    private static func isChecked(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit)
            sum += place % 2 == 0 ? value : (value > 4 ? 2 * value - 9 : 2 * value)
        }
        return sum % 10 == 0
    }

    // MARK: Social security numbers

    /// `123-45-6789`.
    static func ssn(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        guard let run = pattern("ddd-dd-dddd", at: start, bytes) else { return nil }
        let area = bytes[start..<start + 3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard area != 0, area != 666, area < 900 else { return nil }
        return run
    }

    // MARK: IP addresses

    /// Four numbers up to 255; those of the machine itself are nobody's.
    static func ip(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        // The later parts of a longer row of numbers are none of it.
        guard start == 0 || bytes[start - 1] != UInt8(ascii: ".") else { return nil }
        var index = start
        var parts: [Int] = []
        while parts.count < 4 {
            var (value, count) = (0, 0)
            while index < bytes.count, bytes[index].isASCIIDigit, count < 4 {
                value = value * 10 + Int(bytes[index] - 0x30)
                index += 1
                count += 1
            }
            guard (1...3).contains(count), value <= 255 else { return nil }
            parts.append(value)
            if parts.count == 4 { break }
            guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
            index += 1
        }
        guard isEnd(index, bytes), parts != [127, 0, 0, 1], parts != [0, 0, 0, 0] else {
            return nil
        }
        // 1.2.3.4.5 is a version.
        if index + 1 < bytes.count, bytes[index] == 0x2E, bytes[index + 1].isASCIIDigit {
            return nil
        }
        return start..<index
    }

    // MARK: Phone numbers

    /// `+` and 8 to 15 digits (ITU-T E.164), or the North American groups of 3, 3 and 4.
    static func phone(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        if bytes[start] == UInt8(ascii: "+") {
            guard let run = digits(at: start + 1, bytes, separators: " -.()/"),
                (8...15).contains(run.digits.count)
            else { return nil }
            return start..<run.range.upperBound
        }
        for form in ["(ddd) ddd-dddd", "(ddd)ddd-dddd", "ddd-ddd-dddd", "ddd.ddd.dddd"] {
            if let range = pattern(form, at: start, bytes) { return range }
        }
        return nil
    }

    // MARK: Bank accounts

    /// Two letters, two check digits, up to 30 letters and digits in groups (ISO 13616).
    static func iban(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        guard start + 15 <= bytes.count, bytes[start].isASCIIUpper, bytes[start + 1].isASCIIUpper,
            bytes[start + 2].isASCIIDigit, bytes[start + 3].isASCIIDigit
        else { return nil }
        var symbols: [UInt8] = []
        var index = start
        var end = start
        // A word may follow after a blank: the longest beginning that checks is the number.
        var found: Range<Int>?
        while index < bytes.count, symbols.count < 34 {
            let byte = bytes[index]
            if byte.isASCIIUpper || byte.isASCIIDigit {
                symbols.append(byte)
                index += 1
                end = index
                if symbols.count >= 15, isEnd(end, bytes), remainder(symbols) == 1 {
                    found = start..<end
                }
            } else if byte == 0x20, symbols.count >= 4 {
                index += 1
                guard index < bytes.count, bytes[index] != 0x20 else { break }
            } else {
                break
            }
        }
        return found
    }

    private static func remainder(_ symbols: [UInt8]) -> Int {
        var rest = 0
        for symbol in symbols[4...] + symbols[..<4] {
            rest =
                symbol.isASCIIDigit
                ? (rest * 10 + Int(symbol - 0x30)) % 97
                : (rest * 100 + Int(symbol - 0x41) + 10) % 97
        }
        return rest
    }

    // MARK: Parts

    private static func isEnd(_ index: Int, _ bytes: Bytes) -> Bool {
        index >= bytes.count || !bytes[index].isASCIIWord
    }

    /// Digits with at most two of the separators between each two, up to the last digit.
    private static func digits(
        at start: Int, _ bytes: Bytes, separators: String
    ) -> (range: Range<Int>, digits: [UInt8])? {
        var digits: [UInt8] = []
        var (index, end, gap) = (start, start, 0)
        while index < bytes.count, digits.count < 20 {
            if bytes[index].isASCIIDigit {
                digits.append(bytes[index] - 0x30)
                index += 1
                (end, gap) = (index, 0)
            } else if separators.utf8.contains(bytes[index]), gap < 2, !digits.isEmpty || gap == 0 {
                gap += 1
                index += 1
            } else {
                break
            }
        }
        guard !digits.isEmpty, isEnd(end, bytes) else { return nil }
        return (start..<end, digits)
    }

    /// `d` stands for a digit, all else for itself; nothing of a word may follow, nor a hyphen.
    private static func pattern(_ form: String, at start: Int, _ bytes: Bytes) -> Range<Int>? {
        var index = start
        for symbol in form.utf8 {
            guard index < bytes.count else { return nil }
            let fits =
                symbol == UInt8(ascii: "d") ? bytes[index].isASCIIDigit : bytes[index] == symbol
            guard fits else { return nil }
            index += 1
        }
        guard isEnd(index, bytes), index >= bytes.count || bytes[index] != UInt8(ascii: "-") else {
            return nil
        }
        return start..<index
    }
}
