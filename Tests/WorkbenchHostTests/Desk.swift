import Foundation
import RunTestSupport
import Workbench
import WorkbenchHost

/// Live services over a small project, asked and polled as the screen does it.
final class Desk {
    let project: SmallProject
    let services: LiveServices
    /// All that came, in order.
    private(set) var messages: [ServiceMessage] = []
    /// How many of them were offered to those who wait.
    private var seenCount = 0

    /// The rows that the screen takes at once.
    static let rowLimit = 500
    private static let patienceSeconds = 20.0

    init(_ project: SmallProject, availableMemory: Int? = nil) {
        self.project = project
        services = LiveServices(
            folder: project.url, historyFlag: nil, toolVersion: "1", threadCount: 1,
            availableMemory: { availableMemory })
    }

    deinit { services.close() }

    /// Sends and waits for the first message not seen yet that `pick` takes.
    @discardableResult
    func ask<Answer>(
        _ request: ServiceRequest, _ pick: (ServiceMessage) -> Answer?
    ) -> Answer? {
        services.send(request)
        return wait(pick)
    }

    /// Polls until a message that nobody waited for yet is taken; nil when none comes.
    func wait<Answer>(_ pick: (ServiceMessage) -> Answer?) -> Answer? {
        let end = Date.now.addingTimeInterval(Self.patienceSeconds)
        while Date.now < end {
            messages += services.poll(maximumRows: Self.rowLimit)
            while seenCount < messages.count {
                seenCount += 1
                if let answer = pick(messages[seenCount - 1]) { return answer }
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return nil
    }

    /// Polls for a while; nobody waits for what comes.
    func settle(seconds: Double = 0.5) {
        let end = Date.now.addingTimeInterval(seconds)
        while Date.now < end {
            messages += services.poll(maximumRows: Self.rowLimit)
            Thread.sleep(forTimeInterval: 0.02)
        }
        seenCount = messages.count
    }

    func load() -> ProjectSnapshot? { ask(.loadProject) { $0.project } }
}

extension ServiceMessage {
    var project: ProjectSnapshot? { if case .project(let value) = self { value } else { nil } }
    var plan: PlanPreview? { if case .plan(let value) = self { value } else { nil } }
    var started: RunHeader? { if case .runStarted(let value) = self { value } else { nil } }
    var opened: RunDetail? { if case .runOpened(let value) = self { value } else { nil } }
    var runs: [RunSummary]? { if case .runs(let value) = self { value } else { nil } }
    var preview: RecordPreview? {
        if case .recordPreview(let value) = self { value } else { nil }
    }
    var failure: String? {
        if case .failed(let title, let text) = self { "\(title): \(text)" } else { nil }
    }
}
