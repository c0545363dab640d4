#if !DEBUG
    import Foundation
    import LanguageModel
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing

    /// A whole run without a screen.
    @Suite struct HeadlessRunTests {
        private static let stepCount = 24

        @Test func aRunGoesThroughAllStagesAndIsAllInTheHistory() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(trained.outcome.status == .finished)
            #expect(trained.outcome.message == nil)
            let detail = try store.run(trained.id)
            #expect(detail.summary.run.status == .finished)
            #expect(detail.summary.run.plannedStepCount == Self.stepCount)
            #expect(detail.summary.run.finishedAt != nil)
            let steps = try store.steps(of: trained.id).map(\.metrics)
            #expect(steps.map(\.step) == Array(1...Self.stepCount))
            #expect(
                steps.map(\.stage) == Array(repeating: 0, count: 6) + Array(repeating: 1, count: 6)
                    + Array(repeating: 2, count: 12))
            #expect(detail.stages == trained.session.plan.summaries)
            #expect(detail.stages.map(\.shots) == [2, 1, 0])
            #expect(detail.checkpoints.map(\.summary.step) == [6, 12, 24])
        }

        @Test func theLossFalls() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let steps = try store.steps(of: project.train(store).id).map(\.metrics.loss)
            let first = try #require(steps.first)
            let last = try #require(steps.last)
            #expect(first > 4)
            #expect(last < first * 0.7)
        }

        @Test func baseAndTunedModelAreJudgedWithFullPromptAndQueryAlone() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let id = try project.train(store).id
            let judged = try store.evaluations(of: id).filter { $0.split == "test" }
            #expect(judged.map(\.model) == [.base, .base, .tuned, .tuned])
            #expect(judged.map(\.arm) == [.fullPrompt, .queryOnly, .fullPrompt, .queryOnly])
            #expect(judged.map(\.step) == [0, 0, Self.stepCount, Self.stepCount])
            for metrics in judged {
                #expect(metrics.recordCount == 6)
                #expect(metrics.exactMatch != nil)
                #expect(metrics.prefillMilliseconds != nil)
            }
            #expect(judged[3].loss < judged[1].loss)
            #expect(judged[0].inputTokensPerRecord > 3 * judged[1].inputTokensPerRecord)
            // Of 6 records: two models, two prompts.
            let predictions = try store.predictions(of: id)
            #expect(predictions.count == 24)
            #expect(Set(predictions.map(\.recordID)) == Set(project.test.map(\.id)))
            #expect(predictions.allSatisfy { $0.expected.hasPrefix("=FIND(TE") })
        }

        @Test func validationIsMeasuredWhileTheRunGoesOn() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let id = try project.train(store).id
            let measured = try store.evaluations(of: id).filter { $0.split == "validation" }
            #expect(Set(measured.map(\.step)) == [0, 4, 6, 8, 12, 16, 20, 24])
            // A stage's own prompt is measured where it is neither the full one nor the query.
            #expect(Set(measured.filter { $0.arm == .stagePrompt }.map(\.step)) == [8, 12])
            // Answers come at the ends of stages.
            #expect(Set(measured.filter { $0.exactMatch != nil }.map(\.step)) == [6, 12, 24])
        }

        @Test func withoutTestRecordsTheValidationRecordsAreJudged() throws {
            var options = SmallProject.Options()
            options.hasTest = false
            let project = try SmallProject(options)
            let store = try project.openStore()
            let id = try project.train(store).id
            let predictions = try store.predictions(of: id)
            #expect(Set(predictions.map(\.recordID)) == Set(project.validation.map(\.id)))
            let evaluations = try store.evaluations(of: id)
            #expect(evaluations.filter { $0.model == .base }.count == 2)
            let last = evaluations.filter { $0.step == Self.stepCount && $0.exactMatch != nil }
            #expect(Set(last.map(\.arm)) == [.fullPrompt, .queryOnly])
        }

        @Test func checkpointsStandAtTheEndsOfStagesAndTheAdapterLoads() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(
                try project.checkpointFolders(trained.session.run) == [
                    "step-0000006", "step-0000012", "step-0000024",
                ])
            for checkpoint in try store.checkpoints(of: trained.id) {
                #expect(checkpoint.path.hasPrefix(".promptintern/runs/\(trained.id)-"))
                let folder = project.url.appending(path: checkpoint.path)
                #expect(FileManager.default.fileExists(atPath: folder.path))
                #expect(checkpoint.byteCount > 1_000)
            }
            let configuration = try project.prepared().model.configuration
            let folder = RunFolder(trained.session.run, in: try project.load())
            let adapter = try PEFTAdapterFile.read(folder.adapter, for: configuration)
            let last = try #require(folder.savedCheckpoints.first)
            let saved = try PEFTAdapterFile.read(last.folder, for: configuration)
            #expect(
                adapter.parameters.values.copyToArray() == saved.parameters.values.copyToArray())
            #expect(adapter.parameters.values.copyToArray().contains { $0 != 0 })
            #expect(folder.newestAdapter == folder.adapter)
        }

        @Test func theSameSeedGivesTheSameAdapterWithAnyNumberOfThreads() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let first = try project.adapterBytes(project.train(store).session.run)
            #expect(try project.adapterBytes(project.train(store).session.run) == first)
            #expect(try project.adapterBytes(project.train(store, threads: 2).session.run) == first)
        }
    }
#endif
