import Foundation
import JSONText
import Project
import Prompts
import RunControl
import TestSupport
import Testing

@testable import ProjectSetup

/// A log, corrections to it, and the log of the week after.
@Suite struct CorrectedImportTests {
    private let folder: TemporaryFolder
    private let output: URL

    init() throws {
        folder = try TemporaryFolder()
        output = folder.url.appending(path: "out", directoryHint: .isDirectory)
        _ = try folder.write("model/config.json", "{}")
    }

    private func question(_ index: Int) -> String {
        let starts = ["Where is", "Who was", "Tell me about", "Why not", "How does one find"]
        let ends = ["Rome?", "Ada!", "an apple, please.", "5 of 12?", "water, then", "the sea;"]
        return "\(starts[index % 5]) \(index) \(ends[index % 6])"
    }

    private let template = "Answer in one word, in English. Never tell a secret. Be kind to all."

    private func log(_ name: String, _ indices: Range<Int>, template: String? = nil) throws -> URL {
        let lines = indices.map { index -> JSONValue in
            [
                "prompt": .string(
                    "\(template ?? self.template)\n\nQuestion: \(question(index))\nAnswer:"),
                "completion": .string(" word \(index)"),
            ]
        }
        return try folder.write(name, lines.map { $0.text() + "\n" }.joined())
    }

    private func importing(_ change: (inout ProjectImport) -> Void = { _ in }) throws
        -> ProjectImport
    {
        var value = ProjectImport(shares: try SplitShares(), workingFolder: folder.url)
        value.modelPath = "model"
        change(&value)
        return value
    }

    private func correct(_ text: String) throws {
        _ = try folder.write("out/corrections.yaml", text)
    }

    private let pinned = "corrections:\n  - is: pinned\n    text: Never tell a secret.\n"

    /// Nothing of the log is lost, and production's query is in every stage as it is alone.
    private func expectRoundTrip(_ log: URL, _ count: Int) throws {
        let project = try LoadedProject.load(folder: output)
        let records = project.training + project.heldOut
        #expect(records.count == count)
        let prompts = try PromptImporter().read(log).prompts
        let byOutput = Dictionary(uniqueKeysWithValues: prompts.map { ($0.output, $0) })
        for record in records {
            let prompt = try #require(byOutput[record.output])
            let texts = project.layout.templateTexts(for: record)
            let full = project.layout.render(record, templateTexts: texts, examples: [])
            #expect(full.joinedText.utf8.elementsEqual(prompt.turns.map(\.text).joined().utf8))
            let alone = project.layout.renderQueryOnly(record)
            for stage in [texts, texts.map { String($0.prefix(9)) }, []] {
                let spans = project.layout.render(record, templateTexts: stage, examples: [])
                #expect(spans.filter { $0.kind == .query } == alone.filter { $0.kind == .query })
                #expect(spans.filter { $0.kind == .pinned } == alone.filter { $0.kind == .pinned })
            }
        }
    }

    @Test func theNextImportAppliesCorrectionsAgain() throws {
        let first = try log("week-1.jsonl", 0..<30)
        try correct(pinned)
        let report = try importing().run(first, output: output)
        #expect(report.text.contains("  1  30  pinned \"Never tell a secret.\""))
        try expectRoundTrip(first, 30)
        let before = try LoadedProject.load(folder: output)
        #expect(
            before.layout.parts.map(\.kind) == [.template, .pinned, .template, .query])
        #expect(before.training.allSatisfy { $0.importCorrections == [1] })

