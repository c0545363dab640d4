import Foundation
import Prompts
import RunEvents
import RunTestSupport
import Synchronization
import TestSupport
import Testing

@testable import RunControl

/// A compressor that cannot do its work: all that does not need it goes on.
@Suite struct BadCompressorTests {
    private static let options: SmallProject.Options = {
        var options = SmallProject.Options()
        options.stages = [(1.0, 2, 1), (0.6, 1, 1), (0.3, 1, 1), (0.0, 0, 1)]
        return options
    }()

    private func project(_ lines: String) throws -> SmallProject {
        let project = try SmallProject(Self.options)
        try project.write(
            "project.yaml",
            project.read("project.yaml") + "compressor:\n"
                + lines.split(separator: "\n").map { "  \($0)\n" }.joined())
        return project
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        var lines: String
        /// A part of what the stages say.
        var says: String

        var testDescription: String { lines.replacing("\n", with: ", ") }
    }

    private static let cases = [
        Case(
            lines: "kind: command\ncommand: sleep 60\ntimeout_seconds: 0.2",
            says: "The compressor command was stopped after 0.2 seconds."),
        Case(
            lines: "kind: command\ncommand: echo no model >&2; exit 3",
            says: "The compressor command failed: exit status 3. It said: no model"),
        Case(
            lines: "kind: command\ncommand: [no-such-program]",
            says: "The compressor command cannot be started: No such file or directory."),
        Case(
            lines: "kind: command\ncommand: cat; echo more",
            says: "The compressor command wrote more than it was given"),
        Case(
            lines: "kind: command\ncommand: cat > /dev/null",
            says: "The compressor command wrote nothing where"),
        Case(
            lines: "kind: command\ncommand: printf '\\377'",
            says: "The compressor command wrote bytes that are not UTF-8."),
        Case(
            lines: "kind: hand\nfiles:\n  0.6: missing.txt\n  0.3: missing.txt",
            says: "missing.txt"),
        Case(
            lines: "kind: llmlingua2\nmodel: missing-encoder", says: "missing-encoder"),
        Case(
            lines: "kind: summary\nendpoint: http://127.0.0.1:9/v1\nmodel: m\nkey_variable: "
                + "PROMPTINTERN_TEST_NO_KEY",
            says: "The environment variable PROMPTINTERN_TEST_NO_KEY"),
    ]

