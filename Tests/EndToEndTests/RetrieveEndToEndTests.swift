import Foundation
import TestSupport
import Testing

/// What `promptintern retrieve` tells scripts and people.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct RetrieveEndToEndTests {
    private struct Found: Decodable {
        struct Example: Decodable {
            var id: String
            var score: Double
            var query: String
            var output: String
        }
        var record: String
        var split: String
        var retriever: String
        var examples: [Example]
    }

    private func run(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(
            [try #require(Workbench.binary), "retrieve", Workbench.sampleProject.path] + arguments)
    }

    @Test(arguments: ["bleu", "bm25"])
    func itShowsARecordsExamples(retriever: String) throws {
        let result = try run(
            "--record", "test-001", "--shots", "4", "--retriever", retriever, "--json")
        #expect(result.error == "")
        #expect(result.status == 0)
        let found = try JSONDecoder().decode(Found.self, from: Data(result.output.utf8))
        #expect(found.record == "test-001")
        #expect(found.split == "test")
        #expect(found.retriever == retriever)
        #expect(found.examples.count == 4)
        #expect(found.examples.allSatisfy { $0.id.hasPrefix("train-") })
        let scores = found.examples.map(\.score)
        #expect(scores == scores.sorted(by: >))
        #expect(scores[0] > scores[3])
    }

    @Test func mistakesAreTold() throws {
        let unknown = try run("--record", "nobody")
        #expect(unknown.status != 0)
        #expect(unknown.error.contains("The project has no record \"nobody\"."))
        let command = try run("--record", "test-001", "--retriever", "command")
        #expect(command.status != 0)
        #expect(command.error.contains("The retriever is a command, but none is named."))
    }
}
