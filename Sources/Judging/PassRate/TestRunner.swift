import Foundation
import Synchronization

/// Runs answers against their tests in the sandbox.
package final class TestRunner: Sendable {
    private let sandbox: Sandbox
    private let harness: TestHarness

    /// Tries the harness on a program without code.
    /// - Throws: `JudgingError.interpreterBroken`.
    package init(sandbox: Sandbox, harness: TestHarness = .python) throws {
        self.sandbox = sandbox
        self.harness = harness
        let outcome = try run(TestedAnswer(recordID: "", code: "", tests: []))
        guard outcome.isPassed else {
            let reason =
                switch outcome {
                case .failed(let said), .broken(let said): said
                default: "an empty program ends as \"\(outcome.name)\"."
                }
            throw JudgingError.interpreterBroken(command: command, reason: reason)
        }
    }

    /// What runs the tests, for messages.
    var command: String { harness.command.joined(separator: " ") }

    /// Runs one answer's tests.
    /// - Throws: `JudgingError.processNotStarted` where the machine has no process or file left.
    package func run(_ answer: TestedAnswer) throws -> TestOutcome {
        // Not to be guessed by the answer.
        let mark = "end-\(UUID().uuidString)"
        let ending = try sandbox.run(
            harness.command,
            program: (harness.fileName, harness.program(answer, mark: mark)))
        return TestOutcome(ending, mark: harness.closing == nil ? nil : mark)
    }

    /// Runs many, several at a time.
    ///
    /// `onOutcome` gets an answer's index and outcome as soon as it is known, from any thread but
    /// never from two at once, and answers whether to go on. Outcomes stand in the order of the
    /// answers; nil where it was not gone on.
    /// - Throws: The first error of `run`.
    package func run(
        _ answers: [TestedAnswer], threads: Int,
        onOutcome: @escaping @Sendable (Int, TestOutcome) -> Bool = { _, _ in true }
    ) throws -> [TestOutcome?] {
        let progress = Progress(count: answers.count)
        let group = DispatchGroup()
        for _ in 0..<max(1, min(threads, answers.count)) {
            group.enter()
            // The sandbox dies with the thread that made it: threads of their own, not a pool's.
            Thread.detachNewThread {
                defer { group.leave() }
                while let index = progress.next() {
                    let result = Result { try self.run(answers[index]) }
                    progress.record(result, at: index, onOutcome)
                }
            }
        }
        group.wait()
        return try progress.outcomes()
    }

    /// What the threads share.
    private final class Progress: Sendable {
        private struct State {
            var nextIndex = 0
            var outcomes: [TestOutcome?]
            var error: (any Error)?
            var isStopped = false
        }
        private let state: Mutex<State>

        init(count: Int) {
            state = Mutex(State(outcomes: [TestOutcome?](repeating: nil, count: count)))
        }

        func next() -> Int? {
            state.withLock { state in
                guard !state.isStopped, state.nextIndex < state.outcomes.count else { return nil }
                defer { state.nextIndex += 1 }
                return state.nextIndex
            }
        }

        func record(
            _ result: Result<TestOutcome, any Error>, at index: Int,
            _ onOutcome: (Int, TestOutcome) -> Bool
        ) {
            state.withLock { state in
                switch result {
                case .success(let outcome):
                    state.outcomes[index] = outcome
                    if !state.isStopped, !onOutcome(index, outcome) { state.isStopped = true }
                case .failure(let error):
                    if state.error == nil { state.error = error }
                    state.isStopped = true
                }
            }
        }

        func outcomes() throws -> [TestOutcome?] {
            try state.withLock { state in
                if let error = state.error { throw error }
                return state.outcomes
            }
        }
    }
}
