import RunEvents
import TerminalUI

@testable import Workbench

/// The whole program on a terminal in memory, driven key by key.
final class WorkbenchDriver {
    let terminal: MemoryTerminal
    let services: FakeServices
    let app: WorkbenchApp

    init(_ size: Size, capabilities: TerminalCapabilities? = nil, answers: Bool = true) throws {
        terminal = MemoryTerminal(size: size)
        if let capabilities { terminal.capabilities = capabilities }
        services = FakeServices()
        services.answers = answers
        app = WorkbenchApp(
            terminal: terminal, services: services,
            options: WorkbenchOptions(secondsFromGMT: 0, clock: { 0 }))
        services.send(.loadProject)
        services.send(.listRuns)
        try settle()
    }

    /// Turns until all answers have come.
    func settle() throws { for _ in 0..<4 { try app.turn() } }

    func type(_ keys: String) throws {
        for key in keys.split(separator: " ") {
            terminal.type(String(key))
            try settle()
        }
    }

    func push(_ messages: ServiceMessage...) throws {
        for message in messages { services.push(message) }
        try settle()
    }

    /// Brings a training to a step.
    func train(to step: Int) throws {
        try push(
            .runStarted(FakeProject.header), .evaluations(12, FakeProject.baseEvaluations),
            .log(12, FakeProject.log), .steps(12, FakeProject.steps(1...step)))
        for (border, stage) in [(120, 0), (180, 1), (240, 2), (360, 3)] where border <= step {
            try push(.evaluations(12, FakeProject.evaluations(border, stage: stage)))
        }
        try push(
            .checkpoint(
                12, CheckpointSummary(step: step / 60 * 60, stage: 1, path: "c", byteCount: 417_792)
            ))
        try type("esc")
    }

    var text: String { terminal.screen.text }
}
