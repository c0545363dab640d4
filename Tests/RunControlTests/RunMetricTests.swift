#if !DEBUG
    import Judging
    import RunControl
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing

    /// A run's answers judged by the project's metric, beside exact match.
    @Suite struct RunMetricTests {
        /// A project whose answers are judged by `metric`.
        private func project(
            _ metric: String, training: String = "", evaluateEvery: Int = 4
        ) throws -> SmallProject {
            var options = SmallProject.Options()
            options.evaluateEvery = evaluateEvery
            let project = try SmallProject(options)
            try project.replace(
                in: "project.yaml", "evaluation:\n", with: "evaluation:\n  \(metric)\n")
            if !training.isEmpty {
                try project.replace(
                    in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n  \(training)\n")
            }
            return project
        }

        @Test func bleuIsThatOfTheAnswersThatWereKept() throws {
            let project = try self.project("metric: bleu")
            let store = try project.openStore()
            let id = try project.train(store).id
            let judged = try store.evaluations(of: id).filter { $0.exactMatch != nil }
            // At the ends of stages on the validation records, at the run's ends on the test's.
            #expect(Set(judged.map(\.split)) == ["validation", "test"])
            #expect(judged.allSatisfy { $0.score?.metric == .bleu })
            let last = try #require(judged.last { $0.split == "test" && $0.arm == .queryOnly })
            let answers = try store.predictions(of: id).filter {
                $0.step == last.step && $0.arm == .queryOnly && $0.model == .tuned
            }
            #expect(answers.count == 6)
            let bleu = CorpusBLEU(tokenizer: .v13a).score(
                hypotheses: answers.map(\.text), references: answers.map { [$0.expected] })
            let value = try #require(last.score?.value)
            #expect(abs(value * 100 - bleu.score) < 1e-9)
            #expect(answers.allSatisfy { $0.score?.metric == .bleu && $0.score?.isRight == nil })
        }

        @Test func aProgramsNumbersBelongToTheirRecords() throws {
            // 1 for the records whose answer is expected to hold a 3, in the order of the lines.
            let project = try self.project(
                #"metric: command"# + "\n"
                    + #"  command: "sed -e 's/.*expected.:.[^,]*3[^,]*,.*/1/' -e t -e 's/.*/0/'""#)
            let store = try project.openStore()
            let id = try project.train(store).id
            let answers = try store.predictions(of: id)
            #expect(!answers.isEmpty)
            for answer in answers {
                #expect(answer.score?.value == (answer.expected.contains("3") ? 1 : 0))
                #expect(answer.isRight == answer.expected.contains("3"))
            }
            let mean = Double(answers.count { $0.isRight }) / Double(answers.count)
            let last = try #require(
                try store.evaluations(of: id).last { $0.split == "test" && $0.score != nil })
            #expect(last.score == MetricScore(metric: .command, value: mean))
        }

        @Test func aMetricThatFailsCostsItsFigureAndNotTheTraining() throws {
            let project = try self.project(
                "metric: command\n  command: \"echo broken >&2; exit 3\"")
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(trained.outcome.status == .finished)
            #expect(
                trained.logLines.contains {
                    $0.hasPrefix("The answers are not judged by the project's metric: ")
                        && $0.contains("broken")
                })
            let judged = try store.evaluations(of: trained.id).filter { $0.exactMatch != nil }
            #expect(!judged.isEmpty)
            #expect(judged.allSatisfy { $0.score == nil })
        }

        /// The base of these tests is random and reads nothing.
        ///
        /// BLEU does not tell right from wrong, and a run on the query alone has no stages to warn of.
        @Test func aBaseThatCannotReadItsPromptIsWarnedOf() throws {
            func isWarned(_ project: SmallProject) throws -> Bool {
                try project.train(try project.openStore()).logLines.contains {
                    $0.hasPrefix(
                        "Even with its full prompt the base answers only 0.0 % of 6 records")
                }
            }
            #expect(try isWarned(try SmallProject()))
            #expect(try !isWarned(try self.project("metric: bleu")))
            var options = SmallProject.Options()
            options.stages = [(0.0, 0, 1)]
            #expect(try !isWarned(try SmallProject(options)))
        }

        @Test func theBestAdapterCanBeChosenByTheMetric() throws {
            // More for longer answers: no other metric would choose by that.
            let project = try self.project(
                "metric: command\n  command: \"awk '{print length}'\"",
                training: "keep: best\n  best_by: metric", evaluateEvery: 2)
            let store = try project.openStore()
            let trained = try project.train(store)
            #expect(trained.outcome.status == .finished)
            let looks = try store.evaluations(of: trained.id).filter {
                $0.split == "validation" && $0.stage == 2 && $0.arm == .queryOnly
            }
            #expect(looks.count >= 3)
            let values = looks.map { $0.score?.value ?? -1 }
            let step = looks[values.firstIndex(of: values.max() ?? 0) ?? 0].step
            #expect(
                trained.logLines.contains {
                    $0.hasPrefix("The adapter of step \(step) is kept, whose query-only answers")
                })
        }
    }
#endif
