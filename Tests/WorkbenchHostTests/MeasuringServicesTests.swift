#if !DEBUG
    import Foundation
    import Judging
    import RunControl
    import RunEvents
    import RunTestSupport
    import Testing
    import Workbench

    /// Measuring a run as the screen asks for it.
    @Suite struct MeasuringServicesTests {
        private func end(_ message: ServiceMessage) -> Int? {
            if case .measured(_, let count) = message { count } else { nil }
        }

        @Test func reportsComeAsTheyAreMade() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            _ = try project.train(store)
            let desk = Desk(project)
            _ = try #require(desk.load())
            // Without files of probes and queries the others are measured.
            #expect(desk.ask(.measureRun(1), end) == 2)
            let opened = desk.messages.compactMap(\.opened)
            #expect(
                opened.map { $0.measures.map(\.measure.kind) } == [[.coverage], [.coverage, .gap]])
            let progress = desk.messages.compactMap { message -> String? in
                if case .measuring(1, let text) = message { text } else { nil }
            }
            #expect(
                progress == [
                    "reading the model", "coverage, section 0 of 2", "coverage, section 0 of 2",
                    "coverage, section 1 of 2", "coverage, section 2 of 2",
                ])
            let measures = try #require(desk.ask(.openRun(1)) { $0.opened }).measures
            #expect(measures == opened.last?.measures)
        }

        @Test func whatFailsSaysWhyAndEnds() throws {
            let desk = Desk(try SmallProject())
            _ = try #require(desk.load())
            let failure = desk.ask(.measureRun(5)) { $0.failure }
            #expect(failure?.hasPrefix("The run is not measured: There is no run 5.") == true)
            #expect(desk.wait(end) == 0)
        }
    }
#endif
