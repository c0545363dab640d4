import Foundation
import Prompts
import Synchronization

/// Lets go of a rewriter that cannot be stopped, such as one that waits for a server.
///
/// The answer that nobody waits for any more comes, and is dropped.
package struct StoppableRewriter: TextRewriter {
    private let rewriter: any TextRewriter
    private let monitor: CompressionMonitor

    /// How often the monitor is asked.
    private static let pollSeconds = 0.05

    /// - Parameters:
    ///   - rewriter: works on a thread of its own.
    ///   - monitor: asked whether to wait on.
    package init(_ rewriter: any TextRewriter, monitor: CompressionMonitor) {
        self.rewriter = rewriter
        self.monitor = monitor
    }

    package var title: String { rewriter.title }
    package var settingsText: String { rewriter.settingsText }

    /// - Throws: `CompressionStopped`, and what the rewriter throws.
    package func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
        let answer = Answer()
        let rewriter = rewriter
        Thread.detachNewThread {
            answer.give(
                Result {
                    try rewriter.rewrite(
                        instruction: instruction, text: text, maximumTokens: maximumTokens)
                })
        }
        while !answer.wait(seconds: Self.pollSeconds) {
            if monitor.isStopped { throw CompressionStopped() }
        }
        return try answer.result()
    }

    /// What the thread hands over.
    private final class Answer: Sendable {
        private let given = Mutex<Result<String, any Error>?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        func give(_ result: Result<String, any Error>) {
            given.withLock { $0 = result }
            semaphore.signal()
        }

        /// Whether the answer is there.
        func wait(seconds: Double) -> Bool {
            semaphore.wait(timeout: .now() + seconds) == .success
        }

        /// - Throws: what the rewriter threw; `CompressionStopped` where nothing was given.
        func result() throws -> String {
            guard let result = given.withLock({ $0 }) else { throw CompressionStopped() }
            return try result.get()
        }
    }
}
