import Dispatch
import Synchronization

/// Hands out a study's jobs to several threads; those that share a training stay behind each other.
final class StudyLanes: Sendable {
    private struct State {
        var groups: [[Int]]
        var results: [StudyResult?]
        var error: (any Error)?
        var isStopped = false
    }
    private let state: Mutex<State>

    /// - Parameters:
    ///   - trainingKeys: Of the jobs that are to be done, by their numbers, in order.
    ///   - known: Results that are there already; as many as there are jobs.
    init(_ trainingKeys: [(number: Int, key: String)], known: [StudyResult?]) {
        var places: [String: Int] = [:]
        var groups: [[Int]] = []
        for (number, key) in trainingKeys {
            if let place = places[key] {
                groups[place].append(number)
            } else {
                places[key] = groups.count
                groups.append([number])
            }
        }
        state = Mutex(State(groups: groups, results: known))
    }

    /// How many can be under way at a time.
    var groupCount: Int { state.withLock { $0.groups.count } }

    /// Whether another thread has failed or the user stopped it.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Does all jobs, on as many threads.
    /// - Parameters:
    ///   - threadCount: Of them, each with its own jobs.
    ///   - work: One job; nil where the user stopped it.
    /// - Returns: Results in the jobs' order; nil where the user stopped it.
    /// - Throws: The first error; the others end at their checkpoints then.
    func run(
        threadCount: Int, _ work: @escaping @Sendable (Int) throws -> StudyResult?
    ) throws -> [StudyResult]? {
        let group = DispatchGroup()
        for _ in 0..<threadCount {
            group.enter()
            WorkThread.start("study") {
                defer { group.leave() }
                while let numbers = self.next() {
                    for number in numbers where !self.isStopped { self.do(number, work) }
                }
            }
        }
        group.wait()
        return try state.withLock { state in
            if let error = state.error { throw error }
            let results = state.results.compactMap(\.self)
            return results.count == state.results.count ? results : nil
        }
    }

    private func next() -> [Int]? {
        state.withLock { state in
            guard !state.isStopped, !state.groups.isEmpty else { return nil }
            return state.groups.removeFirst()
        }
    }

    private func `do`(_ number: Int, _ work: @Sendable (Int) throws -> StudyResult?) {
        let outcome = Result { try work(number) }
        state.withLock { state in
            switch outcome {
            case .success(let result?): state.results[number] = result
            case .success(nil): state.isStopped = true
            case .failure(let error):
                if state.error == nil { state.error = error }
                state.isStopped = true
            }
        }
    }
}
