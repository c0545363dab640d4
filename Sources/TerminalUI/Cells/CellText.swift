/// Text cut into what one cell each can hold.
///
/// A control character becomes its picture (`␛`), a tab or a line end one space, and an invisible
/// format character nothing, so that no text can move the cursor or reorder the screen.
package struct CellText: Sequence {
    /// One spacing scalar with its combining marks, and its columns (1 or 2).
    package struct Cluster: Equatable, Sendable {
        package let text: String
        package let width: Int
    }

    /// Marks beyond this are left out: a terminal library's cell holds few scalars.
    static let markLimit = 3

    package let text: String

    package init(_ text: String) { self.text = text }

    /// Columns that the text takes in all.
    package static func width(of text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return CellText(text).reduce(0) { $0 + $1.width }
    }

    package func makeIterator() -> Iterator { Iterator(text.unicodeScalars) }

    /// Goes through the scalars once.
    package struct Iterator: IteratorProtocol {
        private let scalars: String.UnicodeScalarView
        private var position: String.UnicodeScalarView.Index

        init(_ scalars: String.UnicodeScalarView) {
            self.scalars = scalars
            position = scalars.startIndex
        }

        package mutating func next() -> Cluster? {
            while position < scalars.endIndex {
                let scalar = scalars[position]
                position = scalars.index(after: position)
                if let cluster = cluster(startingWith: scalar) { return cluster }
            }
            return nil
        }

        private mutating func cluster(startingWith scalar: Unicode.Scalar) -> Cluster? {
            if scalar.value >= 0x20 && scalar.value < 0x7F {
                return marked(String(scalar), width: 1)
            }
            if let picture = Self.picture(of: scalar) { return Cluster(text: picture, width: 1) }
            let width = ScalarWidth.of(scalar)
            // A mark without a letter before it has no cell to stand in.
            return width == 0 ? nil : marked(String(scalar), width: width)
        }

        private mutating func marked(_ base: String, width: Int) -> Cluster {
            var text = base
            var marks = 0
            while position < scalars.endIndex {
                let scalar = scalars[position]
                guard scalar.value >= 0x300 else { break }
                if ScalarWidth.isInvisible(scalar) {
                    position = scalars.index(after: position)
                } else if ScalarWidth.isCombining(scalar) {
                    if marks < CellText.markLimit { text.unicodeScalars.append(scalar) }
                    marks += 1
                    position = scalars.index(after: position)
                } else {
                    break
                }
            }
            return Cluster(text: text, width: width)
        }

        private static func picture(of scalar: Unicode.Scalar) -> String? {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: " "
            case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
            case 0x7F: "\u{2421}"
            case 0x80..<0xA0: "\u{FFFD}"
            default: nil
            }
        }
    }
}
