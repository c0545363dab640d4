import CNcurses
import TerminalUI

/// Turns styles into ncurses' attributes and colour pairs.
struct CellStyler {
    /// What ncurses wants to know of a cell beside its text.
    struct Rendition: Equatable {
        var attributes: attr_t
        var pair: Int32
    }

    private let tier: ColorTier
    private let colorCount: Int
    private var pairs: ColorPairTable
    private var known: [Style: Rendition] = [:]
    /// Set where a frame needed a pair and none was left: it was drawn without colour.
    private(set) var ranOutOfPairs = false

    /// More pairs than any theme uses; the terminals with 65,536 need no more memory for this.
    private static let pairLimit = 4096

    init(tier: ColorTier, colorCount: Int, pairCount: Int) {
        self.tier = tier
        self.colorCount = colorCount
        pairs = ColorPairTable(capacity: min(pairCount - 1, Self.pairLimit))
    }

    /// Forgets all pairs, so that the next frame gets those that it needs.
    mutating func reset() {
        pairs.removeAll()
        known = [:]
        ranOutOfPairs = false
    }

    /// Takes the shortage as it is, until a style comes that has not been met.
    mutating func acceptShortage() { ranOutOfPairs = false }

    mutating func rendition(of style: Style) -> Rendition {
        if let rendition = known[style] { return rendition }
        let shown = style.quantized(to: tier)
        var attributes = Self.attributes(shown.attributes)
        let pair = ColorPairTable.Pair(
            foreground: number(of: shown.foreground), background: number(of: shown.background))
        if colorCount < 16, case .ansi(let color) = shown.foreground, color >= 8 {
            // Eight colours: the bright ones are the bold ones.
            attributes |= NC_BOLD
        }
        guard let (number, isNew) = pairs.number(of: pair) else {
            ranOutOfPairs = true
            let colourless = Rendition(attributes: attributes, pair: 0)
            known[style] = colourless
            return colourless
        }
        if isNew { init_extended_pair(number, pair.foreground, pair.background) }
        let rendition = Rendition(attributes: attributes, pair: number)
        known[style] = rendition
        return rendition
    }

    private func number(of color: Color) -> Int32 {
        switch color {
        case .default, .rgb: -1
        case .ansi(let index):
            colorCount >= 16 ? Int32(index & 15) : Int32(index & 7)
        case .palette(let index): Int(index) < colorCount ? Int32(index) : -1
        }
    }

    private static func attributes(_ set: TextAttributes) -> attr_t {
        var result: attr_t = 0
        if set.contains(.bold) { result |= NC_BOLD }
        if set.contains(.dim) { result |= NC_DIM }
        if set.contains(.reverse) { result |= NC_REVERSE }
        if set.contains(.underline) { result |= NC_UNDERLINE }
        if set.contains(.italic) { result |= NC_ITALIC }
        return result
    }
}
