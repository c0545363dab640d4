#if !DEBUG
    import Foundation
    import Prompts
    import RunControl
    import RunEvents
    import RunTestSupport
    import Testing
    import Workbench

    /// Runs as the screen starts, watches and opens them.
    @Suite struct TrainingServicesTests {
        /// Starts what the project says.
        private func start(_ desk: Desk) throws -> RunHeader {
            let schedule = try #require(desk.load()).schedule
            return try #require(desk.ask(.startTraining(schedule)) { $0.started })
        }

        private func status(_ message: ServiceMessage, of id: RunID) -> RunStatus? {
            if case .runStatus(id, let status, _) = message { status } else { nil }
        }

        private func awaitEnd(_ desk: Desk, _ id: RunID) -> RunStatus? {
            desk.wait { message in
                status(message, of: id).flatMap {
                    [.running, .paused].contains($0) ? nil : $0
                }
            }
        }

        private func steps(_ desk: Desk) -> [Int] {
            desk.messages.flatMap { message -> [Int] in
                if case .steps(_, let rows) = message { rows.map(\.step) } else { [] }
            }
        }

        private func evaluations(_ desk: Desk) -> [EvaluationMetrics] {
            desk.messages.flatMap { message -> [EvaluationMetrics] in
                if case .evaluations(_, let rows) = message { rows } else { [] }
            }
        }

        @Test func aTrainingTellsAllThatHappens() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            #expect(header.isOwn)
            #expect(header.stepCount == 24)
            #expect(header.status == .running)
            let storage = try desk.project.plan().storage
            #expect(header.engine?.precision == storage.precision.rawValue)
            #expect(header.engine?.base == storage.weights.rawValue)
            #expect(try #require(header.engine?.memoryGigabytes) > 0.05)
            #expect(awaitEnd(desk, header.id) == .finished)
            #expect(steps(desk) == Array(1...24))
            let store = try desk.project.openStore()
            let stored = try store.evaluations(of: header.id)
            #expect(evaluations(desk).count == stored.count)
            #expect(stored.allSatisfy { evaluations(desk).contains($0) })
            let checkpoints = desk.messages.compactMap { message -> Int? in
                if case .checkpoint(_, let checkpoint) = message { checkpoint.step } else { nil }
            }
            #expect(checkpoints == [6, 12, 24])
            let runs = try #require(
                desk.wait { $0.runs?.first?.status == .finished ? $0.runs : nil })
            #expect(runs.map(\.id) == [header.id])
            #expect(runs[0].stepsDone == 24)
            #expect(runs[0].stepsPlanned == 24)
            #expect(runs[0].stageCount == 3)
            #expect(runs[0].queryOnlyAccuracy != nil)
            let predictions = desk.messages.flatMap { message -> [Prediction] in
                if case .predictions(let rows) = message { rows } else { [] }
            }
            #expect(predictions.contains { $0.model == .tuned && $0.arm == .queryOnly })
        }

        @Test func withoutTestRecordsTheLastAnswersArriveToo() throws {
            var options = SmallProject.Options()
            options.hasTest = false
            let desk = Desk(try SmallProject(options))
            let header = try start(desk)
            #expect(awaitEnd(desk, header.id) == .finished)
            let stored = try desk.project.openStore().evaluations(of: header.id)
            let told = evaluations(desk)
            #expect(stored.allSatisfy { told.contains($0) })
        }

        @Test func aSecondTrainingIsRefusedWhileOneGoesOn() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            desk.services.send(.pauseTraining)
            #expect(desk.wait { self.status($0, of: header.id) == .paused ? true : nil } == true)
            let schedule = try desk.project.load().file.schedule.schedule
            #expect(
                desk.ask(.startTraining(schedule)) { $0.failure }
                    == "The training cannot start: A training is under way already. Stop it "
                    + "first, or wait until it ends.")
            #expect(
                desk.ask(.deleteRun(header.id)) { $0.failure }?.hasPrefix(
                    "The run is not deleted: Run \(header.id) is being trained now.") == true)
            desk.services.send(.resumeTraining)
            #expect(awaitEnd(desk, header.id) == .finished)
        }

        @Test func aStoppedRunGoesOn() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            desk.services.send(.pauseTraining)
            _ = desk.wait { self.status($0, of: header.id) == .paused ? true : nil }
            desk.services.send(.stopTraining)
            #expect(awaitEnd(desk, header.id) == .stopped)
            let started = try #require(desk.ask(.continueRun(header.id)) { $0.started })
            #expect(started.id == header.id)
            #expect(awaitEnd(desk, header.id) == .finished)
            let detail = try #require(desk.ask(.openRun(header.id)) { $0.opened })
            #expect(detail.steps.map(\.step) == Array(1...24))
            // What was measured late is told as well.
            let told = evaluations(desk)
            #expect(detail.evaluations.allSatisfy { told.contains($0) })
            #expect(
                desk.ask(.continueRun(header.id)) { $0.failure }
                    == "The run cannot go on: Run \(header.id) cannot be resumed: it is finished.")
        }

        @Test func aRunBranchesOffAnotherOnesStage() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            #expect(awaitEnd(desk, header.id) == .finished)
            var schedule = try #require(desk.messages.compactMap(\.project).last).schedule
            schedule.stages = [schedule.stages[0], schedule.stages[2]]
            schedule.stages[1].epochs = 1
            let branch = try #require(
                desk.ask(.branchRun(header.id, afterStage: 0, schedule)) { $0.started })
            #expect(branch.id != header.id && branch.stages.count == 2)
            #expect(awaitEnd(desk, branch.id) == .finished)
            let detail = try #require(desk.ask(.openRun(branch.id)) { $0.opened })
            // The first stage's six steps are the other run's.
            #expect(detail.steps.map(\.step) == [7, 8, 9])
            #expect(
                desk.ask(.branchRun(header.id, afterStage: 7, schedule)) { $0.failure }
                    == "The run cannot branch off: \(RunControlError.cannotBranch(runID: header.id, stage: 7, ends: [0, 1, 2]))"
            )
        }

        @Test func aFinishedRunIsJudgedAndSoIsTheLastOneOnOpening() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            func verdict(_ message: ServiceMessage) -> CompareVerdict? {
                if case .verdict(let verdict) = message { verdict } else { nil }
            }
            let judged = try #require(desk.wait(verdict))
            #expect(judged.runID == header.id)
            #expect(judged.metric == "exact match")
            #expect(judged.figures.count == 4)
            let later = Desk(desk.project)
            #expect(later.ask(.loadProject, verdict) == judged)
        }

        @Test func bothAnswersOfAComparisonArrive() throws {
            let desk = Desk(try SmallProject())
            let header = try start(desk)
            #expect(awaitEnd(desk, header.id) == .finished)
            desk.settle()
            for model in [ModelState.base, .tuned] {
                desk.services.send(.compare(recordID: "test-2", model: model))
                for arm in [PromptArm.fullPrompt, .queryOnly] {
                    let answer = desk.wait { message -> Prediction? in
                        if case .predictions(let rows) = message { rows.first } else { nil }
                    }
                    #expect(answer?.recordID == "test-2")
                    #expect(answer?.arm == arm)
                    #expect(answer?.model == model)
                    let stored = try desk.project.openStore().predictions(
                        of: header.id, arm: arm, model: model, recordID: "test-2")
                    #expect(answer?.text == stored.first?.text)
                }
            }
            let unknown = desk.ask(.compare(recordID: "nobody", model: .tuned)) { message in
                if case .comparisonFailed(let id, _) = message { id } else { nil }
            }
            #expect(unknown == "nobody")
        }

        @Test func anOpenedRunHasItsStepsAndSettings() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let desk = Desk(project)
            _ = desk.load()
            let detail = try #require(desk.ask(.openRun(trained.id)) { $0.opened })
            #expect(detail.summary.name == "test")
            #expect(detail.steps == (try store.steps(of: trained.id).map(\.metrics)))
            #expect(detail.stages.count == 3)
            #expect(detail.evaluations.count == (try store.evaluations(of: trained.id).count))
            #expect(detail.log.contains { $0.text.hasPrefix("Adapter saved to ") })
            #expect(detail.settings.contains(.init("rank", "4")))
            let deleted = desk.ask(.deleteRun(trained.id)) { message in
                if case .runDeleted(let id) = message { id } else { nil }
            }
            #expect(deleted == trained.id)
            #expect(desk.ask(.listRuns) { $0.runs } == [])
        }

        @Test func theAnswersOfTheLastRunComeWithTheProject() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let desk = Desk(project)
            let predictions = desk.ask(.loadProject) { message -> [Prediction]? in
                if case .predictions(let rows) = message { rows } else { nil }
            }
            #expect(predictions == (try store.predictions(of: trained.id)))
        }

        @Test func aRunOfAnotherProcessIsWatched() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let session = try TrainingSession.start(
                project.plan(store), name: "other", toolVersion: "1", store: store, threadCount: 1)
            session.control.pause()
            session.begin()
            let desk = Desk(project)
            let header = try #require(desk.ask(.loadProject) { $0.started })
            #expect(header.id == session.run.id)
            #expect(!header.isOwn)
            session.control.resume()
            #expect(awaitEnd(desk, header.id) == .finished)
            #expect(steps(desk) == Array(1...24))
        }

        @Test func aPromptThatIsTooLongIsToldAndStartsNothing() throws {
            var options = SmallProject.Options()
            options.stages = [(1.0, 0, 1)]
            let project = try SmallProject(options)
            let long = SmallProject.Record(
                id: "long", query: String(repeating: "Where is it? ", count: 200),
                output: "=FIND(A)")
            try project.write(
                "train.jsonl", SmallProject.lines(project.training.prefix(2) + [long]))
            let desk = Desk(project)
            let snapshot = try #require(desk.load())
            let plan = try #require(
                desk.ask(.plan(snapshot.schedule, revision: 1)) { $0.plan })
            #expect(plan.warnings.contains { $0.contains("\"long\" (train.jsonl, line 3)") })
            let text = desk.ask(.startTraining(snapshot.schedule)) { $0.failure }
            #expect(
                text?.hasPrefix("The training cannot start: 1 record does not fit into the") == true
            )
            #expect(text?.contains("record \"long\" (train.jsonl, line 3): ") == true)
            #expect(desk.ask(.listRuns) { $0.runs } == [])
        }

        @Test func fewRowsArriveAtOnce() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let id = try project.train(store, stopAfter: 20).id
            let desk = Desk(project)
            _ = desk.load()
            desk.services.send(.continueRun(id))
            var rows: [Int] = []
            let end = Date.now.addingTimeInterval(20)
            while rows.last != 24, Date.now < end {
                for message in desk.services.poll(maximumRows: 3) {
                    if case .steps(_, let steps) = message { rows += steps.map(\.step) }
                }
                Thread.sleep(forTimeInterval: 0.01)
            }
            #expect(rows == Array(1...24))
        }
    }
#endif