    @Test(arguments: cases)
    private func stagesThatNeedItFailAndNoOthers(_ bad: Case) throws {
        let project = try project(bad.lines)
        let store = try project.openStore()
        let prepared = try project.prepared(store)
        let schedule = prepared.project.file.schedule.schedule
        let plan = try prepared.draft(schedule)
        #expect(plan.stages.map { $0.problem == nil } == [true, false, false, true])
        for stage in 1...2 {
            let text = plan.stages[stage].problem?.text ?? ""
            #expect(text.contains(bad.says), "\(text)")
            #expect(text.contains("in stage \(stage)."))
            #expect(text.split(separator: "\n").count >= 2, "\(text)")
        }
        #expect(plan.stages[0].templateTokens > 0 && plan.stages[0].recordTokens.count == 24)
        // Nothing is trained on a wrong prompt, and nothing has begun.
        let error = #expect(throws: PromptsError.self) { try RunPlan(prepared, schedule: schedule) }
        #expect(error?.description.contains(bad.says) == true)
        #expect(try store.runs().isEmpty)
        let unready = #expect(throws: RunControlError.self) { try prepared.trainingStages(plan) }
        #expect(
            unready?.description.hasPrefix("Stage 1 cannot be trained. Template part 1") == true)
        // The base can still be asked with the full prompt and with the query alone.
        let comparison = try Comparison(prepared, schedule: schedule, adapter: nil)
        for arm in [PromptArm.fullPrompt, .queryOnly] {
            let found = try comparison.measure(
                Array(prepared.project.test.prefix(1)), arm: arm, model: .base, split: "test")
            #expect(found.predictions.count == 1)
        }
        // A prompt that needs the compressor says why there is none.
        #expect(throws: PromptsError.self) {
            try comparison.measure(
                Array(prepared.project.test.prefix(1)), arm: .stagePrompt, model: .base,
                split: "test", setting: schedule.stages[1])
        }
    }

    /// As the arm of a study asks the base, without stages of the same rate.
    @Test func aComparisonCompressesWhatItIsAskedFor() throws {
        let project = try project("kind: command\ncommand: head -c $PROMPTINTERN_TOKENS")
        let prepared = try project.prepared()
        let comparison = try Comparison(
            prepared, schedule: prepared.project.file.schedule.schedule, adapter: nil)
        let found = try comparison.measure(
            Array(prepared.project.test.prefix(2)), arm: .stagePrompt, model: .base, split: "test",
            setting: StageSetting(compressionRate: 0.4, shots: 1, epochs: 0))
        #expect(found.predictions.count == 2)
        #expect(found.metrics.stage == 3)
    }

    @Test func attributionTellsItsSectionsAndCanBeStopped() throws {
        let project = try project("kind: attribution\nrecords: 2")
        let told = Mutex<[String]>([])
        let monitor = CompressionMonitor { step in told.withLock { $0.append(step.text) } }
        let prepared = try PreparedProject(project.load(), store: nil, monitor: monitor)
        _ = try prepared.planInput.compressed(SmallProject.template, rate: 0.6, part: 1)
        #expect(
            told.withLock { $0 } == [
                "compressing, stage tau 0.60", "compressing, section 1 of 2, stage tau 0.60",
                "compressing, section 1 of 2, stage tau 0.60",
                "compressing, section 2 of 2, stage tau 0.60",
            ])
        monitor.stop()
        let again = try PreparedProject(project.load(), store: nil, monitor: monitor)
        let error = #expect(throws: PromptsError.self) {
            try again.planInput.compressed(SmallProject.template, rate: 0.6, part: 1)
        }
        #expect(error?.description.contains("Compressing was stopped") == true)
    }

    /// What a compressor did before it went away is still there.
    @Test func whatWasCompressedBeforeIsUsed() throws {
        let project = try project("kind: command\ncommand: sh shorten.sh")
        try project.write("shorten.sh", "test -e broken && exit 1; head -c $PROMPTINTERN_TOKENS")
        let store = try project.openStore()
        let before = try project.prepared(store)
        try before.planInput.compressTemplates(rate: 0.6, stage: 1)
        try project.write("broken", "")
        let prepared = try project.prepared(store)
        let plan = try prepared.draft(prepared.project.file.schedule.schedule)
        #expect(plan.stages.map { $0.problem == nil } == [true, true, false, true])
        #expect(plan.stages[1].templateTokens > 0)
    }

    /// The command counts its calls.
    @Test func onePreparedProjectTriesEachTextOnce() throws {
        let project = try project("kind: command\ncommand: echo x >> calls; exit 1")
        let prepared = try project.prepared()
        let schedule = prepared.project.file.schedule.schedule
        prepared.compressTemplates(schedule)
        for _ in 0..<2 { _ = try prepared.draft(schedule) }
        #expect(throws: PromptsError.self) { try prepared.plan(schedule) }
        #expect(try project.read("calls") == "x\nx\n")
        // Made ready again, it is tried again.
        _ = try project.prepared().draft(schedule)
        #expect(try project.read("calls") == "x\nx\nx\nx\n")
    }

    @Test func aScreenNeverWaitsForIt() throws {
        let project = try project("kind: command\ncommand: echo x >> calls; exit 1")
        let prepared = try project.prepared()
        let plan = try prepared.draft(prepared.project.file.schedule.schedule, compresses: false)
        #expect(plan.stages.map(\.problem) == [nil, .pending, .pending, nil])
        #expect(
            !FileManager.default.fileExists(
                atPath: project.url.appending(path: "calls").path))
    }

    @Test func aDamagedEncoderIsNamedWithItsFile() throws {
        let source = SharedFixtures.projectRoot.appending(
            path: "Tests/EncodersTests/Resources/bert")
        let project = try project("kind: llmlingua2\nmodel: encoder")
        let encoder = project.url.appending(path: "encoder")
        try FileManager.default.copyItem(at: source, to: encoder)
        let prepared = try project.prepared()
        #expect(try prepared.draft(prepared.project.file.schedule.schedule).firstProblem == nil)
        let weights = encoder.appending(path: "model.safetensors")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: weights.path)
        try Data(contentsOf: weights).prefix(1_000).write(to: weights)
        let damaged = try project.prepared()
        let problem = try damaged.draft(damaged.project.file.schedule.schedule).firstProblem
        #expect(problem?.stage == 1)
        #expect(problem?.problem.text.contains("model.safetensors") == true)
    }

    // MARK: Data

    /// Stages of 2, 2 and 1 epochs: a cosine over all has come down to a tenth where the last one
    /// begins.
    @Test func aQueryThatStandsAloneTooLateIsWarnedOf() throws {
        var options = SmallProject.Options()
        options.stages = [(1.0, 2, 2), (0.5, 1, 2), (0.0, 0, 1)]
        let project = try SmallProject(options)
        func warnings(_ old: String, _ new: String) throws -> [String] {
            try project.replace(in: "project.yaml", old, with: new)
            let loaded = try project.load()
            return loaded.warnings(loaded.file.schedule.schedule)
        }
        let fall = "learning_rate_schedule: "
        #expect(try warnings(fall + "constant", fall + "cosine").isEmpty)
        let once = "\n  learning_rate_restarts: false"
        let found = try warnings(fall + "cosine", fall + "cosine" + once)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix(
                "When stage 2 first shows the query alone, the learning rate has fallen to 10 % of")
                == true)
        // In a straight line it is a fifth; a rate of its own that is higher makes up for it.
        #expect(try warnings(fall + "cosine", fall + "linear").count == 1)
        #expect(try warnings("epochs: 1}", "epochs: 1, learning_rate: 0.2}").isEmpty)
        #expect(try warnings("epochs: 1, learning_rate: 0.2}", "epochs: 4}").isEmpty)
        #expect(try warnings(fall + "linear", fall + "constant").isEmpty)
    }

    @Test func warningsOfTheDataAreThoseOfTheGuide() throws {
        #expect(try SmallProject().load().warnings.isEmpty)
        var options = SmallProject.Options()
        options.hasTest = false
        let project = try SmallProject(options)
        #expect(
            try project.load().warnings == [
                "There is no test split: the comparison will be made on validation, which is what "
                    + "the stages and the best checkpoint are chosen by. Set data.test."
            ])
        try project.replace(in: "project.yaml", "  validation: validation.jsonl\n", with: "")
        #expect(
            try project.load().warnings.first?.hasPrefix("There are no held-out records") == true)
        var twice = project.training
        twice.append(.init(id: "again", query: twice[0].query, output: twice[0].output))
        twice.append(.init(id: "other", query: "Question: Where is A1?\n", output: "=FIND(A1)"))
        try project.write("train.jsonl", SmallProject.lines(twice))
        let warnings = try project.load().warnings
        #expect(warnings.count == 3)
        #expect(warnings[1].contains("\"again\" (train.jsonl, line 25)"))
        #expect(warnings[2].contains("The query's format varies"))
    }

    @Test func idsThatStandTwiceAreRefusedWithBothPlaces() throws {
        let project = try SmallProject()
        try project.write(
            "test.jsonl", SmallProject.lines([project.test[0], project.training[3]]))
        let error = #expect(throws: PromptsError.self) { try project.load() }
        #expect(
            error?.description == """
                Record has the id "train-3", which train.jsonl, line 4 already has.
                test.jsonl, line 2
                Give each record an id of its own, or pass --skip-invalid to leave such lines out; \
                1 line is affected.
                """)
    }

    @Test func anEmptyTrainSplitIsRefused() throws {
        let project = try SmallProject()
        let lines = SmallProject.lines(project.training).replacing(
            "{\"id\"", with: "{\"split\":\"test\",\"id\"")
        try project.write("train.jsonl", lines)
        let error = #expect(throws: RunControlError.self) { try project.load() }
        #expect(error?.description.contains("has no record to train on. Add records") == true)
    }
}
