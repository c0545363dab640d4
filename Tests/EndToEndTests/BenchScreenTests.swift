import Foundation
import TestSupport
import Testing

/// That the workbench can be timed: what the times are is for a quiet machine.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct BenchScreenTests {
    private struct Report: Decodable {
        struct Presses: Decodable {
            var medianMs: Double
            var longestMs: Double
        }
        var firstPaintMs: Double
        var idleBytes: Int
        var atRest: Presses
        var training: Presses
    }

    @Test func everyPressIsAnsweredAtRestAndWhileItTrains() throws {
        let result = try CommandResult.run([
            try #require(Workbench.binary), "bench", "screen", Workbench.sampleProject.path,
            "--presses", "5", "--seconds", "1", "--json",
        ])
        #expect(result.error == "")
        #expect(result.status == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let report = try decoder.decode(Report.self, from: Data(result.output.utf8))
        #expect(report.firstPaintMs > 0)
        // Nothing changes, so nothing is drawn.
        #expect(report.idleBytes == 0)
        for presses in [report.atRest, report.training] {
            #expect(presses.medianMs > 0)
            #expect(presses.longestMs >= presses.medianMs)
            // The limit of the wait: a press without a picture.
            #expect(presses.longestMs < 10_000)
        }
    }
}
