import Foundation
import TestSupport
import Testing

/// What `promptintern compress` prints.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct CompressEndToEndTests {
    private struct Compressed: Decodable {
        struct Part: Decodable {
            struct Piece: Decodable {
                var kind: String
                var text: String
            }
            var text: String
            var diff: [Piece]
        }
        var compressor: String
        var askedRate: Double
        var achievedRate: Double
        var tokens: Int
        var fullTokens: Int
        var parts: [Part]
    }

    private func run(_ arguments: [String]) throws -> CommandResult {
        let folder = try TemporaryFolder()
        let history = folder.url.appending(path: "history.sqlite").path
        return try CommandResult.run(
            [try #require(Workbench.binary), "compress"] + arguments + ["--history", history])
    }

    private var template: String {
        get throws {
            var text = try String(
                contentsOf: Workbench.sampleProject.appending(path: "template.txt"),
                encoding: .utf8)
            while text.hasSuffix("\n") { text.removeLast() }
            return text
        }
    }

    @Test(arguments: ["rules", "self-information"])
    func jsonHoldsTextRatesAndWhatWasCut(compressor: String) throws {
        let result = try run([
            Workbench.sampleProject.path, "--rate", "0.5", "--compressor", compressor, "--json",
            "--diff",
        ])
        #expect(result.error == "")
        #expect(result.status == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let found = try decoder.decode(Compressed.self, from: Data(result.output.utf8))
        #expect(found.compressor == compressor)
        #expect(found.askedRate == 0.5)
        #expect(abs(found.achievedRate - 0.5) < 0.05)
        #expect(found.achievedRate == Double(found.tokens) / Double(found.fullTokens))
        let part = try #require(found.parts.first)
        #expect(part.diff.filter { $0.kind != "cut" }.map(\.text).joined() == part.text)
        #expect(part.diff.filter { $0.kind != "new" }.map(\.text).joined() == (try template))
    }

    @Test func theTextGoesToOutputAndTheFiguresToError() throws {
        let model = Workbench.sampleProject.deletingLastPathComponent().appending(
            path: "models/base"
        ).path
        let file = Workbench.sampleProject.appending(path: "template.txt").path
        let result = try run(["--text", file, "--model", model, "--rate", "1"])
        #expect(result.status == 0)
        #expect(result.output == (try String(contentsOfFile: file, encoding: .utf8)) + "\n")
        #expect(result.error.hasPrefix("rules: tau 1.0 asked, 1.000 achieved, "))
        let marked = try run(["--text", file, "--model", model, "--rate", "0", "--diff"])
        #expect(marked.output.hasPrefix("[-") && marked.output.hasSuffix("-]\n"))
        #expect(!marked.output.contains("\u{1B}"))
    }

    @Test func mistakesAreNamed() throws {
        let rate = try run([Workbench.sampleProject.path, "--rate", "1.5"])
        #expect(rate.status != 0)
        #expect(rate.error.contains("--rate must be from 0 (nothing kept) to 1 (all kept)."))
        let hand = try run([
            Workbench.sampleProject.path, "--rate", "0.5", "--compressor", "hand",
        ])
        #expect(hand.status == 1)
        #expect(hand.error.contains("There is no file for tau 0.5 of template part 1."))
        let command = try run([
            Workbench.sampleProject.path, "--rate", "0.5", "--compressor", "command",
        ])
        #expect(command.error.contains("needs options that only project.yaml can give"))
        let text = try run(["--text", "x.txt", "--rate", "0.5"])
        #expect(text.error.contains("--text needs --model"))
    }
}
