#if !DEBUG
    import RunControl
    import RunStore
    import RunTestSupport
    import Testing

    /// Which checkpoints of a long run stay.
    @Suite struct CheckpointPruningTests {
        /// 528 steps with a batch of one: 24, 72 and 432.
        private func longProject() throws -> SmallProject {
            var options = SmallProject.Options()
            options.batchSize = 1
            options.evaluateEvery = 0
            options.stages = [(1.0, 1, 1), (0.5, 0, 3), (0.0, 0, 18)]
            return try SmallProject(options)
        }

        @Test func stageEndsAndTheLastTwoBetweenStay() throws {
            let project = try longProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(
                try project.checkpointFolders(trained.session.run) == [
                    "step-0000024", "step-0000096", "step-0000400", "step-0000500",
                    "step-0000528",
                ])
            #expect(try rows(trained.id, store) == [24, 96, 400, 500, 528])
        }

        @Test func aResumedRunPrunesWhatItsEarlierPartLeft() throws {
            let project = try longProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 310)
            #expect(try rows(stopped.id, store) == [24, 96, 300, 310])
            let resumed = try project.resume(stopped.id, store)
            #expect(
                try project.checkpointFolders(resumed.session.run) == [
                    "step-0000024", "step-0000096", "step-0000400", "step-0000500",
                    "step-0000528",
                ])
            #expect(try rows(stopped.id, store) == [24, 96, 400, 500, 528])
        }

        private func rows(_ id: Int64, _ store: RunStore) throws -> [Int] {
            try store.checkpoints(of: id).map(\.step)
        }
    }
#endif
