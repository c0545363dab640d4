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
              - {name: base compressed, train: false, prompt: compressed, tau: 0.5}
              - {name: staged}
              - {name: "staged, full prompt", prompt: full-prompt}
              - name: query-only from the start
                set: {schedule: {stages: [{tau: 0, shots: 0, epochs: 8}]}}
            """

        private func study(
            _ project: SmallProject, log: @escaping (String) -> Void = { _ in },
            isStopped: @escaping () -> Bool = { false }
        ) throws -> Study {
            try Study(
                try StudyFile.parse(Self.text), folder: project.url, threadCount: 1,
                toolVersion: "1", log: log, isStopped: isStopped)
        }

        @Test func everyArmHasItsRowAndAllIsRunOnce() throws {
            let project = try SmallProject()
            var lines: [String] = []
            let report = try #require(try study(project, log: { lines.append($0) }).run())
            #expect(
                report.rows.map(\.arm) == [
                    "base", "base compressed", "staged", "staged, full prompt",
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
            let folder = project.url.appending(path: "results")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.count == 8 + 3)
            #expect(report.markdown.contains("| staged | "))
            #expect(report.csv.split(separator: "\n").count == 1 + 8)

            lines = []
            let again = try #require(try study(project, log: { lines.append($0) }).run())
            #expect(lines.isEmpty)
            #expect(again.markdown == report.markdown)
            #expect(try store.runs().count == 4)
        }

        @Test func aStoppedStudyGoesOnAndComesToTheSame() throws {
            let (whole, cut) = (try SmallProject(), try SmallProject())
            let expected = try #require(try study(whole).run())
            // Stopped in the first training.
            let store = try cut.openStore()
            var isStopped = false
            let stopped = try study(
                cut, log: { isStopped = isStopped || $0.hasPrefix("[3/8]") },
                isStopped: { isStopped }
            ).run()
            #expect(stopped == nil)
            #expect(try store.runs().map(\.run.status) == [.stopped])
            var lines: [String] = []
            let report = try #require(try study(cut, log: { lines.append($0) }).run())
            #expect(lines.contains("  going on with run 1"))
            #expect(report.markdown == expected.markdown)
        }
    }
#endif
