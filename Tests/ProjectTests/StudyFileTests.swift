import Foundation
import TestSupport
import Testing

@testable import Project

@Suite struct StudyFileTests {
    private func problems(_ text: String) -> [String] {
        do throws(ProjectError) {
            _ = try StudyFile.parse(text)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return ["\(error)"] }
            return problems.map(\.description)
        }
    }

    @Test func armsAndSeedsAreRead() throws {
        let study = try StudyFile.parse(
            """
            project: ../formulas
            seeds: [4, 5]
            against: linear
            arms:
              - {name: base, train: false, prompt: compressed, tau: 0.25}
              - {name: linear}
              - name: distilled
                set: {training: {distillation: {weight: 0.5}}}
            """)
        #expect(study.project == "../formulas" && study.output == "results")
        #expect(study.seeds == [4, 5] && study.against == "linear")
        #expect(study.arms.map(\.name) == ["base", "linear", "distilled"])
        #expect(study.arms[0].prompt == .compressed && study.arms[0].rate == 0.25)
        #expect(!study.arms[0].isTrained && study.arms[1].isTrained)
        #expect(study.arms[1].prompt == .queryOnly && study.arms[1].overlay.isEmpty)
        let text = try ProjectFile.overlaid(
            "training: {rank: 4, alpha: 8}\n", with: study.arms[2].overlay, seed: 9)
        let project = try ProjectFile.parse(text)
        #expect(project.training.rank == 4 && project.training.alpha == 8)
        #expect(project.training.distillation.weight == 0.5)
        #expect(project.training.seed == 9)
    }

    @Test func settingsOfTheStudyHoldForAllArmsThatDoNotReplaceThem() throws {
        let study = try StudyFile.parse(
            """
            set:
              training: {batch_size: 8, rank: 4}
              schedule: {shape: linear, stages: 4, shots: 2, epochs: 20}
            arms:
              - {name: linear}
              - name: high rank
                set: {training: {rank: 32}}
              - name: query-only
                set: {schedule: {stages: [{tau: 0, shots: 0, epochs: 20}]}}
            """)
        let projects = try study.arms.map {
            try ProjectFile.parse(ProjectFile.overlaid("training: {rank: 2}", with: $0.overlay))
        }
        #expect(projects.map(\.training.rank) == [4, 32, 4])
        #expect(projects.map(\.training.batchSize) == [8, 8, 8])
        // A schedule is one thing: the arm's stands for the whole of the study's.
        #expect(projects.map(\.schedule.schedule.stages.count) == [4, 4, 1])
    }

    @Test func settingsThatAreNoMappingAreRefusedWhereTheyStand() {
        #expect(
            problems("set: [1]\narms:\n  - {name: a, set: 3}\n").sorted() == [
                "study.yaml:1:6: set is a list, not a mapping. Write settings as in project.yaml, "
                    + "such as training: {rank: 8}.",
                "study.yaml:3:20: arms[0].set is a single value, not a mapping. Write settings as in "
                    + "project.yaml, such as training: {rank: 8}.",
            ])
    }

    @Test(arguments: [
        // 60 records are no whole number of steps.
        ("formulas", "study", 19, 300...300), ("formulas", "study-records", 9, 300...304),
        ("functions", "study", 7, 240...240), ("commands", "study", 7, 240...240),
    ])
    func theSampleStudiesArmsAreAllProjectsAndTrainEquallyLong(
        _ name: String, _ file: String, _ armCount: Int, _ stepCounts: ClosedRange<Int>
    ) throws {
        let folder = SharedFixtures.projectRoot.appending(path: "sample-data/" + name)
        let study = try StudyFile.load(folder.appending(path: file + ".yaml"))
        #expect(study.arms.count == armCount)
        let text = try ProjectFile.readText(folder.appending(path: ProjectFile.fileName))
        for arm in study.arms {
            let project = try ProjectFile.parse(
                ProjectFile.overlaid(text, with: arm.overlay, seed: 1), file: arm.name,
                checkingFilesIn: folder)
            guard arm.isTrained else { continue }
            let all = 480
            let records = min(all, project.data.trainRecords > 0 ? project.data.trainRecords : all)
            let stepsPerPass = Int(
                (Double(records) / Double(project.training.batchSize)).rounded(.up))
            #expect(
                stepCounts.contains(project.schedule.schedule.epochs * stepsPerPass),
                "\(arm.name)")
        }
    }

    @Test func aScheduleIsReplacedAsAWhole() throws {
        let text = try ProjectFile.overlaid(
            "# comment\nschedule: {stages: [{tau: 1, shots: 0, epochs: 1}]}\nname: x\n",
            with: "schedule: {shape: exponential, epochs: 8}")
        let project = try ProjectFile.parse(text)
        #expect(project.schedule.stages == nil)
        #expect(project.schedule.shape == .exponential && project.schedule.epochs == 8)
        #expect(project.name == "x")
        #expect(try ProjectFile.parse(ProjectFile.overlaid("", with: "")) == ProjectFile())
    }

    @Test func allMistakesAreReported() {
        #expect(
            problems(
                """
                seeds: [1, 1]
                against: b
                arms:
                  - {name: a, promt: full-prompt}
                  - {name: a, prompt: none, set: 5}
                  - {train: false}
                """) == [
                    "study.yaml:1:8: seeds names a seed twice. Runs of one seed are equal: name each "
                        + "once.",
                    "study.yaml:2:10: against names \"b\", which is no arm. Name one of the arms.",
                    "study.yaml:4:3: Two arms are named \"a\". Give each a name of its own.",
                    "study.yaml:4:15: arms[0].promt is not a setting. Did you mean \"prompt\"?",
                    "study.yaml:5:23: arms[1].prompt is \"none\", which is not known. Allowed: "
                        + "full-prompt, query-only, compressed.",
                    "study.yaml:5:34: arms[1].set is a single value, not a mapping. Write settings "
                        + "as in project.yaml, such as training: {rank: 8}.",
                    "study.yaml:6:5: arms[2].name is missing. Name the arm as its table row shall be.",
                ])
        #expect(problems("seeds: [1]\n").count == 1)
    }
}
