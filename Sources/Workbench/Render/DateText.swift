import Foundation

/// Points in time as the screen writes them.
package enum DateText {
    /// `2026-11-23 21:54`.
    package static func minute(_ date: Date, secondsFromGMT: Int) -> String {
        let parts = parts(of: date, secondsFromGMT)
        return String(
            format: "%04d-%02d-%02d %02d:%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0,
            parts.hour ?? 0, parts.minute ?? 0)
    }

    /// `11-23 21:54`, for lists.
    package static func shortMinute(_ date: Date, secondsFromGMT: Int) -> String {
        String(minute(date, secondsFromGMT: secondsFromGMT).dropFirst(5))
    }

    /// `21:54:07`.
    package static func time(_ date: Date, secondsFromGMT: Int) -> String {
        let parts = parts(of: date, secondsFromGMT)
        return String(
            format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    }

    private static func parts(of date: Date, _ secondsFromGMT: Int) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: secondsFromGMT) ?? .gmt
        return calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: date)
    }
}