        let second = try log("week-2.jsonl", 0..<50)
        let update = try importing { $0.updates = true }.run(second, output: output)
        #expect(update.projects.first?.isUpdate == true)
        #expect(
            update.projects.first?.notes.first
                == "The project was there: its settings and the split of its records are kept.")
        try expectRoundTrip(second, 50)
        let after = try LoadedProject.load(folder: output)
        #expect(after.layout == before.layout)
        #expect(
            try String(contentsOf: output.appending(path: "corrections.yaml"), encoding: .utf8)
                == pinned)
    }

    @Test func anUpdateMovesNoRecordToTheOtherSideAndKeepsSettings() throws {
        _ = try importing().run(try log("week-1.jsonl", 0..<40), output: output)
        let before = try LoadedProject.load(folder: output)
        let yaml = output.appending(path: "project.yaml")
        let edited = try String(contentsOf: yaml, encoding: .utf8)
            .replacing("epochs: 4", with: "epochs: 9  # mine")
        try edited.write(to: yaml, atomically: true, encoding: .utf8)
        _ = try importing { $0.updates = true }
            .run(try log("week-2.jsonl", 0..<90), output: output)
        let after = try LoadedProject.load(folder: output)
        #expect(after.file.schedule.epochs == 9)
        #expect(try String(contentsOf: yaml, encoding: .utf8) == edited)
        let outputs = { (records: [PromptRecord]) in Set(records.map(\.output)) }
        #expect(outputs(after.training).isSuperset(of: outputs(before.training)))
        #expect(outputs(after.validation).isSuperset(of: outputs(before.validation)))
        #expect(outputs(after.test).isSuperset(of: outputs(before.test)))
        #expect(after.training.count + after.heldOut.count == 90)
        #expect(after.validation.count > before.validation.count)
    }

    @Test func aPlainProjectGetsALayoutWhenACorrectionNeedsOne() throws {
        let first = try log("week-1.jsonl", 0..<30)
        _ = try importing().run(first, output: output)
        #expect(try LoadedProject.load(folder: output).file.data.layout == nil)
        try correct(pinned)
        _ = try importing { $0.updates = true }.run(first, output: output)
        let project = try LoadedProject.load(folder: output)
        #expect(project.file.data.layout == "layout.json")
        #expect(project.file.data.template == nil)
        #expect(project.file.data.format.output == "{output}")
        try expectRoundTrip(first, 30)
    }

    @Test func recordsThatAreGoneAreCounted() throws {
        _ = try importing().run(try log("week-1.jsonl", 0..<40), output: output)
        let report = try importing { $0.updates = true }
            .run(try log("week-2.jsonl", 5..<60), output: output)
        #expect(
            report.projects.first?.notes.last
                == "5 records of the project are not in this log, and no longer in the project.")
    }

    @Test func correctionsFromElsewhereBelongToTheProjectFromThenOn() throws {
        let first = try log("week-1.jsonl", 0..<30)
        let file = try folder.write("fixes/mine.yaml", "log: ../week-1.jsonl\n" + pinned)
        _ = try importing { $0.corrections = file }.run(first, output: output)
        let kept = try #require(try CorrectionsFile.load(folder: output))
        #expect(kept.corrections.list.count == 1)
        #expect(kept.logFile(in: output)?.path == first.standardizedFileURL.path)
        let error = #expect(throws: ProjectSetupError.self) {
            try importing {
                $0.corrections = file
                $0.updates = true
            }.run(first, output: output)
        }
        #expect(
            error
                == .correctionsExist(
                    path: output.standardizedFileURL.appending(path: "corrections.yaml").path))
    }

    @Test func aContradictionLeavesTheProjectAsItWas() throws {
        let first = try log("week-1.jsonl", 0..<30)
        _ = try importing().run(first, output: output)
        let names = ["project.yaml", "template.txt", "train.jsonl"]
        let before = try names.map { try Data(contentsOf: output.appending(path: $0)) }
        try correct(pinned + "  - is: query\n    text: a secret\n")
        #expect(throws: CorrectionError.self) {
            try importing { $0.updates = true }.run(first, output: output)
        }
        try correct("corrections:\n  - is: left-out\n    text: Answer in\n")
        #expect(throws: ProjectSetupError.allLeftOut(file: "week-1.jsonl")) {
            try importing { $0.updates = true }.run(first, output: output)
        }
        try correct("corrections:\n  - {is: template, pattern: \".+\"}\n")
        #expect(throws: ProjectSetupError.noQueryLeft(template: 1, file: "week-1.jsonl")) {
            try importing { $0.updates = true }
                .run(try log("week-1.jsonl", 4..<5), output: output)
        }
        #expect(try names.map { try Data(contentsOf: output.appending(path: $0)) } == before)
    }

    @Test func templatesAreFoundAgainByTheirNamesOnly() throws {
        let one = try log("one.jsonl", 0..<20)
        let other = try log(
            "other.jsonl", 20..<60, template: "Translate what follows into French. Keep names.")
        let both = try folder.write(
            "both.jsonl",
            String(contentsOf: one, encoding: .utf8) + String(contentsOf: other, encoding: .utf8))
        _ = try importing().run(both, output: output)
        #expect(throws: ProjectSetupError.unnamedTemplates(file: "both.jsonl", count: 2)) {
            try importing { $0.updates = true }.run(both, output: output)
        }
        try correct(
            """
            corrections:
              - {is: group, name: words, holds: Answer in one word}
              - {is: group, name: french, holds: into French}

            """)
        let report = try importing { $0.updates = true }.run(both, output: output)
        #expect(report.projects.map(\.recordCount) == [40, 20])
        #expect(
            report.projects.map { URL(filePath: $0.folder).lastPathComponent }
                == ["french", "words"])
    }

    @Test func whatTouchesNothingIsToldByTheImport() throws {
        try correct(pinned + "  - is: tools\n    text: lookup(table)\n")
        let report = try importing().run(try log("week-1.jsonl", 0..<30), output: output)
        #expect(
            report.text.contains(
                "Correction 2 (tools \"lookup(table)\", corrections.yaml, line 4) touches no "
                    + "prompt of this log."))
        #expect(report.json["corrections"]?.arrayValue?.last?["prompts"] == 0)
    }

    // MARK: The desk

    @Test func theDeskShowsARecordBeforeAndAfter() throws {
        let url = try log("week-1.jsonl", 0..<30)
        let desk = CorrectionDesk(
            try DecomposedLog(url, skipsInvalid: false, takesTurnsAsExamples: false))
        let correction = try desk.located(
            Correction(.kind(.pinned), .text("Never tell a secret."), record: "week-1:3"))
        #expect(correction.content != nil)
        let corrections = try Corrections([correction])
        let outcome = try desk.outcome(corrections)
        #expect(outcome.inexactCount == 0)
        #expect(outcome.untouched.isEmpty)
        let change = try #require(
            try desk.change(from: .none, to: outcome, correction: 1, record: nil))
        #expect(change.id == "week-1:3")
        #expect(change.before.map(\.kind) == [.template, .query])
        #expect(change.after?.map(\.kind) == [.template, .pinned, .template, .query])
        #expect(throws: ProjectSetupError.self) {
            try desk.located(Correction(.leftOut, .all, record: "week-1:99"))
        }
    }
}
