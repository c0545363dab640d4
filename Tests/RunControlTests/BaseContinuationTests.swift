#if !DEBUG
    import Foundation
    import Kernels
    import RunControl
    import RunTestSupport
    import TestSupport
    import Testing

    /// A base that goes on with a project's own prompts.
    @Suite struct BaseContinuationTests {
        private let project: SmallProject
        private let temporary: TemporaryFolder

        init() throws {
            project = try SmallProject()
            temporary = try TemporaryFolder()
        }

        private func run(
            _ name: String, threadCount: Int = 2, stopAfter: Int? = nil,
            onLoss: (Double) -> Void = { _ in }
        ) throws -> BaseContinuation.Report? {
            try BaseContinuation(
                project.prepared(), .init(stepCount: 40, learningRate: 0.01, seed: 1),
                folder: folder(name), compute: Compute(threadCount: threadCount)
            ).run { step in
                onLoss(step.loss)
                return step.step != stopAfter
            }
        }

        private func folder(_ name: String) -> URL { temporary.url.appending(path: name) }

        private func contents(_ name: String) throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder(name).path)
            return try Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, try Data(contentsOf: folder(name).appending(path: $0)))
                })
        }

        @Test func itLearnsAndIsAModelOfItsOwn() throws {
            var losses: [Double] = []
            let report = try #require(try run("whole") { losses.append($0) })
            #expect(losses.count == 40 && losses.allSatisfy { $0.isFinite })
            #expect(report.recordCount == 24)
            #expect(report.lossAfter < 0.9 * report.lossBefore)
            let before = try ModelFolder(project.load().modelFolder)
            let after = try ModelFolder(folder("whole"))
            #expect(after.configuration == before.configuration)
            #expect(after.tokenizer.vocabularySize == before.tokenizer.vocabularySize)
            #expect(try after.checksum() != before.checksum())
            #expect(
                try !contents("whole").keys.contains { $0.hasPrefix(".pretraining") })
        }

        @Test(arguments: [1, 39])
        func stoppedAndResumedItIsTheSame(stop: Int) throws {
            var losses: [Double] = []
            let whole = try #require(try run("whole") { losses.append($0) })
            #expect(try run("parts", threadCount: 1, stopAfter: stop) == nil)
            var rest: [Double] = []
            #expect(try run("parts") { rest.append($0) } == whole)
            #expect(rest == Array(losses.dropFirst(stop)))
            #expect(try contents("parts") == contents("whole"))
        }

        @Test func whatTakesMoreThanThereIsIsRefused() throws {
            let prepared = try project.prepared()
            #expect {
                _ = try BaseContinuation(
                    prepared, .init(stepCount: 1, learningRate: 0.01, seed: 1),
                    folder: folder("none"), compute: Compute(threadCount: 1),
                    availableMemory: 10_000)
            } throws: { error in
                "\(error)".hasSuffix(
                    " GB are free. Train an adapter on it (promptintern train), or take another "
                        + "base.")
            }
        }

        @Test func withoutHeldOutRecordsItSaysSo() throws {
            try project.write("validation.jsonl", "")
            #expect(throws: (any Error).self) { _ = try run("none") }
        }
    }
#endif
