import Foundation
import TestSupport
import Testing

@testable import Project

@Suite struct CompressorChoiceTests {
    private func choice(_ lines: String) throws -> CompressorChoice {
        let text = lines.split(separator: "\n").map { "  \($0)\n" }.joined()
        return try ProjectFile.parse("compressor:\n" + text).compressor
    }

    private func problems(_ lines: String, in folder: URL? = nil) -> [String] {
        let text = lines.split(separator: "\n").map { "  \($0)\n" }.joined()
        do throws(ProjectError) {
            _ = try ProjectFile.parse("compressor:\n" + text, checkingFilesIn: folder)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return ["\(error)"] }
            // Problems of the rest of the file are another test's.
            return problems.map(\.description).filter { $0.contains("compressor") }
        }
    }

    private static let choices: [CompressorChoice] = {
        var information = CompressorChoice.SelfInformation()
        information.questions = 8
        information.seed = 5
        information.force = ["=", "a: b", "\n"]
        information.keepDigits = false
        information.keepNames = false
        information.keepLineBreaks = false
        var classifier = CompressorChoice.LLMLingua2(model: "../lingua")
        classifier.forceTokens = ["\n", "."]
        classifier.forceReserveDigit = true
        classifier.dropConsecutive = true
        var local = CompressorChoice.Summary()
        local.attempts = 5
        var remote = CompressorChoice.Summary()
        remote.endpoint = .init(
            url: "https://x.example/v1", model: "small: 1", keyVariable: "A_KEY")
        remote.endpoint?.timeoutSeconds = 2.5
        var keyless = CompressorChoice.Summary()
        keyless.endpoint = .init(url: "http://localhost:8080/v1", model: "m")
        var attribution = CompressorChoice.Attribution()
        attribution.records = 0
        attribution.seed = 9
        var command = CompressorChoice.Command(arguments: ["python3", "-c", "x = \"{tau}\"\n"])
        command.timeoutSeconds = 0.5
        return [
            .rules, .selfInformation(.init()), .selfInformation(information),
            .llmlingua2(classifier), .llmlingua2(.init(model: "m")), .summary(local),
            .summary(remote), .summary(keyless), .attribution(.init()), .attribution(attribution),
            .command(command), .hand(.pattern("p/t.{tau}.{part}.txt")),
            .hand(.list([.init(rate: 0.67, path: "a b.txt"), .init(rate: 0.33, path: "c.txt")])),
        ]
    }()

    @Test(arguments: choices)
    func everyChoiceSurvivesTheTemplate(choice: CompressorChoice) throws {
        var project = ProjectFile()
        project.compressor = choice
        let text = project.commentedTemplate()
        #expect(try ProjectFile.parse(text) == project, "\(text)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func silenceMeansTheDefaults() throws {
        #expect(try ProjectFile.parse("").compressor == .rules)
        #expect(try choice("kind: self-information") == .selfInformation(.init()))
        #expect(try choice("kind: summary") == .summary(.init()))
        #expect(try choice("kind: attribution") == .attribution(.init()))
        #expect(try choice("kind: hand") == .hand(.pattern("template.{tau}.txt")))
        for kind in CompressorChoice.Kind.allCases where ![.command, .llmlingua2].contains(kind) {
            #expect(CompressorChoice(kind)?.kind == kind)
        }
        #expect(CompressorChoice(.command) == nil)
        #expect(CompressorChoice(.llmlingua2) == nil)
    }

    @Test func aCommandIsAListOrALineForTheShell() throws {
        #expect(
            try choice("kind: command\ncommand: [python3, shorten.py]")
                == .command(.init(arguments: ["python3", "shorten.py"])))
        #expect(
            try choice("kind: command\ncommand: head -n 3 | sort")
                == .command(.init(arguments: ["sh", "-c", "head -n 3 | sort"])))
        #expect(
            problems("kind: command") == [
                "project.yaml:1:1: compressor.command is missing. Write the program and its "
                    + "arguments, such as [python3, shorten.py]."
            ])
    }

    @Test func settingsOfAnotherKindAreRefused() {
        #expect(
            problems("kind: rules\nquestions: 3\nseed: 1\ncommand: x") == [
                "project.yaml:3:14: compressor.questions belongs to self-information, but "
                    + "compressor.kind is rules. Remove it, or set the kind to self-information.",
                "project.yaml:4:9: compressor.seed belongs to self-information and attribution, "
                    + "but compressor.kind is rules. Remove it, or set the kind to "
                    + "self-information or attribution.",
                "project.yaml:5:12: compressor.command belongs to command, but compressor.kind is "
                    + "rules. Remove it, or set the kind to command.",
            ])
        #expect(
            problems("kind: attribution\nrecord: 3") == [
                "project.yaml:3:3: compressor.record is not a setting. Did you mean \"records\"?"
            ])
    }

    @Test func anEndpointNeedsAnAddressAndAModel() {
        #expect(
            problems("kind: summary\nendpoint: x.example/v1\nkey_variable: sk-12 34") == [
                "project.yaml:3:13: compressor.endpoint is \"x.example/v1\", which is no address "
                    + "of the web. Write it as https://HOST/v1.",
                "project.yaml:3:13: compressor.model is missing. Name the endpoint's model.",
                "project.yaml:4:17: compressor.key_variable is no name of an environment "
                    + "variable. Write the variable's name, such as OPENAI_API_KEY, never the key.",
            ])
        #expect(
            problems("kind: summary\nmodel: m") == [
                "project.yaml:3:10: compressor.model belongs to an endpoint, but "
                    + "compressor.endpoint is not set. Set the endpoint, or remove the line."
            ])
    }

    @Test func filesByHandAreNamedByRates() throws {
        #expect(
            try choice("kind: hand\nfiles: {0.33: b.txt, 0.67: a.txt}")
                == .hand(
                    .list([.init(rate: 0.67, path: "a.txt"), .init(rate: 0.33, path: "b.txt")])))
        #expect(
            problems("kind: hand\nfiles: template.txt") == [
                "project.yaml:3:10: compressor.files does not hold {tau} in the file's name. Put "
                    + "{tau} where the share of kept tokens stands, or list the files as lines of "
                    + "0.67: FILE."
            ])
        #expect(
            problems("kind: hand\nfiles: {half: a.txt}") == [
                "project.yaml:3:11: compressor.files has the key \"half\", which is no share. "
                    + "Write a number from 0 to 1, such as 0.67."
            ])
        // A file that is missing is told by its stage: the rest of the project can be worked on.
        let folder = try TemporaryFolder()
        #expect(problems("kind: hand\nfiles:\n  0.5: a.txt", in: folder.url).isEmpty)
    }
}
