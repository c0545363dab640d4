import Foundation
import JSONText

/// All that `promptintern doctor` found.
package struct DoctorReport: Sendable, Equatable {
    /// In the order that they are shown.
    package var checks: [DoctorCheck]

    /// A report of finished checks.
    package init(_ checks: [DoctorCheck]) { self.checks = checks }

    /// Whether something will not work.
    package var hasErrors: Bool { checks.contains { $0.status == .error } }

    /// For scripts.
    package var json: JSONValue {
        [
            "ok": .bool(!hasErrors), "errors": .integer(count(.error)),
            "warnings": .integer(count(.warning)), "checks": .array(checks.map(\.json)),
        ]
    }

    /// A line a check, aligned, with advice below it.
    package var text: String {
        let width = checks.map(\.topic.count).max() ?? 0
        var lines: [String] = []
        for check in checks {
            let topic = check.topic.padding(toLength: width, withPad: " ", startingAt: 0)
            let status = check.status.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
            // A finding of several lines stays in its column.
            let indent = String(repeating: " ", count: width + 11)
            lines.append(
                "\(status)  \(topic)  "
                    + check.finding.replacing("\n", with: "\n" + indent))
            if let advice = check.advice {
                lines.append(indent + advice.replacing("\n", with: "\n" + indent))
            }
        }
        lines += [
            "", "\(Count.text(count(.error), "error")), \(Count.text(count(.warning), "warning")).",
        ]
        return lines.joined(separator: "\n")
    }

    private func count(_ status: DoctorCheck.Status) -> Int {
        checks.count { $0.status == status }
    }
}
