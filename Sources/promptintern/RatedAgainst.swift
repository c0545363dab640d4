import ArgumentParser
import RunEvents

/// Whose answers to the full prompt query-only is held against.
enum RatedAgainst: String, ExpressibleByArgument, CaseIterable {
    /// What is served today, as a rule.
    case base
    case tuned

    var model: ModelState { self == .base ? .base : .tuned }
}
