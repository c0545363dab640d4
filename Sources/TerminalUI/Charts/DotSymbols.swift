/// The characters a plot is made of.
package enum DotSymbols: String, Sendable, CaseIterable {
    /// 2 x 4 dots a cell.
    case braille
    /// 2 x 2 quarters a cell, for fonts that draw braille badly.
    case blocks
    /// 1 x 2 dots a cell: `'`, `.` and `:`.
    case ascii

    package var columnsPerCell: Int { self == .ascii ? 1 : 2 }
    package var rowsPerCell: Int { self == .braille ? 4 : 2 }

    /// The bit of a dot in its cell's mask.
    func bit(column: Int, row: Int) -> UInt8 {
        switch self {
        case .braille: Self.brailleBits[row * 2 + column]
        case .blocks: 1 << UInt8(row * 2 + column)
        case .ascii: 1 << UInt8(row)
        }
    }

    /// The character for a mask that is not 0.
    func text(_ mask: UInt8) -> String {
        switch self {
        case .braille:
            Unicode.Scalar(0x2800 + UInt32(mask)).map { String($0) } ?? " "
        case .blocks: Self.quarters[Int(mask & 15)]
        case .ascii: Self.asciiDots[Int(mask & 3)]
        }
    }

    /// Unicode numbers the dots of the first six down the columns, and the last row after them.
    private static let brailleBits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    private static let quarters = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]
    private static let asciiDots = [" ", "'", ".", ":"]
}
