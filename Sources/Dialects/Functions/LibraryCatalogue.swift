/// The closed stock of words and numbers that requests are made of.
enum LibraryCatalogue {
    /// Names of parameters that hold a value of a kind that programs work on.
    static func names(_ kind: LibraryKind) -> [String] {
        switch kind {
        case .numbers: numbersNames
        case .words: wordsNames
        case .text: textNames
        case .number: []
        }
    }

    private static let numbersNames = words(
        """
        prices scores ages weights heights distances speeds points costs marks rates levels fees \
        salaries temperatures depths durations votes grades readings volumes profits delays wages \
        tolls rents yields loads debts bids prizes pages tides calories
        """)
    private static let wordsNames = words(
        """
        names cities colors fruits titles tags labels animals towns streets rivers flowers tools \
        songs books drinks trees brands teams genres islands planets metals games birds dishes \
        crops boats guests sports villages harbors spices fabrics
        """)
    private static let textNames = words(
        """
        title sentence message note slogan headline caption remark motto greeting address subject \
        verse letter summary review reply notice quote label riddle heading comment banner poem \
        recipe diary memo story password
        """)

    /// Words that stand in requests and in the values that programs are tried on.
    ///
    /// None holds another one, so that replacing one leaves the others as they are.
    static let texts = words(
        """
        red blue green silver orange apple plum cherry lemon garden river stone bridge tower \
        castle winter summer spring autumn morning evening market station window kitchen basket \
        candle mirror pencil ladder hammer bottle copper marble cotton velvet falcon badger salmon \
        pigeon turtle donkey bread butter pepper sugar coffee harbor island valley forest desert
        """)

    /// What words may begin with.
    static let prefixes = words("b c f h l m p r s t br ca ch co ha ma pe sa st wi")

    /// What stands between the parts of a text.
    static let separators = ["-", "/", ",", ";", ":", "+", "|", "_", "=", " ", ", ", " - "]

    /// The values that a number may have in a request.
    static func numbers(_ role: LibraryRole) -> ClosedRange<Int> {
        switch role {
        case .limit: 3...400
        case .low: 2...120
        case .high: 130...500
        case .size: 2...9
        case .step: 2...6
        case .amount: 2...250
        case .factor: 2...25
        case .times: 2...7
        default: preconditionFailure("\(role) is no number")
        }
    }

    /// An argument as it may stand in a request, or as a program's parameter may have it.
    static func argument(
        _ role: LibraryRole, using generator: inout SeededGenerator
    ) -> LibraryArgument {
        switch role {
        case .direction, .parity: return .constant(generator.pick(role.constants))
        case .separator: return .text(generator.pick(separators))
        case .prefix: return .text(generator.pick(prefixes))
        case .old, .new: return .text(generator.pick(texts))
        default:
            let range = numbers(role)
            return .number(range.lowerBound + generator.below(range.count))
        }
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
