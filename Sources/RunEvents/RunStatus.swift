/// Where a run stands.
package enum RunStatus: String, Sendable, Codable, CaseIterable {
    /// A process trains it now and gives signs of life.
    case running
    /// Held by its user; its process still lives.
    case paused
    /// Ended by its user before the last step; can be resumed.
    case stopped
    /// Its process ended without a word (killed, power lost); can be resumed from its checkpoint.
    case interrupted
    /// All stages done.
    case finished
    /// Ended by an error, which its log names.
    case failed
}

/// Which prompt a model is asked with.
package enum PromptArm: String, Sendable, Codable, CaseIterable {
    /// Whole template, all examples, query.
    case fullPrompt = "full-prompt"
    /// The stage's shortened template and fewer examples.
    case stagePrompt = "stage-prompt"
    /// The query block alone: what production sends.
    case queryOnly = "query-only"
}

/// Which weights answer.
package enum ModelState: String, Sendable, Codable, CaseIterable {
    /// The frozen base, adapter off.
    case base
    /// Base and adapter.
    case tuned
}

/// How much a line of the log matters.
package enum LogLevel: String, Sendable, Codable { case info, warning, error }
