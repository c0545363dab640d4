import Prompts
import RunEvents

@testable import Workbench

/// Answers as a program would, one poll later, and remembers what was asked.
final class FakeServices: WorkbenchServices {
    private(set) var requests: [ServiceRequest] = []
    private var queue: [ServiceMessage] = []
    /// False: requests are only remembered.
    var answers = true

    func push(_ messages: ServiceMessage...) { queue += messages }

    func send(_ request: ServiceRequest) {
        requests.append(request)
        guard answers else { return }
        switch request {
        case .loadProject: queue.append(.project(FakeProject.snapshot))
        case .recordPreview(let id, let stage, let schedule, let revision):
            queue.append(
                .recordPreview(
                    FakeProject.preview(id, stage: stage, schedule: schedule, revision: revision)))
        case .plan(let schedule, let revision):
            queue.append(.plan(FakeProject.plan(schedule, revision: revision)))
        case .markPart: queue.append(.project(FakeProject.snapshot))
        case .saveSchedule(_, let revision): queue.append(.scheduleSaved(revision: revision))
        case .compressAgain(let schedule, let revision):
            queue += [.compressingEnded, .plan(FakeProject.plan(schedule, revision: revision))]
        case .stopCompressing: queue.append(.compressingEnded)
        case .startTraining: queue.append(.runStarted(FakeProject.header))
        case .pauseTraining: queue.append(.runStatus(12, .paused, text: nil))
        case .resumeTraining: queue.append(.runStatus(12, .running, text: nil))
        case .stopTraining: queue.append(.runStatus(12, .stopped, text: nil))
        case .continueRun, .branchRun: queue.append(.runStarted(FakeProject.header))
        case .compare(let id, let model):
            var answers = [
                FakeProject.prediction(id, .fullPrompt, right: true),
                FakeProject.prediction(id, .queryOnly, right: false),
            ]
            for index in answers.indices { answers[index].model = model }
            queue.append(.predictions(answers))
        case .loadRatings: queue.append(.ratings(FakeProject.ratingSheet))
        case .rate: break
        case .ratingResult: queue.append(.ratingResult("won 1, lost 1, tied 1"))
        case .listRuns: queue.append(.runs(FakeProject.runs))
        case .openRun: queue.append(.runOpened(FakeProject.detail))
        case .measureRun(let id):
            queue += [
                .measuring(id, text: "rules, answer 1 of 3"), .runOpened(FakeProject.measured),
                .measured(id, reportCount: 4),
            ]
        case .stopMeasuring: queue.append(.measured(11, reportCount: 1))
        case .deleteRun(let id): queue.append(.runDeleted(id))
        }
    }

    func poll(maximumRows: Int) -> [ServiceMessage] {
        defer { queue = [] }
        return queue
    }
}
