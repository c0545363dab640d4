/// Adds up the time that the parts of a step take, as the thread that leads them sees it.
package final class StepClock {
    /// A part of a step.
    package enum Part: String, CaseIterable, Sendable {
        case attention
        case projections
        case lowRankGradients
        case head
        case optimizer
    }

    package private(set) var milliseconds: [Part: Double] = [:]
    private let clock = ContinuousClock()

    package init() {}

    package func reset() { milliseconds = [:] }

    /// Runs a part and counts its time.
    package func measure<Result>(_ part: Part, _ body: () throws -> Result) rethrows -> Result {
        let start = clock.now
        defer { milliseconds[part, default: 0] += (clock.now - start).milliseconds }
        return try body()
    }
}
