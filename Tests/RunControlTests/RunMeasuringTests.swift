#if !DEBUG
    import Foundation
    import Judging
    import RunEvents
    import RunStore
    import RunTestSupport
    import Testing

    @testable import RunControl

    /// A trained run, measured and kept.
    @Suite struct RunMeasuringTests {
        private static let probes = """
            {"name": "form", "query": "Where is TR1X?", "matches": "^=FIND"}
            {"name": "no greeting", "query": "Where is TR2X?", "not_contains": "Hello"}

            """
        private static let offTask = """
            {"id": "a", "query": "Please note that", "output": " names are written"}
            {"id": "b", "query": "Write the", "output": " formula"}

            """

        private func project() throws -> SmallProject {
            let project = try SmallProject()
            try project.write("p.jsonl", Self.probes)
            try project.write("o.jsonl", Self.offTask)
            try project.write(
                "project.yaml",
                project.read("project.yaml") + "  probes: p.jsonl\n  off_task: o.jsonl\n")
            return project
        }

        private func measuring(
            _ project: SmallProject, _ store: RunStore, _ id: Int64? = nil
        ) throws -> RunMeasuring {
            try RunMeasuring(project.prepared(store), store: store, runID: id, threadCount: 1)
        }

        @Test func allIsMeasuredAndComesBackFromTheHistory() throws {
            let project = try project()
            let store = try project.openStore()
            let trained = try project.train(store)
            let measuring = try measuring(project, store)
            #expect(try measuring.availableKinds() == RunMeasure.Kind.allCases)
            var told: [RunMeasure.Kind] = []
            let found = try measuring.measure(onMeasure: { told.append($0.measure.kind) })
            #expect(told == RunMeasure.Kind.allCases && found.map(\.measure.kind) == told)
            #expect(found.allSatisfy { $0.step == 24 })
            let kept = try store.keptMeasures(of: trained.id)
            #expect(kept.map(\.measure) == found.map(\.measure))
            #expect(KeptMeasure.read(try store.run(trained.id).measurements) == kept)
            guard case .rules(let rules) = kept[0].measure,
                case .coverage(let coverage) = kept[1].measure,
                case .forgetting(let forgetting) = kept[2].measure,
                case .gap(let gap) = kept[3].measure
            else {
                Issue.record("\(kept)")
                return
            }
            // The training taught the form, which the base does not know.
            #expect(rules.rows[0].holdsQueryOnly && !rules.rows[0].holdsInBase)
            #expect(rules.rows[1].fate == .kept)
            #expect(coverage.sections.count == 2 && coverage.recordCount == 6)
            // Adapter on and adapter off are two models.
            #expect(coverage.sections[0].coverage.base != coverage.sections[0].coverage.tuned)
            #expect(try #require(forgetting.losses).difference.value != 0)
            #expect(gap.points.first?.step == 0 && gap.points.last?.step == 24)
            #expect(try #require(gap.gaps.first) > #require(gap.gaps.last))
            let base = try store.evaluations(of: trained.id).filter {
                $0.split == "validation" && $0.arm == .fullPrompt
            }
            #expect(gap.reference.loss == base.map(\.loss).min())
        }

        /// What was measured before the stop is kept; a part never takes the place of the whole.
        @Test func aStopKeepsWhatIsDone() throws {
            let project = try project()
            let store = try project.openStore()
            _ = try project.train(store)
            let measuring = try measuring(project, store)
            var keptBefore: [RunMeasure] = []
            let found = try measuring.measure(progress: { progress in
                guard progress.kind == .coverage && progress.done == 1 else { return .more }
                // Also a program that is killed now leaves the first section.
                keptBefore = (try? store.keptMeasures(of: 1).map(\.measure)) ?? []
                return .stop
            })
            #expect(keptBefore == found.map(\.measure))
            #expect(found.map(\.measure.kind) == [.rules, .coverage])
            #expect(found.map(\.measure.isComplete) == [true, false])
            #expect(try store.keptMeasures(of: 1).map(\.measure) == found.map(\.measure))
            let whole = try measuring.measure([.coverage])
            #expect(whole[0].measure.isComplete)
            _ = try measuring.measure(
                [.coverage], progress: { $0.done == 1 ? .stop : .more })
            #expect(try store.keptMeasures(of: 1)[1].measure == whole[0].measure)
            let nothing = try measuring.measure([.rules, .gap], progress: { _ in .stop })
            #expect(nothing.isEmpty)
        }

        @Test func aStoppedRunIsMeasuredByItsCheckpoint() throws {
            let project = try project()
            let store = try project.openStore()
            _ = try project.train(store, stopAfter: 13)
            let found = try measuring(project, store).measure([.forgetting, .gap])
            #expect(found.map(\.step) == [13, 13])
            _ = try project.resume(1, store)
            #expect(try measuring(project, store).measure([.forgetting]).map(\.step) == [24])
            // The newest step of each kind is shown.
            #expect(try store.keptMeasures(of: 1).map(\.step) == [24, 13])
        }

        @Test func aMistakeInOneFileCostsNoAnswers() throws {
            let project = try project()
            let store = try project.openStore()
            _ = try project.train(store)
            try project.write("o.jsonl", "{\"output\": \"x\"}\n")
            let measuring = try measuring(project, store)
            var asked = 0
            #expect(throws: (any Error).self) {
                try measuring.measure(progress: { _ in
                    asked += 1
                    return .more
                })
            }
            #expect(asked == 0)
            #expect(try store.keptMeasures(of: 1).isEmpty)
        }
    }
#endif
