import Synchronization

@testable import Compressors

/// Answers from a list, the last one again and again, and keeps what it was asked.
final class ScriptedRewriter: TextRewriter {
    private let answers: [String]
    private let asked = Mutex<[(instruction: String, maximumTokens: Int)]>([])

    init(_ answers: [String]) { self.answers = answers }

    var title: String { "the script" }
    var settingsText: String { "scripted" }
    var requests: [(instruction: String, maximumTokens: Int)] { asked.withLock { $0 } }

    func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
        asked.withLock { $0.append((instruction, maximumTokens)) }
        return answers[min(requests.count - 1, answers.count - 1)]
    }
}
