import Foundation

/// How one value is laid out: `[[fill]align][sign][0][width][,][.precision]`.
struct FormatSpec {
    var fill: Unicode.Scalar = " "
    /// One of `<`, `>`, `^` and `=`.
    var alignment: Unicode.Scalar?
    /// One of `+`, `-` and a space.
    var sign: Unicode.Scalar = "-"
    var isZeroPadded = false
    var width: Int?
    var hasThousands = false
    var precision: Int?
    var type: Unicode.Scalar?

    init() {}

    /// Reads the part of a `{}` after its colon.
    init(_ text: String) throws {
        let scalars = Array(text.unicodeScalars)
        var index = 0
        func at(_ index: Int) -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
        func isAlignment(_ scalar: Unicode.Scalar?) -> Bool {
            scalar == "<" || scalar == ">" || scalar == "^" || scalar == "="
        }
        if isAlignment(at(1)) {
            fill = scalars[0]
            alignment = at(1)
            index = 2
        } else if isAlignment(at(0)) {
            alignment = at(0)
            index = 1
        }
        if let mark = at(index), "+- ".unicodeScalars.contains(mark) {
            sign = mark
            index += 1
        }
        if at(index) == "0" {
            isZeroPadded = true
            index += 1
        }
        width = try Self.number(scalars, &index)
        if at(index) == "," {
            hasThousands = true
            index += 1
        }
        if at(index) == "." {
            index += 1
            precision = try Self.number(scalars, &index)
            guard precision != nil else {
                throw RenderFailure.python("Format specifier missing precision")
            }
        }
        if let mark = at(index), index == scalars.count - 1,
            "sdfFeEgGxX%".unicodeScalars.contains(mark)
        {
            type = mark
            index += 1
        }
        guard index == scalars.count else {
            throw RenderFailure.unsupported("the format '\(text)'")
        }
    }

    /// Digits, nil where there are none.
    static func number(_ scalars: [Unicode.Scalar], _ index: inout Int) throws -> Int? {
        var value: Int?
        while index < scalars.count, ("0"..."9").contains(scalars[index]) {
            value = (value ?? 0) * 10 + Int(scalars[index].value - 0x30)
            guard value ?? 0 <= 10_000 else {
                throw RenderFailure.unsupported("a format's width or precision over 10000")
            }
            index += 1
        }
        return value
    }

    func formatted(_ value: Int, type: Unicode.Scalar, _ budget: Budget) throws -> String {
        var digits: String
        switch type {
        case "x": digits = String(value.magnitude, radix: 16)
        case "X": digits = String(value.magnitude, radix: 16, uppercase: true)
        default: digits = String(value.magnitude)
        }
        if hasThousands { digits = Self.grouped(digits) }
        return try signed(digits, isNegative: value < 0, budget)
    }

    func formatted(_ value: Double, type: Unicode.Scalar, _ budget: Budget) throws -> String {
        var digits: String
        if !value.isFinite {
            digits = value.isNaN ? "nan" : "inf"
            if "FEG".unicodeScalars.contains(type) { digits = digits.uppercased() }
        } else {
            guard precision ?? 0 <= 1000 else {
                throw RenderFailure.unsupported("a precision over 1000")
            }
            let precision = precision ?? 6
            switch type {
            case "f", "F": digits = String(format: "%.*f", precision, value.magnitude)
            case "e": digits = String(format: "%.*e", precision, value.magnitude)
            case "E": digits = String(format: "%.*E", precision, value.magnitude)
            case "g": digits = String(format: "%.*g", precision, value.magnitude)
            case "G": digits = String(format: "%.*G", precision, value.magnitude)
            case "%": digits = String(format: "%.*f", precision, value.magnitude * 100) + "%"
            default: digits = value.magnitude.pythonRepr
            }
            if hasThousands {
                let end = digits.firstIndex(where: { !("0"..."9").contains($0) }) ?? digits.endIndex
                digits = Self.grouped(String(digits[..<end])) + digits[end...]
            }
        }
        return try signed(digits, isNegative: value.sign == .minus && !value.isNaN, budget)
    }

    private func signed(_ digits: String, isNegative: Bool, _ budget: Budget) throws -> String {
        let mark = isNegative ? "-" : sign == "-" ? "" : String(sign)
        let missing = max((width ?? 0) - mark.utf8.count - digits.utf8.count, 0)
        if isZeroPadded && alignment != "<" && alignment != "^" || alignment == "=" {
            guard !hasThousands || missing == 0 else {
                throw RenderFailure.unsupported("zeros before a number with commas")
            }
            let fill = isZeroPadded ? "0" : fill
            return mark + String(repeating: String(fill), count: missing) + digits
        }
        var spec = self
        spec.alignment = alignment ?? ">"
        return try spec.padded(mark + digits, budget)
    }

    private static func grouped(_ digits: String) -> String {
        var output = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { output += "," }
            output.append(digit)
        }
        return output
    }

    /// The text in its width, to the left where nothing else is asked for.
    func padded(_ text: String, _ budget: Budget) throws -> String {
        let missing = max((width ?? 0) - text.unicodeScalars.count, 0)
        try budget.claim(bytes: missing * 4)
        let before =
            switch alignment {
            case ">": missing
            case "^": missing / 2
            default: 0
            }
        return String(repeating: String(fill), count: before) + text
            + String(repeating: String(fill), count: missing - before)
    }
}
