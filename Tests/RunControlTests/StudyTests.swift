#if !DEBUG
    import Foundation
    import Project
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Synchronization
    import Testing

    /// A study from its file to its table.
    @Suite struct StudyTests {
        private static let text = """
            project: .
            seeds: [1, 2]
            against: staged
            arms:
              - {name: base, train: false, prompt: full-prompt}
              - {name: base <compressed> & all, train: false, prompt: compressed, tau: 0.5}
              - {name: staged}
              - {name: "staged, full prompt", prompt: full-prompt}
              - name: query-only from the start
                set: {schedule: {stages: [{tau: 0, shots: 0, epochs: 8}]}}
            """

        private func study(
            _ project: SmallProject, parallelCount: Int = 1,
            log: @escaping @Sendable (String) -> Void = { _ in },
            isStopped: @escaping @Sendable () -> Bool = { false }
        ) throws -> Study {
            try Study(
                try StudyFile.parse(Self.text), folder: project.url,
                machine: .init(threadCount: parallelCount, parallelCount: parallelCount),
                toolVersion: "1", log: log, isStopped: isStopped)
        }

        @Test func everyArmHasItsRowAndAllIsRunOnce() throws {
            let project = try SmallProject()
            let report = try #require(try study(project).run())
            #expect(
                report.rows.map(\.arm) == [
                    "base", "base <compressed> & all", "staged", "staged, full prompt",
                    "query-only from the start",
                ])
            #expect(report.rows.map(\.score.count) == [1, 1, 2, 2, 2])
            #expect(report.rows.map(\.steps) == [0, 0, 24, 24, 24])
            #expect(report.reference == "staged" && report.recordCount == 6)
            #expect(report.rows[2].difference == nil && report.rows[4].difference != nil)
            // Fewer tokens from the full prompt over the compressed one to the query.
            let tokens = report.rows.map(\.inputTokens)
            #expect(tokens[0] > tokens[1] && tokens[1] > tokens[2])
            #expect(tokens[0] == tokens[3] && tokens[2] == tokens[4])
            // Two arms share their trainings: two seeds of two trainings.
            let store = try project.openStore()
            #expect(try store.runs().count == 4)
            // The arms ask the held-out records; the runs themselves do not do it once more.
            for found in try store.runs() {
                let evaluations = try store.evaluations(of: found.run.id)
                #expect(!evaluations.isEmpty)
                #expect(evaluations.allSatisfy { $0.split == "validation" })
            }
            let folder = project.url.appending(path: "results")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.count == 8 + 4)
            #expect(report.markdown.contains("| staged | "))
            #expect(report.csv.split(separator: "\n").count == 1 + 8)
            // A dot for each result; one more for each arm's difference, the reference's own too.
            #expect(report.chart.split(separator: "<circle").count - 1 == 8 + 5)
            // Arms have the names that their user gives them.
            #expect(report.chart.contains(">base &lt;compressed&gt; &amp; all</text>"))

            #expect(
                try store.runs().map(\.run.name).allSatisfy {
                    $0.hasPrefix("staged, seed ")
                        || $0.hasPrefix("query-only from the start, seed ")
                })

            let lines = Lines()
            let again = try #require(try study(project, log: { lines.append($0) }).run())
            #expect(lines.all.isEmpty)
            #expect(again.markdown == report.markdown)
            #expect(try store.runs().count == 4)
        }

        /// BLEU is of the whole corpus, also where runs are compared; what is compared is kept.
        @Test func aStudyByBLEUKeepsItsCounts() throws {
            let project = try SmallProject()
            func run(_ lines: Lines) throws -> StudyReport {
                let text = Self.text + "\nset: {evaluation: {metric: bleu}}\n"
                return try #require(
                    try Study(
                        try StudyFile.parse(text), folder: project.url,
                        machine: .init(threadCount: 1, parallelCount: 1), toolVersion: "1",
                        log: { lines.append($0) }
                    ).run())
            }
            let report = try run(Lines())
            #expect(report.markdown.hasPrefix(#"| arm | BLEU nrefs:1\|case:mixed\|"#))
            let row = try #require(report.rows.last)
            let reference = try #require(report.rows.first { $0.arm == "staged" })
            #expect(
                abs((row.score.mean - reference.score.mean) / 100 - (row.difference?.value ?? 9))
                    < 1e-9)
            let again = Lines()
            #expect(try run(again).markdown == report.markdown && again.all.isEmpty)
            let file = project.url.appending(path: "results/base.json")
            let whole = try String(contentsOf: file, encoding: .utf8)
            try whole.replacing("bleu_segments", with: "other").write(
                to: file, atomically: true, encoding: .utf8)
            let mended = Lines()
            #expect(try run(mended).markdown == report.markdown && !mended.all.isEmpty)
        }

        @Test func aStoppedStudyGoesOnAndComesToTheSame() throws {
            let (whole, cut) = (try SmallProject(), try SmallProject())
            let expected = try #require(try study(whole).run())
            // Stopped in the first training.
            let store = try cut.openStore()
            let before = Lines()
            let stopped = try study(
                cut, log: { before.append($0) },
                isStopped: { before.all.contains { $0.hasPrefix("[3/8]") } }
            ).run()
            #expect(stopped == nil)
            #expect(try store.runs().map(\.run.status) == [.stopped])
            let lines = Lines()
            let report = try #require(try study(cut, log: { lines.append($0) }).run())
            #expect(lines.all.contains("  staged, seed 1: going on with run 1"))
            #expect(report.markdown == expected.markdown)
        }

        @Test func runsAtATimeComeToTheSame() throws {
            let (one, many) = (try SmallProject(), try SmallProject())
            let expected = try #require(try study(one).run())
            let lines = Lines()
            let report = try #require(
                try study(many, parallelCount: 3, log: { lines.append($0) }).run())
            #expect(lines.all.contains("3 runs at a time."))
            #expect(report.markdown == expected.markdown)
            // Arms that train alike still share their runs.
            #expect(try many.openStore().runs().count == 4)
        }

        @Test func armsOfUnequalLengthAreSaid() throws {
            let project = try SmallProject()
            let lines = Lines()
            let text = Self.text.replacing("epochs: 8", with: "epochs: 9")
            // Said before anything is trained.
            let stopped = try Study(
                try StudyFile.parse(text), folder: project.url,
                machine: .init(threadCount: 1, parallelCount: 1), toolVersion: "1",
                log: { lines.append($0) }, isStopped: { true }
            ).run()
            #expect(stopped == nil)
            #expect(
                lines.all.first
                    == "Warning: the arms do not train equally long: \"staged\" has 24 steps in "
                    + "all, \"query-only from the start\" 27. Give each the same sum, or the "
                    + "longer one wins by its length.")
        }
    }

    /// What a study said, from any of its threads.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: String) { lines.withLock { $0.append(line) } }

        var all: [String] { lines.withLock { $0 } }
    }
#endif
