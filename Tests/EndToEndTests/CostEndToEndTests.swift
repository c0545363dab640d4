import Foundation
import TestSupport
import Testing

/// What `promptintern cost` tells scripts and people.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct CostEndToEndTests {
    private struct Table: Decodable {
        struct Row: Decodable {
            var way: String
            var total_dollars: Double
        }
        var prompt_tokens: Int
        var query_tokens: Int
        var shared_prefix_tokens: Int?
        var compressed_prompt_tokens: Int?
        var rows: [Row]
        var caching_alone_is_cheaper: Bool
        var summary: String
    }

    private static let workedCase = [
        "--prompt-tokens", "3000", "--query-tokens", "200", "--output-tokens", "150",
    ]

    private func run(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run([try #require(Workbench.binary), "cost"] + arguments)
    }

    private func table(_ arguments: [String]) throws -> Table {
        let result = try run(arguments + ["--json"])
        #expect(result.error == "")
        #expect(result.status == 0)
        return try JSONDecoder().decode(Table.self, from: Data(result.output.utf8))
    }

    @Test func theWorkedCaseNeedsNoProject() throws {
        let table = try table(Self.workedCase + ["--model", "gpt-4.1-mini"])
        let rows = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.way, $0.total_dollars) })
        func dollars(_ way: String) throws -> Double { try #require(rows[way]).rounded() }
        #expect(try dollars("tuned model, full prompt") == 2880)
        #expect(try dollars("base model, full prompt") == 1440)
        #expect(try dollars("tuned model, full prompt, cached") == 1200)
        #expect(try dollars("tuned model, query only") == 640)
        #expect(try dollars("base model, full prompt, cached") == 600)
        #expect(table.caching_alone_is_cheaper)
        #expect(table.summary.contains("query-only never pays against it"))
    }

    @Test func aProjectsPromptsAreMeasured() throws {
        let folder = try TemporaryFolder()
        let project = Workbench.sampleProject.path
        let table = try table([
            project, "--history", folder.url.appending(path: "h.sqlite").path,
            "--dollars-per-hour", "2", "--prefill-speed", "1000", "--decode-speed", "100",
        ])
        #expect(table.prompt_tokens > 10 * table.query_tokens)
        #expect(table.shared_prefix_tokens ?? 0 > 1_000)
        #expect(table.compressed_prompt_tokens ?? 0 > table.query_tokens)
        #expect(!table.caching_alone_is_cheaper)
    }

    @Test(arguments: [
        (["--model", "gpt-5"], "The table has no price of a tuned gpt-5."),
        (["--model", "gpt-0"], "There are no prices of \"gpt-0\"."),
        (["--prices", "/nowhere.json"], "The file of prices cannot be read"),
        (["--input-price", "1"], "Prices without a model's name need --output-price, too."),
        (["--dollars-per-hour", "2"], "The speeds of the machine are not known."),
        (["--dollars-per-hour", "2", "--model", "gpt-4o"], "leave out models"),
        (["--prefill-speed", "2"], "Speeds need --dollars-per-hour."),
        (["--cache-hit-rate", "1.5"], "The cache hit rate is 1.5"),
    ])
    func mistakesAreTold(arguments: [String], message: String) throws {
        let result = try run(Self.workedCase + arguments)
        #expect(result.status != 0)
        #expect(result.error.contains(message), "\(result.error)")
        #expect(result.output == "")
    }
}
