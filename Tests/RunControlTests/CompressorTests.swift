import Compressors
import Foundation
import LanguageModel
import Project
import Prompts
import RunTestSupport
import TestSupport
import Testing

@testable import RunControl

@Suite struct CompressorTests {
    /// A summary's request is longer than the template.
    private static let options: SmallProject.Options = {
        var options = SmallProject.Options()
        options.contextLength = 1_024
        return options
    }()

    /// A project whose compressor is the one of the given lines.
    private func project(_ lines: String) throws -> SmallProject {
        let project = try SmallProject(Self.options)
        try project.write(
            "project.yaml",
            project.read("project.yaml") + "compressor:\n"
                + lines.split(separator: "\n").map { "  \($0)\n" }.joined())
        return project
    }

    @Test(arguments: [
        "kind: rules", "kind: self-information", "kind: self-information\nquestions: 3",
        "kind: attribution\nrecords: 4", "kind: hand",
        "kind: command\ncommand: [head, -c, '{tokens}']", "kind: summary",
    ])
    func everyKindMakesAPlan(lines: String) throws {
        let project = try project(lines)
        try project.write("template.0.5.txt", "You translate questions into formulas.\n")
        let plan = try project.plan()
        let stage = plan.stagePlan.stages[1]
        #expect(stage.achievedRate > 0 && stage.achievedRate < 0.8)
        #expect(plan.stagePlan.stages[0].templateTexts == [SmallProject.template])
        #expect(plan.stagePlan.stages[2].templateTexts == [""])
        if lines == "kind: hand" {
            #expect(stage.templateTexts == ["You translate questions into formulas."])
        }
    }

    /// The small random classifiers that the encoders' own tests are held against.
    @Test(arguments: ["bert", "xlm-roberta"])
    func aTokenClassifierMakesAPlan(family: String) throws {
        let folder = SharedFixtures.projectRoot.appending(
            path: "Tests/EncodersTests/Resources/\(family)")
        let plan = try project(
            "kind: llmlingua2\nmodel: \(folder.path)\nforce_tokens: ['FIND']"
        ).plan()
        let stage = plan.stagePlan.stages[1]
        #expect(stage.achievedRate > 0.2 && stage.achievedRate <= 0.5)
        #expect(stage.templateTexts[0].contains("FIND"))
        #expect(
            plan.configurationJSON["compressor"]?.stringValue?.contains("llmlingua2") == true)
    }

    @Test func theCacheOfTheHistoryIsUsed() throws {
        let project = try project(
            "kind: command\ncommand: echo x >> calls; head -c $PROMPTINTERN_TOKENS")
        let store = try project.openStore()
        for _ in 0..<2 { _ = try project.plan(store) }
        #expect(try project.read("calls") == "x\n")
    }

    @Test func anErrorNamesStagePartAndFile() throws {
        let project = try project("kind: hand")
        let error = #expect(throws: PromptsError.self) { try project.plan() }
        #expect(
            error?.description == """
                Template part 1 cannot be shortened to tau 0.5 by "hand" in stage 1.
                There is no file for tau 0.5 of template part 1.
                \(project.url.appending(path: "template.0.5.txt").path)
                Write it, or name it in compressor.files in project.yaml.
                """)
    }

    /// The rules' runs of before must stay resumable; another compressor is another run.
    @Test func fingerprintsTellCompressorsApart() throws {
        let project = try project("kind: hand")
        try project.write("template.0.5.txt", "You translate.")
        let first = try project.plan()
        #expect(
            first.configurationJSON["compressor"]?.stringValue?.hasPrefix("hand hand 1; ") == true)
        try project.write("template.0.5.txt", "You translate questions.")
        #expect(try project.plan().fingerprint != first.fingerprint)
        let rules = try SmallProject()
        #expect(try rules.plan().configurationJSON["compressor"]?.stringValue == "rules")
    }

    @Test func attributionMeasuresTheBaseOnValidation() throws {
        let project = try project("kind: attribution\nrecords: 4")
        let prepared = try project.prepared()
        let loaded = prepared.project
        let measure = AttributionMeasure(
            project: loaded, model: prepared.model, encoder: prepared.encoder,
            storage: prepared.storage, records: Array(loaded.validation.prefix(4)))
        let losses = try measure.losses(SmallProject.template, [SmallProject.template, ""])
        #expect(losses.count == 2 && losses[0] != losses[1])
        // The full prompt's loss as a comparison measures it.
        let comparison = try Comparison(
            prepared, schedule: loaded.file.schedule.schedule, adapter: nil)
        let full = try comparison.measure(
            Array(loaded.validation.prefix(4)), arm: .fullPrompt, model: .base,
            split: "validation")
        #expect(abs(full.metrics.loss - losses[0]) < 1e-6)
    }

    @Test func attributionWithoutValidationIsRefused() throws {
        let project = try project("kind: attribution")
        try project.replace(in: "project.yaml", "  validation: validation.jsonl\n", with: "")
        let error = #expect(throws: PromptsError.self) { try project.plan() }
        #expect(error?.description.contains("There are no validation records") == true)
    }

    @Test func aTextWithoutAProjectIsShortened() throws {
        let project = try SmallProject(Self.options)
        let model = project.url.appending(path: "model", directoryHint: .isDirectory)
        for kind in TextCompression.kinds {
            let compression = try TextCompression(
                SmallProject.template, kind: kind, modelFolder: model, storage: .float32)
            let parts = try compression.input.compressedParts(rate: 0.5)
            #expect(parts.count == 1)
            #expect(parts[0].tokens < parts[0].fullTokens)
        }
        #expect(throws: RunControlError.needsProject(compressor: "hand")) {
            try TextCompression(
                "x", kind: .hand, modelFolder: model, storage: .float32)
        }
    }
}
