#if !DEBUG
    import Foundation
    import Kernels
    import Prompts
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing
    import Training

    /// Stopping, going on, and what stands in the way of it.
    @Suite struct ResumeTests {
        @Test(arguments: [1, 5, 6, 7, 13, 23], [1, 2])
        func aStoppedAndResumedRunEqualsTheUnbrokenOne(stop: Int, threads: Int) throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let unbroken = try project.train(store, threads: threads)
            let stopped = try project.train(store, threads: threads, stopAfter: stop)
            #expect(stopped.outcome.status == .stopped)
            #expect(stopped.outcome.message == nil)
            #expect(try store.steps(of: stopped.id).count == stop)
            #expect(try store.checkpoints(of: stopped.id).last?.step == stop)
            let resumed = try project.resume(stopped.id, store, threads: threads)
            #expect(resumed.outcome.status == .finished)
            #expect(resumed.outcome.message == nil)
            #expect(
                try project.adapterBytes(resumed.session.run)
                    == project.adapterBytes(unbroken.session.run))
            let expected = try store.steps(of: unbroken.id).map(\.metrics)
            let steps = try store.steps(of: stopped.id).map(\.metrics)
            #expect(steps.map(\.step) == Array(1...24))
            #expect(steps.map(\.loss) == expected.map(\.loss))
            #expect(steps.map(\.learningRate) == expected.map(\.learningRate))
            let stages = try store.stages(of: stopped.id)
            #expect(stages == (try store.stages(of: unbroken.id)))
            #expect(try judged(stopped.id, store) == judged(unbroken.id, store))
        }

        /// What a run is finally told by, without times.
        private func judged(_ id: Int64, _ store: RunStore) throws -> [String] {
            try store.evaluations(of: id).filter { $0.split == "test" }.map {
                "\($0.step) \($0.model) \($0.arm) \($0.loss) \($0.exactMatch ?? -1)"
            }
        }

        @Test func aRunStoppedInItsLastStepIsNotFinishedBeforeItIsJudged() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 24)
            #expect(stopped.outcome.status == .stopped)
            #expect(try store.evaluations(of: stopped.id).count { $0.split == "test" } == 2)
            #expect(try !project.adapterBytes(stopped.session.run).isEmpty)
            let resumed = try project.resume(stopped.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(try store.steps(of: stopped.id).count == 24)
            #expect(try store.evaluations(of: stopped.id).count { $0.split == "test" } == 4)
            #expect(try store.predictions(of: stopped.id).count == 24)
        }

        @Test func aStopWhileTheBaseIsAskedLeavesNoHalfEvaluation() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            // Asked for before anything is measured, obeyed after the first answer.
            let stopped = try project.train(
                store,
                stopsAt: { event in
                    if case .log = event { true } else { false }
                })
            #expect(stopped.outcome.status == .stopped)
            #expect(try store.evaluations(of: stopped.id).isEmpty)
            #expect(try store.predictions(of: stopped.id).isEmpty)
            _ = try project.resume(stopped.id, store)
            let base = try store.evaluations(of: stopped.id).filter { $0.model == .base }
            #expect(base.map(\.arm) == [.fullPrompt, .queryOnly])
            #expect(base.allSatisfy { $0.step == 0 && $0.recordCount == 6 })
        }

        @Test func aHeldRunIsPausedInTheHistoryAndGoesOn() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let session = try TrainingSession.start(
                project.plan(store), name: "held", toolVersion: "1", store: store, threadCount: 1)
            session.control.pause()
            session.begin()
            #expect(status(session, store, becomes: .paused))
            let steps = try store.steps(of: session.run.id).count
            Thread.sleep(forTimeInterval: 0.4)
            #expect(try store.steps(of: session.run.id).count == steps)
            #expect(session.result == nil)
            session.control.resume()
            #expect(session.wait().status == .finished)
            #expect(try store.steps(of: session.run.id).count == 24)
        }

        @Test func aHeldRunCanBeStopped() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let session = try TrainingSession.start(
                project.plan(store), name: "held", toolVersion: "1", store: store, threadCount: 1)
            session.control.pause()
            session.begin()
            #expect(status(session, store, becomes: .paused))
            session.control.stop()
            #expect(session.wait().status == .stopped)
            #expect(try store.run(session.run.id).summary.run.status == .stopped)
        }

        private func status(
            _ session: TrainingSession, _ store: RunStore, becomes wanted: RunStatus
        ) -> Bool {
            let end = Date.now.addingTimeInterval(20)
            while Date.now < end {
                if (try? store.run(session.run.id).summary.run.status) == wanted { return true }
                Thread.sleep(forTimeInterval: 0.02)
            }
            return false
        }

        @Test func aRunWhoseProcessIsGoneIsInterruptedAndGoesOnFromItsCheckpoint() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let unbroken = try project.train(store)
            // As a killed process leaves it: the row says running, and rows lie behind the
            // checkpoint.
            let stopped = try project.train(store, stopAfter: 14)
            let gone = ProcessIdentity(
                hostName: ProcessIdentity.current.hostName, processID: 0x3FFF_FFF0,
                machineID: ProcessIdentity.current.machineID, processStart: "1")
            _ = try store.resumeRun(stopped.id, afterStep: 14, process: gone)
            let newest = try #require(
                RunFolder(stopped.session.run, in: try project.load()).savedCheckpoints.first)
            try FileManager.default.removeItem(at: newest.folder)
            #expect(try store.run(stopped.id).summary.run.status == .interrupted)
            let found = try RunLookup(store: store, project: project.load()).resumable(nil)
            #expect(found.id == stopped.id)
            let resumed = try project.resume(stopped.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(resumed.logLines.contains("Resumed at step 12."))
            #expect(try store.steps(of: stopped.id).map(\.metrics.step) == Array(1...24))
            #expect(
                try project.adapterBytes(resumed.session.run)
                    == project.adapterBytes(unbroken.session.run))
        }

        @Test func aDamagedNewestCheckpointFallsBackToTheOneBefore() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let unbroken = try project.train(store)
            let stopped = try project.train(store, stopAfter: 14)
            let newest = try #require(
                RunFolder(stopped.session.run, in: try project.load()).savedCheckpoints.first)
            let file = newest.folder.appending(path: "adapter_model.safetensors")
            let bytes = try Data(contentsOf: file)
            try bytes.dropLast(100).write(to: file)
            let resumed = try project.resume(stopped.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(
                resumed.logLines.first
                    == "The checkpoint \(newest.folder.path) is damaged: the checksum of "
                    + "adapter_model.safetensors does not match. The run goes on from the one before "
                    + "it.")
            #expect(resumed.logLines.contains("Resumed at step 12."))
            #expect(try store.steps(of: stopped.id).map(\.metrics.step) == Array(1...24))
            #expect(
                try project.adapterBytes(resumed.session.run)
                    == project.adapterBytes(unbroken.session.run))
            // What the history forgot goes when there is something newer.
            #expect(
                try project.checkpointFolders(resumed.session.run) == [
                    "step-0000006", "step-0000012", "step-0000024",
                ])
        }

        @Test func aRunWithNothingButDamagedCheckpointsSaysWhy() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 2)
            let newest = try #require(
                RunFolder(stopped.session.run, in: try project.load()).savedCheckpoints.first)
            try FileManager.default.removeItem(
                at: newest.folder.appending(path: "second_moments.safetensors"))
            let error = #expect(throws: RunControlError.self) {
                try project.resume(stopped.id, store)
            }
            #expect(
                error?.description
                    == "Run \(stopped.id) cannot be resumed: it has no whole checkpoint. The "
                    + "checkpoint \(newest.folder.path) is damaged: second_moments.safetensors is "
                    + "missing. Start a new run.")
            #expect(try store.run(stopped.id).summary.run.status == .stopped)
        }

        @Test func changedDataIsRefused() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 8)
            try project.write(
                "train.jsonl", SmallProject.lines(project.training.dropLast()))
            let error = #expect(throws: TrainingError.self) {
                try project.resume(stopped.id, store)
            }
            let newest = try #require(
                RunFolder(stopped.session.run, in: try project.load()).savedCheckpoints.first)
            #expect(
                error?.description
                    == "The checkpoint \(newest.folder.path) belongs to another run: data, schedule "
                    + "or training settings have changed. Start a new run, or undo the change.")
            #expect(try store.run(stopped.id).summary.run.status == .stopped)
            #expect(try store.steps(of: stopped.id).count == 8)
        }

        @Test func aMachineOfAnotherPrecisionIsNamed() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            try project.replace(
                in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n  precision: float32\n")
            let stopped = try project.train(store, stopAfter: 8)
            let newest = try #require(
                RunFolder(stopped.session.run, in: try project.load()).savedCheckpoints.first)
            try project.replace(in: "project.yaml", "precision: float32", with: "precision: auto")
            let prepared = try project.prepared(store)
            let plan = try RunPlan(
                prepared, schedule: prepared.project.file.schedule.schedule, storage: .bfloat16)
            let record = try store.run(stopped.id).summary.run
            let error = #expect(throws: TrainingError.self) {
                try TrainingSession.resume(record, plan, store: store, threadCount: 1)
            }
            #expect(
                error?.description
                    == "The checkpoint \(newest.folder.path) belongs to another run: precision was "
                    + "float32 and is bfloat16 now (training.precision is auto, and machines "
                    + "differ: write the former value). Start a new run, or undo the change.")
            #expect(try store.run(stopped.id).summary.run.status == .stopped)
        }

        @Test func aRunBranchesOffAnothersStage() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let parent = try project.train(store)
            let prepared = try project.prepared(store)
            let origin = try RunOrigin(
                parent.session.run, afterStage: 0, in: prepared.project)
            #expect(origin.step == 6)
            // With the parent's own stages it must come to where the parent came.
            let own = prepared.project.file.schedule.schedule.stages
            let schedule = try origin.schedule(
                of: parent.session.run, followedBy: Array(own.dropFirst()))
            #expect(schedule.stages == own)
            let plan = try RunPlan(prepared, schedule: schedule, origin: origin)
            #expect(plan.fingerprint != parent.session.plan.fingerprint)
            let session = try TrainingSession.start(
                plan, name: "branch", toolVersion: "1", store: store, threadCount: 1)
            session.begin()
            #expect(session.wait().status == .finished)
            let run = try store.run(session.run.id)
            #expect(run.summary.run.parentRunID == parent.id)
            #expect(try store.steps(of: run.summary.id).map(\.metrics.step) == Array(7...24))
            #expect(
                try project.adapterBytes(session.run) == project.adapterBytes(parent.session.run))
            #expect(run.evaluations.contains { $0.model == .base })
            #expect(RunOrigin(of: run.summary.run) == origin)
        }

        @Test func aBranchIsResumedFromItsOwnCheckpointWhenTheOtherRunIsGone() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let parent = try project.train(store)
            let prepared = try project.prepared(store)
            let origin = try RunOrigin(
                parent.session.run, afterStage: 1, in: prepared.project)
            let schedule = try origin.schedule(
                of: parent.session.run,
                followedBy: [StageSetting(compressionRate: 0, shots: 0, epochs: 2)])
            let plan = try RunPlan(prepared, schedule: schedule, origin: origin)
            let session = try TrainingSession.start(
                plan, name: "branch", toolVersion: "1", store: store, threadCount: 1)
            session.control.stop()
            session.begin()
            #expect(session.wait().status == .stopped)
            try FileManager.default.removeItem(
                at: RunFolder(parent.session.run, in: try project.load()).url)
            let resumed = try project.resume(session.run.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(try store.steps(of: session.run.id).map(\.metrics.step).last == 18)
        }

        @Test func aStageWithoutACheckpointIsNamed() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 8)
            let error = #expect(throws: RunControlError.self) {
                try RunOrigin(stopped.session.run, afterStage: 1, in: try project.load())
            }
            #expect(
                error?.description
                    == "Run \(stopped.id) has no whole checkpoint of the end of stage 1. There "
                    + "are those of the ends of: 0.")
        }

        @Test func aRunWhoseStagesEndEarlyResumesTheSame() throws {
            let project = try SmallProject()
            try project.replace(
                in: "project.yaml", "schedule:\n", with: "schedule:\n  margin: 100\n")
            let store = try project.openStore()
            let unbroken = try project.train(store)
            #expect(unbroken.outcome.status == .finished)
            #expect(
                unbroken.logLines.contains {
                    $0.hasPrefix("Stage 2 ends before its epochs are over: its validation loss")
                })
            let count = try store.steps(of: unbroken.id).count
            #expect(count < 24)
            let stopped = try project.train(store, stopAfter: count - 1)
            let resumed = try project.resume(stopped.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(try store.steps(of: stopped.id).count == count)
            #expect(
                try project.adapterBytes(resumed.session.run)
                    == project.adapterBytes(unbroken.session.run))
        }

        @Test(arguments: [
            "precision: bfloat16", "base: int8", "base: int4", "lora_dropout: 0.2", "rslora: true",
            "layers: [0]", "activation_memory_gb: 0.001", "distillation: {weight: 0.5, top: 4}",
            "prompt_generation: {weight: 0.3}", "learning_rate_restarts: false",
            "keep: best\n  best_by: exact_match", "keep: best\n  best_by: metric",
            "patience: 1",
        ])
        func everySettingOfTheEngineTrainsAndResumesTheSame(setting: String) throws {
            let project = try SmallProject()
            try project.replace(
                in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n  \(setting)\n")
            let store = try project.openStore()
            let unbroken = try project.train(store)
            #expect(unbroken.outcome.status == .finished)
            let stopped = try project.train(store, stopAfter: 7)
            let resumed = try project.resume(stopped.id, store)
            #expect(resumed.outcome.status == .finished)
            #expect(
                try project.adapterBytes(resumed.session.run)
                    == project.adapterBytes(unbroken.session.run))
            let plan = unbroken.session.plan
            let memory = plan.memory(threadCount: 1)
            #expect(
                Array(unbroken.logLines.prefix(2)) == [
                    "model: \(plan.prepared.model.parameterCount) parameters, "
                        + "\(plan.storage.name), \(Compute.defaultBackend.name), 1 threads",
                    "Memory: \(memory.text(layerCount: 1))",
                ])
        }

        @Test func aFinishedRunIsNotResumed() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let error = #expect(throws: RunControlError.self) {
                try project.resume(trained.id, store)
            }
            #expect(
                error?.description == "Run \(trained.id) cannot be resumed: it is finished.")
            let lookup = RunLookup(store: store, project: try project.load())
            let nothing = #expect(throws: RunControlError.self) { try lookup.resumable(nil) }
            #expect(
                nothing?.description
                    == "Nothing can be resumed: no run of this project is stopped, interrupted or "
                    + "failed. Start one with: promptintern train")
        }
    }

    extension SmallProject.Trained {
        /// What a run logged.
        var logLines: [String] {
            events.compactMap { if case .log(_, let text) = $0 { text } else { nil } }
        }
    }
#endif
