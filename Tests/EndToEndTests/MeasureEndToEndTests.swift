import Foundation
import TestSupport
import Testing

/// `promptintern measure` on a project that nothing was trained in yet.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct MeasureEndToEndTests {
    private func run(_ arguments: String...) throws -> CommandResult {
        let folder = try TemporaryFolder()
        return try CommandResult.run(
            [try #require(Workbench.binary), "measure", Workbench.sampleProject.path] + arguments
                + ["--history", folder.url.appending(path: "history.sqlite").path])
    }

    @Test(arguments: ["--rules", "--gap", "--kept"])
    func withoutARunThereIsNothingToMeasure(flag: String) throws {
        let result = try run(flag)
        #expect(result.status == 1 && result.output == "")
        #expect(
            result.error
                == "Error: There is nothing to measure yet. \(Workbench.sampleProject.path). Train a "
                + "run first (promptintern train), and set evaluation.probes and "
                + "evaluation.off_task.\n")
    }

    @Test func aRunThatIsNotThereIsNamed() throws {
        let result = try run("--run", "7", "--json")
        #expect(result.status == 1 && result.output == "")
        #expect(result.error.hasPrefix("Error: There is no run 7. "))
    }

    @Test func fewerThanNoRecordsCannotBe() throws {
        let result = try run("--records=-1")
        #expect(result.status != 0)
        #expect(result.error.hasPrefix("Error: --records must be 0 or more."))
    }
}
