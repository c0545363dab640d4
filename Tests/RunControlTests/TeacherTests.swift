#if !DEBUG
    import Foundation
    import LanguageModel
    import RunControl
    import RunStore
    import RunTestSupport
    import Testing

    /// Learning from the base with the full prompt in view.
    @Suite struct TeacherTests {
        private func project(_ setting: String = "distillation: {weight: 0.5, top: 4}") throws
            -> SmallProject
        {
            let project = try SmallProject()
            try project.replace(
                in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n  \(setting)\n")
            return project
        }

        private func cacheFiles(_ project: SmallProject) throws -> [URL] {
            try FileManager.default.contentsOfDirectory(
                at: project.load().paths.cache, includingPropertiesForKeys: nil)
        }

        @Test func theTeacherIsAskedOnceAndRememberedByLaterRuns() throws {
            let project = try project()
            let store = try project.openStore()
            let first = try project.train(store)
            #expect(first.outcome.status == .finished)
            #expect(
                first.logLines.contains {
                    $0.hasPrefix("Teacher: \(project.training.count) records asked")
                })
            let steps = try store.steps(of: first.id).map(\.metrics)
            #expect(steps.allSatisfy { $0.distillationLoss?.isFinite == true })
            #expect(steps.allSatisfy { $0.promptLoss == nil })
            let second = try project.train(store)
            #expect(
                second.logLines.contains(
                    "Teacher: \(project.training.count) records known from an earlier run."))
            #expect(
                try project.adapterBytes(second.session.run)
                    == project.adapterBytes(first.session.run))
            #expect(try cacheFiles(project).count == 1)
        }

        @Test func aDamagedMemoryIsMadeAnew() throws {
            let project = try project()
            let store = try project.openStore()
            let first = try project.train(store)
            let file = try #require(try cacheFiles(project).first)
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            let second = try project.train(store)
            #expect(second.logLines.contains { $0.contains("asked with the full prompt") })
            #expect(
                try project.adapterBytes(second.session.run)
                    == project.adapterBytes(first.session.run))
            #expect(try Data(contentsOf: file) != bytes)
        }

        @Test func itChangesWhatIsLearned() throws {
            let plain = try SmallProject()
            let taught = try project()
            let (first, second) = (try plain.openStore(), try taught.openStore())
            #expect(
                try plain.adapterBytes(plain.train(first).session.run)
                    != taught.adapterBytes(taught.train(second).session.run))
        }

        @Test func writingThePromptHasALossOfItsOwn() throws {
            let project = try project("prompt_generation: {weight: 0.5}")
            let store = try project.openStore()
            let run = try project.train(store)
            #expect(run.outcome.status == .finished)
            let steps = try store.steps(of: run.id).map(\.metrics)
            #expect(steps.allSatisfy { ($0.promptLoss ?? -1) > 0 })
            let losses = steps.compactMap(\.promptLoss)
            #expect(losses.suffix(4).reduce(0, +) < losses.prefix(4).reduce(0, +))
        }

        @Test func theBestAdapterIsSaidToBeKept() throws {
            let project = try project("keep: best")
            let run = try project.train(try project.openStore())
            #expect(run.outcome.status == .finished)
            #expect(
                run.logLines.contains {
                    $0.contains("is kept, whose query-only validation loss")
                })
        }
    }
#endif
