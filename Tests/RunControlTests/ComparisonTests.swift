#if !DEBUG
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing

    /// Asking base and tuned model after a run.
    @Suite struct ComparisonTests {
        @Test func itGivesTheNumbersOfTheRunsOwnJudgement() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let comparison = try comparison(project, trained, store)
            let judged = try store.evaluations(of: trained.id).filter { $0.split == "test" }
            #expect(judged.count == 4)
            for expected in judged {
                let (metrics, predictions) = try comparison.measure(
                    project.load().test, arm: expected.arm, model: expected.model, split: "test",
                    step: expected.step)
                #expect(metrics.loss == expected.loss)
                #expect(metrics.exactMatch == expected.exactMatch)
                #expect(metrics.inputTokensPerRecord == expected.inputTokensPerRecord)
                let stored = try store.predictions(
                    of: trained.id, arm: expected.arm, model: expected.model)
                #expect(predictions.map(\.text) == stored.map(\.text))
                #expect(predictions.map(\.promptTokens) == stored.map(\.promptTokens))
            }
        }

        @Test func keptAnswersAreJudgedAsNewOnes() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let (prepared, records) = (try project.prepared(store), try project.load().test)
            let comparison = try comparison(project, trained, store)
            let arms = try [ModelState.base, .tuned].flatMap { model in
                try [PromptArm.fullPrompt, .queryOnly].map { arm in
                    let asked = try comparison.measure(
                        records, arm: arm, model: model, split: "test")
                    return (model, arm, asked.predictions)
                }
            }
            let margin = prepared.project.file.evaluation.margin
            let asked = try JudgedComparison(
                arms, records: records, metric: .exactMatch, margin: margin)
            let run = try store.run(trained.id).summary.run
            let kept = try KeptComparison(run, prepared, store: store)
            #expect(kept.judged.json == asked.json)
            #expect(kept.judged.verdict != nil)
            #expect(kept.metrics.map(\.step) == [0, 0, 24, 24])

            // What a record asks for now is not what the run was asked.
            try project.replace(
                in: "test.jsonl", records[0].output, with: "=OTHER(\(records[0].id))")
            let changed = try KeptComparison(run, project.prepared(store), store: store)
            #expect(changed.answers.map(\.count) == [5, 5, 5, 5])
        }

        @Test func aRunWithoutAnswersIsNotJudged() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let stopped = try project.train(store, stopAfter: 7)
            let error = #expect(throws: RunControlError.self) {
                try KeptComparison(
                    store.run(stopped.id).summary.run, project.prepared(store), store: store)
            }
            #expect(
                error?.description
                    == "Run 1 cannot be judged by the answers it left: the tuned model's answers "
                    + "to the full-prompt are not in the history. Ask the model anew with: "
                    + "promptintern compare --run 1")
        }

        @Test func theBaseIsAskedWithoutTheAdapter() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let trained = try project.train(store)
            let tuned = try comparison(project, trained, store)
            let bare = try Comparison(
                project.prepared(), schedule: trained.session.plan.stagePlan.schedule,
                adapter: nil, threadCount: 1)
            #expect(tuned.hasAdapter)
            #expect(!bare.hasAdapter)
            for record in try project.load().test {
                for arm in [PromptArm.fullPrompt, .queryOnly] {
                    let first = try tuned.answer(record, arm: arm, model: .base)
                    let second = try bare.answer(record, arm: arm, model: .base)
                    #expect(first.text == second.text)
                    #expect(first.outputTokens == second.outputTokens)
                }
            }
            let loss = try tuned.measure(
                project.load().test, arm: .queryOnly, model: .tuned, split: "test"
            ).metrics.loss
            let baseLoss = try bare.measure(
                project.load().test, arm: .queryOnly, model: .base, split: "test"
            ).metrics.loss
            #expect(loss < baseLoss)
        }

        private func comparison(
            _ project: SmallProject, _ trained: SmallProject.Trained, _ store: RunStore
        ) throws -> Comparison {
            let found = try #require(
                try RunLookup(store: store, project: project.load()).withAdapter(trained.id))
            return try Comparison(
                project.prepared(store), schedule: RunLookup.schedule(of: found.run),
                adapter: found.adapter, threadCount: 1)
        }
    }
#endif
