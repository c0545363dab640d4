/// What a precision without any match counts as (Chen and Cherry 2014).
package enum BLEUSmoothing: Equatable, Sendable {
    /// Nothing: one order without a match makes the score 0.
    case none
    /// Method 1: this many matches instead of none.
    case floor(Double)
    /// Method 2: this many matches and n-grams more in every order above the first.
    case addK(Double)
    /// Method 3, mteval's: half a match, then a quarter, and so on.
    case exponential

    package static let standardFloor = 0.1
    package static let standardK = 1.0
    package static let names = ["none", "floor", "add-k", "exp"]

    /// A method by sacrebleu's name; nil for a name that it does not have.
    /// - Parameters:
    ///   - name: One of `names`.
    ///   - value: For `floor` and `add-k`; the standard ones where it is nil.
    package init?(name: String, value: Double? = nil) {
        switch name {
        case "none": self = .none
        case "floor": self = .floor(value ?? Self.standardFloor)
        case "add-k": self = .addK(value ?? Self.standardK)
        case "exp": self = .exponential
        default: return nil
        }
    }

    /// The method as a signature states it, with its value to two places.
    package var signature: String {
        switch self {
        case .none: "none"
        case .floor(let value): "floor[\(FixedText.decimal(value, places: 2))]"
        case .addK(let value): "add-k[\(FixedText.decimal(value, places: 2))]"
        case .exponential: "exp"
        }
    }
}
