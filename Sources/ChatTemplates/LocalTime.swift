import Foundation

/// A date and time of day without a zone, for `strftime_now`.
package struct LocalTime: Sendable, Equatable {
    package var year: Int
    /// Counted from 1.
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int

    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// A moment as the clock on the wall shows it there.
    package init(_ date: Date, in zone: TimeZone = .current) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
        self.init(
            year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1,
            hour: parts.hour ?? 0, minute: parts.minute ?? 0, second: parts.second ?? 0)
    }

    /// Reads `2026-11-23 12:00`, with seconds or without; nil where it is something else.
    package init?(_ text: String) {
        let parts = text.split(whereSeparator: { " T-:".contains($0) }).map { Int($0) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, (3...6).contains(numbers.count),
            (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2])
        else { return nil }
        let time = numbers.dropFirst(3) + Array(repeating: 0, count: 6 - numbers.count)
        let clock = Array(time)
        guard (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...59).contains(clock[2])
        else { return nil }
        self.init(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: clock[0],
            minute: clock[1], second: clock[2])
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let dayNames = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    /// Days since 1970-01-01.
    private var dayNumber: Int {
        // Years that begin in March put the leap day at their end.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Counted from Sunday, 0.
    private var weekday: Int { ((dayNumber + 4) % 7 + 7) % 7 }

    /// Counted from 1.
    private var dayOfYear: Int {
        dayNumber - LocalTime(year: year, month: 1, day: 1).dayNumber + 1
    }

    /// Python's `strftime` in the C locale.
    /// - Throws: `RenderFailure.unsupported` for a code that is not known here.
    func formatted(_ format: String) throws -> String {
        var output = ""
        var scalars = Substring(format).unicodeScalars
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else {
                output.unicodeScalars.append(scalar)
                continue
            }
            guard var code = scalars.popFirst() else {
                output += "%"
                break
            }
            // The C library's "no padding".
            let isPlain = code == "-"
            if isPlain {
                guard let next = scalars.popFirst() else {
                    throw RenderFailure.unsupported("the format '%-' of strftime_now")
                }
                code = next
            }
            guard let part = try part(code) else {
                throw RenderFailure.unsupported("the format '%\(code)' of strftime_now")
            }
            if isPlain {
                let bare = part.drop { $0 == "0" || $0 == " " }
                output += bare.isEmpty ? "0" : bare
            } else {
                output += part
            }
        }
        return output
    }

    private func part(_ code: Unicode.Scalar) throws -> String? {
        func padded(_ number: Int, _ width: Int = 2, with fill: String = "0") -> String {
            let digits = String(number)
            return String(repeating: fill, count: max(width - digits.utf8.count, 0)) + digits
        }
        let hour12 = (hour + 11) % 12 + 1
        switch code {
        case "Y": return String(year)
        case "C": return padded(year / 100)
        case "y": return padded(year % 100)
        case "m": return padded(month)
        case "d": return padded(day)
        case "e": return padded(day, with: " ")
        case "j": return padded(dayOfYear, 3)
        case "B": return Self.monthNames[(month - 1) % 12]
        case "b", "h": return String(Self.monthNames[(month - 1) % 12].prefix(3))
        case "A": return Self.dayNames[weekday]
        case "a": return String(Self.dayNames[weekday].prefix(3))
        case "w": return String(weekday)
        case "u": return String(weekday == 0 ? 7 : weekday)
        case "U": return padded((dayOfYear + 6 - weekday) / 7)
        case "W": return padded((dayOfYear + 6 - (weekday + 6) % 7) / 7)
        case "H": return padded(hour)
        case "I": return padded(hour12)
        case "k": return padded(hour, with: " ")
        case "l": return padded(hour12, with: " ")
        case "M": return padded(minute)
        case "S": return padded(second)
        case "f": return "000000"
        case "p": return hour < 12 ? "AM" : "PM"
        case "P": return hour < 12 ? "am" : "pm"
        // A time without a zone.
        case "z", "Z": return ""
        case "F": return try formatted("%Y-%m-%d")
        case "T", "X": return try formatted("%H:%M:%S")
        case "R": return try formatted("%H:%M")
        case "r": return try formatted("%I:%M:%S %p")
        case "D", "x": return try formatted("%m/%d/%y")
        case "c": return try formatted("%a %b %e %H:%M:%S %Y")
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return nil
        }
    }
}
