#if !DEBUG
    import Foundation
    import LanguageModel
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing

    /// A training whose numbers run away.
    @Suite struct NotFiniteTests {
        @Test func theRunFailsWithTheReasonAndKeepsTheLastGoodState() throws {
            var options = SmallProject.Options()
            options.poisonedRecord = 3
            options.stages = [(1.0, 0, 1)]
            let project = try SmallProject(options)
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(trained.outcome.status == .failed)
            let run = try store.run(trained.id).summary.run
            #expect(run.status == .failed)
            let steps = try store.steps(of: trained.id).map(\.metrics)
            let done = steps.count
            #expect(done == 2)
            #expect(steps.map(\.step) == Array(0..<done).map { $0 + 1 })
            #expect(steps.allSatisfy { $0.loss.isFinite && $0.gradientNorm.isFinite })
            let message = try #require(run.message)
            #expect(message == trained.outcome.message)
            #expect(message.contains("of step \(done + 1) (stage 0) is not a finite number"))
            #expect(
                message.hasSuffix(
                    "so the run stopped with the weights of step \(done). Lower the learning rate "
                        + "(now 0.02), clip gradients, or check the records of that stage."))
            #expect(
                trained.events.contains { event in
                    if case .log(.error, message) = event { true } else { false }
                })
            #expect(try store.evaluations(of: trained.id).count == 4)
            let checkpoint = try #require(try store.checkpoints(of: trained.id).last)
            #expect(checkpoint.step == done)
            let adapter = try PEFTAdapterFile.read(
                project.url.appending(path: checkpoint.path),
                for: project.prepared().model.configuration)
            #expect(!adapter.parameters.values.copyToArray().contains { !$0.isFinite })
        }
    }
#endif
