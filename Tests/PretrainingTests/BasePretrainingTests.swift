#if !DEBUG
    import Foundation
    import Kernels
    import LanguageModel
    import Pretraining
    import TestSupport
    import Testing
    import Tokenizers
    import Training

    /// A base of three updates, from nothing to a folder that loads.
    @Suite struct BasePretrainingTests {
        private static let plan = {
            var plan = PretrainingPlan()
            plan.vocabularySize = 400
            plan.hiddenSize = 32
            plan.intermediateSize = 48
            plan.layerCount = 1
            plan.headCount = 2
            plan.keyValueHeadCount = 1
            plan.stepCount = 3
            plan.tokensPerStep = 200
            plan.highestRung = 1
            plan.saveInterval = 100
            return plan
        }()

        private func pretraining(_ folder: URL, threadCount: Int = 2) -> BasePretraining {
            BasePretraining(Self.plan, folder: folder, compute: Compute(threadCount: threadCount))
        }

        private func contents(_ folder: URL) throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return try Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, try Data(contentsOf: folder.appending(path: $0)))
                })
        }

        @Test func aDamagedStateIsNotTakenForAFreshStart() throws {
            let temporary = try TemporaryFolder()
            _ = try temporary.write(".pretraining/state.json", "{\"step\": ")
            #expect(throws: TrainingError.self) {
                _ = try pretraining(temporary.url).run(command: "make base") { _ in true }
            }
        }

        @Test func stoppedAndResumedBasesAreTheUnbrokenOne() throws {
            let temporary = try TemporaryFolder()
            let whole = temporary.url.appending(path: "whole")
            var losses: [Double] = []
            let exam = try #require(
                try pretraining(whole).run(command: "make base") {
                    losses.append($0.step.loss)
                    return true
                })
            #expect(losses.count == 3 && losses.allSatisfy { $0.isFinite })
            try checkFolder(whole, exam)

            for stop in 1...2 {
                let parts = temporary.url.appending(path: "stopped-\(stop)")
                let nothing = try pretraining(parts, threadCount: 1).run(command: "make base") {
                    $0.step.step < stop
                }
                #expect(nothing == nil)
                #expect(
                    FileManager.default.fileExists(
                        atPath: parts.appending(path: ".pretraining/state.json").path))
                var rest: [Double] = []
                let resumed = try pretraining(parts).run(command: "make base") {
                    rest.append($0.step.loss)
                    return true
                }
                #expect(resumed == exam)
                #expect(rest == Array(losses.dropFirst(stop)))
                #expect(try contents(parts) == contents(whole))
            }
        }

        @Test func aBaseIsGoneOnWith() throws {
            let temporary = try TemporaryFolder()
            let base = temporary.url.appending(path: "base")
            _ = try pretraining(base).run(command: "make base") { _ in true }
            var plan = Self.plan
            plan.base = base
            plan.firstRung = 1
            // The base's shape, whatever the plan says.
            plan.hiddenSize = 64
            func goOn(_ name: String, stop: Int?) throws -> PretrainingExam? {
                try BasePretraining(
                    plan, folder: temporary.url.appending(path: name),
                    compute: Compute(threadCount: 1)
                ).run(command: "go on") {
                    #expect($0.ladder.rung == 1)
                    return $0.step.step != stop
                }
            }
            let exam = try #require(try goOn("whole", stop: nil))
            #expect(try goOn("parts", stop: 2) == nil)
            #expect(try goOn("parts", stop: nil) == exam)
            let (whole, old) = (
                try contents(temporary.url.appending(path: "whole")), try contents(base)
            )
            #expect(try contents(temporary.url.appending(path: "parts")) == whole)
            for name in ["config.json", "tokenizer.json", "tokenizer_config.json"] {
                #expect(whole[name] == old[name], "\(name)")
            }
            #expect(whole["model.safetensors"] != old["model.safetensors"])
        }

        private func checkFolder(_ folder: URL, _ exam: PretrainingExam) throws {
            #expect(
                try contents(folder).keys.sorted() == [
                    "README.md", "config.json", "model.safetensors", "tokenizer.json",
                    "tokenizer_config.json",
                ])
            let configuration = try ModelConfiguration(
                file: folder.appending(path: "config.json"))
            let tokenizer = try Tokenizer.load(folder: folder)
            #expect(configuration.vocabularySize == tokenizer.vocabularySize)
            #expect(configuration.endOfSequence == [try #require(tokenizer.endOfSequence)])
            let parameters = try DecoderParameters.load(configuration, from: folder)
            #expect(parameters.values.copyToArray().allSatisfy { $0.isFinite })

            #expect(
                exam.rung == PretrainingLadder.firstDialects
                    && exam.full.count == PretrainingExaminer.questionCount)
            #expect(exam.template.count == exam.full.count)
            #expect(exam.unshown.count < exam.full.count && exam.contextTokens > 50)
            // Three updates teach nothing.
            #expect(exam.full.share < 0.1 && exam.answerLoss > 1)
            let card = try String(
                contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
            for text in [
                "On 500 questions about dialects never seen, of rung \(exam.rung)",
                String(
                    format: "| documentation alone | %.1f %% of 500 |", exam.template.share * 100),
                "make base", "Seed 1, 3 updates of about 200 tokens.", "Apache-2.0",
            ] {
                #expect(card.contains(text), "\(text)")
            }
        }
    }
#endif
