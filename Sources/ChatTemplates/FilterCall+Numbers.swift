import Foundation

/// Filters on numbers.
extension FilterCall {
    func numberFilter() throws -> Value? {
        switch name {
        case "abs":
            _ = try bound([])
            switch value {
            case .float(let number): return .float(number.magnitude)
            default:
                guard let number = value.index else {
                    throw RenderFailure.python("bad operand type for abs(): '\(value.typeName)'")
                }
                return number < 0 ? try Arithmetic.sign(isMinus: true, value) : .integer(number)
            }
        case "int": return try integer()
        case "float":
            let bound = try bound(["default"])
            if case .undefined(let undefined) = value {
                throw RenderFailure.python(undefined.message)
            }
            return Self.float(value).map { .float($0) } ?? bound["default"] ?? .float(0)
        case "round": return try rounded()
        default: return nil
        }
    }

    private func integer() throws -> Value {
        let bound = try bound(["default", "base"])
        switch value {
        case .undefined(let undefined): throw RenderFailure.python(undefined.message)
        case .string(let text):
            let base = try bound.integer("base", default: 10)
            if let number = try Self.integer(text, base: base) { return .integer(number) }
        case .float(let number) where number.isInfinite:
            throw RenderFailure.python("cannot convert float infinity to integer")
        default: if let number = value.index { return .integer(number) }
        }
        guard let number = Self.float(value), number.isFinite else {
            return bound["default"] ?? .integer(0)
        }
        guard let whole = Int(exactly: number.rounded(.towardZero)) else {
            throw RenderFailure.unsupported("an integer beyond 64 bits")
        }
        return .integer(whole)
    }

    /// Python's `int(text, base)`; nil where it raises `ValueError`.
    private static func integer(_ text: String, base: Int) throws -> Int? {
        guard base == 10 || base == 16 || base == 8 || base == 2 else {
            throw RenderFailure.unsupported("the base \(base) of the filter 'int'")
        }
        var digits = Substring(text.pythonStripped())
        var isMinus = false
        if digits.hasPrefix("-") || digits.hasPrefix("+") { isMinus = digits.removeFirst() == "-" }
        let prefix = [16: "0x", 8: "0o", 2: "0b"][base]
        if let prefix, digits.lowercased().hasPrefix(prefix) {
            digits = digits.dropFirst(2)
            if digits.hasPrefix("_") { digits = digits.dropFirst() }
        }
        let parts = digits.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        let plain = parts.joined()
        guard plain.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw RenderFailure.unsupported("digits beyond ASCII")
        }
        guard plain.allSatisfy({ $0.hexDigitValue.map { $0 < base } ?? false }) else { return nil }
        guard let number = Int((isMinus ? "-" : "") + plain, radix: base) else {
            throw RenderFailure.unsupported("an integer beyond 64 bits")
        }
        return number
    }

    /// Python's `float(value)`; nil where it raises `TypeError` or `ValueError`.
    private static func float(_ value: Value) -> Double? {
        guard case .string(let text) = value else { return value.number }
        let plain = text.pythonStripped()
        let unsigned = plain.hasPrefix("-") || plain.hasPrefix("+") ? plain.dropFirst() : plain[...]
        switch unsigned.lowercased() {
        case "inf", "infinity": return plain.hasPrefix("-") ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        let bytes = Array(unsigned.utf8)
        func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "_") {
                guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]),
                    isDigit(bytes[index + 1])
                else { return nil }
            } else if !isDigit(byte), !".eE+-".utf8.contains(byte) {
                return nil
            }
        }
        var number = plain.filter { $0 != "_" }
        if number.hasPrefix("+") { number.removeFirst() }
        // Python reads "1." and ".5", too.
        if number.hasSuffix(".") { number += "0" }
        number = number.replacingOccurrences(of: ".e", with: ".0e")
            .replacingOccurrences(of: ".E", with: ".0E")
        return Double(number)
    }

    private func rounded() throws -> Value {
        let bound = try bound(["precision", "method"])
        let method = try bound.text("method", default: "common", budget)
        guard ["common", "ceil", "floor"].contains(method) else {
            throw RenderFailure.python("method must be common, ceil or floor")
        }
        if case .undefined(let undefined) = value {
            throw RenderFailure.python(
                method == "common"
                    ? "type Undefined doesn't define __round__ method" : undefined.message)
        }
        guard let number = value.number else {
            throw RenderFailure.python(
                method == "common"
                    ? "type \(value.typeName) doesn't define __round__ method"
                    : "must be real number, not \(value.typeName)")
        }
        let precision = try bound.integer("precision", default: 0)
        guard (0...300).contains(precision) else {
            throw RenderFailure.unsupported("a precision of \(precision) in the filter 'round'")
        }
        if method == "common" {
            if let whole = value.index { return .integer(whole) }
            guard number.isFinite else { return value }
            return .float(Double(String(format: "%.*f", precision, number)) ?? number)
        }
        let scale = pow(10, Double(precision))
        let scaled = number * scale
        guard scaled.isFinite else {
            throw RenderFailure.python("cannot convert float infinity to integer")
        }
        return .float((method == "ceil" ? scaled.rounded(.up) : scaled.rounded(.down)) / scale)
    }
}
