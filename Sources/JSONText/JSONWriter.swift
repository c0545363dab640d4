extension JSONValue {
    /// How a value is laid out as text.
    package enum Layout: Sendable {
        /// One line, no spaces.
        case compact
        /// Two spaces a level, a line a member.
        case indented
    }

    /// The value as JSON text, members in their order.
    ///
    /// Numbers that are not finite become `null`,
    /// as JSON has no word for them.
    package func text(_ layout: Layout = .compact) -> String {
        var output: [UInt8] = []
        write(to: &output, layout: layout, depth: 0)
        return String(decoding: output, as: UTF8.self)
    }

    private func write(to output: inout [UInt8], layout: Layout, depth: Int) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): output.append(contentsOf: String(value).utf8)
        case .number(let value):
            output.append(contentsOf: (value.isFinite ? "\(value)" : "null").utf8)
        case .string(let value): Self.writeString(value, to: &output)
        case .array(let elements):
            Self.writeList(elements, open: "[", close: "]", to: &output, layout, depth) {
                $0.write(to: &$1, layout: layout, depth: depth + 1)
            }
        case .object(let object):
            Self.writeList(object.members, open: "{", close: "}", to: &output, layout, depth) {
                Self.writeString($0.key, to: &$1)
                $1.append(contentsOf: (layout == .compact ? ":" : ": ").utf8)
                $0.value.write(to: &$1, layout: layout, depth: depth + 1)
            }
        }
    }

    private static func writeList<Element>(
        _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar,
        to output: inout [UInt8], _ layout: Layout, _ depth: Int,
        writeElement: (Element, inout [UInt8]) -> Void
    ) {
        func breakLine(_ depth: Int) {
            guard layout == .indented else { return }
            output.append(0x0A)
            output.append(contentsOf: repeatElement(0x20, count: depth * 2))
        }
        output.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            breakLine(depth + 1)
            writeElement(element, &output)
        }
        if !elements.isEmpty { breakLine(depth) }
        output.append(UInt8(ascii: close))
    }

    private static func writeString(_ text: String, to output: inout [UInt8]) {
        let hexDigits = Array("0123456789abcdef".utf8)
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): output.append(contentsOf: #"\\"#.utf8)
            case 0x0A: output.append(contentsOf: #"\n"#.utf8)
            case 0x0D: output.append(contentsOf: #"\r"#.utf8)
            case 0x09: output.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20, 0x7F:
                output.append(contentsOf: #"\u00"#.utf8)
                output.append(hexDigits[Int(byte >> 4)])
                output.append(hexDigits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
