import Foundation

/// Numbers as sentences and tables show them, the same in every locale.
package enum FixedText {
    /// A number with a set count of decimal places.
    package static func decimal(_ value: Double, places: Int) -> String {
        String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), value)
    }

    /// A share of one in points of a hundred: 0.125 is "12.5".
    package static func points(_ share: Double) -> String { decimal(share * 100, places: 1) }

    /// Dollars and cents, thousands apart: "$2,880.00".
    package static func dollars(_ value: Double) -> String {
        let text = decimal(abs(value), places: 2)
        return (value < 0 ? "-$" : "$") + grouped(text.dropLast(3)) + text.suffix(3)
    }

    /// A count, thousands apart: "1,000,000".
    package static func count(_ value: Int) -> String {
        (value < 0 ? "-" : "") + grouped(Substring(String(value.magnitude)))
    }

    private static func grouped(_ digits: Substring) -> String {
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }
}
