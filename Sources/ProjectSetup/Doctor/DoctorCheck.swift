import JSONText

/// One thing that `promptintern doctor` looked at.
package struct DoctorCheck: Sendable, Equatable {
    /// How good it is.
    package enum Status: String, Sendable {
        case ok
        /// It works, but worse or slower than it could.
        case warning
        /// Something will not work.
        case error
    }

    /// What was looked at, in a word or two.
    package var topic: String
    /// How good it is.
    package var status: Status
    /// What was found.
    package var finding: String
    /// What to do, as a full sentence; nil where nothing is to do.
    package var advice: String?

    /// A check with its outcome.
    package init(_ topic: String, _ status: Status, _ finding: String, advice: String? = nil) {
        self.topic = topic
        self.status = status
        self.finding = finding
        self.advice = advice
    }

    /// For scripts.
    package var json: JSONValue {
        [
            "topic": .string(topic), "status": .string(status.rawValue),
            "finding": .string(finding), "advice": advice.map { .string($0) } ?? .null,
        ]
    }
}
