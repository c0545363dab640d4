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
