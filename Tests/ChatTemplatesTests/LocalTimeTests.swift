import Foundation
import Testing

@testable import ChatTemplates

/// Dates as `strftime` writes them.
struct LocalTimeTests {
    @Test func textIsRead() {
        #expect(
            LocalTime("2026-11-23 12:05")
                == LocalTime(year: 2026, month: 11, day: 23, hour: 12, minute: 5))
        #expect(
            LocalTime("2026-11-23T12:05:09")
                == LocalTime(year: 2026, month: 11, day: 23, hour: 12, minute: 5, second: 9))
        #expect(LocalTime("2026-11-23") == LocalTime(year: 2026, month: 11, day: 23))
        for text in ["", "2026", "2026-13-01", "2026-11-23 25:00", "soon", "2026-11-x"] {
            #expect(LocalTime(text) == nil, "\(text)")
        }
    }

    @Test func momentIsThatOfItsZone() throws {
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        let zone = try #require(TimeZone(secondsFromGMT: 3600))
        #expect(
            LocalTime(date, in: zone)
                == LocalTime(year: 2023, month: 11, day: 14, hour: 23, minute: 13, second: 20))
    }

    @Test(arguments: [
        (LocalTime(year: 2024, month: 2, day: 29), "Thu 060 08 09 4"),
        (LocalTime(year: 2000, month: 1, day: 1), "Sat 001 00 00 6"),
        (LocalTime(year: 1999, month: 12, day: 31), "Fri 365 52 52 5"),
        (LocalTime(year: 2023, month: 1, day: 2), "Mon 002 01 01 1"),
        (LocalTime(year: 1900, month: 3, day: 1), "Thu 060 08 09 4"),
    ])
    func weeksAndDaysAreCounted(_ time: LocalTime, _ expected: String) throws {
        #expect(try time.formatted("%a %j %U %W %u") == expected)
    }
}
