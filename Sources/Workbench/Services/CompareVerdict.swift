/// What a run's own answers say about shipping it.
package struct CompareVerdict: Sendable, Equatable {
    /// One arm's figure by the project's metric, as people write it.
    package struct Figure: Sendable, Equatable {
        /// Such as "tuned, query-only".
        package var name: String
        package var value: String
        package var interval: String

        package init(name: String, value: String, interval: String) {
            self.name = name
            self.value = value
            self.interval = interval
        }
    }

    package var runID: RunID
    /// Such as "ship query-only".
    package var decision: String
    package var isShip: Bool
    /// One or two sentences.
    package var reason: String
    /// A sentence; nil where it is not known.
    package var retention: String?
    /// How much sooner query-only answers, a sentence; nil where it was not timed.
    package var speed: String?
    /// Name of the metric with all that its figures depend on.
    package var metric: String
    package var figures: [Figure]
    /// What query-only is compared with.
    package var reference: String
    /// Records that only the reference answers right.
    package var lost: [String]
    /// Records that only query-only answers right.
    package var gained: [String]
    /// McNemar's test, as a phrase; nil where no record changed sides.
    package var test: String?

    package init(
        runID: RunID, decision: String, isShip: Bool, reason: String, retention: String?,
        speed: String?, metric: String, figures: [Figure], reference: String, lost: [String],
        gained: [String],
        test: String?
    ) {
        self.runID = runID
        self.decision = decision
        self.isShip = isShip
        self.reason = reason
        self.retention = retention
        self.speed = speed
        self.metric = metric
        self.figures = figures
        self.reference = reference
        self.lost = lost
        self.gained = gained
        self.test = test
    }

    /// All of it, to be read at length.
    package var text: String {
        var lines = ["\(decision.prefix(1).uppercased())\(decision.dropFirst()). \(reason)", ""]
        if let retention { lines += ["Retention: \(retention)", ""] }
        if let speed { lines += [speed, ""] }
        lines.append("\(metric), 95 % intervals:")
        let width = figures.map(\.name.count).max() ?? 0
        for figure in figures {
            let space = String(repeating: " ", count: width - figure.name.count)
            lines.append("\(figure.name)\(space)  \(figure.value)  (\(figure.interval))")
        }
        lines += ["", "Query-only against \(reference)\(test.map { ", \($0)" } ?? ""):"]
        lines.append(
            "lost \(lost.count)" + (lost.isEmpty ? "" : ": " + lost.joined(separator: ", ")))
        lines.append(
            "gained \(gained.count)" + (gained.isEmpty ? "" : ": " + gained.joined(separator: ", "))
        )
        return lines.joined(separator: "\n")
    }
}
