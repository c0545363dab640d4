import Foundation
import Prompts
import TestSupport
import Testing

@testable import Project

@Suite struct ProjectEditorTests {
    private static let listed = """
        # My project.
        name: 'tables'   # a name

        schedule:   # by hand
          stages:
            # full first
            - {tau: 1.0, shots: 10, epochs: 2}  # all
            - tau: 0.60 # most
              shots: 5
              epochs: 1
            - {tau: 0.0, shots: 0, epochs: 1}

        # What follows is about training.
        training:
          rank: 16   # small
          learning_rate: 2e-4
        """

    @Test func oneScalarChangesAndNothingElse() throws {
        var editor = try ProjectEditor(text: Self.listed)
        try editor.set(["schedule", "stages", 1, "tau"], to: .number(0.55))
        #expect(editor.text == Self.listed.replacing("0.60 # most", with: "0.55 # most"))
        #expect(editor.project.schedule.stages?[1].compressionRate == 0.55)
        #expect(editor.hasChanges)
    }

    @Test func quotedValuesAreReplacedWhole() throws {
        var editor = try ProjectEditor(text: Self.listed)
        try editor.set(["name"], to: .text("new: name"))
        #expect(editor.text == Self.listed.replacing("'tables'", with: "\"new: name\""))
        try editor.set(["name"], to: .text("it"))
        #expect(editor.text == Self.listed.replacing("'tables'", with: "it"))
    }

    @Test func stagesOfAnEqualListChangeInTheirPlaces() throws {
        var editor = try ProjectEditor(text: Self.listed)
        var stages = try #require(editor.project.schedule.stages)
        stages[0].shots = 8
        stages[1].compressionRate = 0.5
        stages[2].epochs = 3
        try editor.setStages(stages)
        #expect(
            editor.text
                == Self.listed.replacing("shots: 10", with: "shots: 8")
                .replacing("tau: 0.60", with: "tau: 0.5")
                .replacing("shots: 0, epochs: 1", with: "shots: 0, epochs: 3"))
        #expect(editor.project.schedule.stages == stages)
    }

    @Test func aListOfAnotherLengthReplacesOnlyTheSchedule() throws {
        var editor = try ProjectEditor(text: Self.listed)
        try editor.setStages([
            StageSetting(compressionRate: 1, shots: 4, epochs: 1),
            StageSetting(compressionRate: 0, shots: 0, epochs: 2),
        ])
        #expect(
            editor.text == """
                # My project.
                name: 'tables'   # a name

                schedule:   # by hand
                  stages:
                    - {tau: 1.0, shots: 4, epochs: 1}
                    - {tau: 0.0, shots: 0, epochs: 2}

                # What follows is about training.
                training:
                  rank: 16   # small
                  learning_rate: 2e-4
                """)
    }

    @Test func aStagesOwnRateAndWarmUpAreWrittenAndTakenBack() throws {
        var editor = try ProjectEditor(text: Self.listed)
        var stages = try #require(editor.project.schedule.stages)
        stages[1].learningRate = 3e-4
        stages[2].warmupSteps = 5
        try editor.setStages(stages)
        #expect(editor.project.schedule.stages == stages)
        // The comments between the lines are still there.
        #expect(editor.text.contains("# full first") && editor.text.contains("# most"))
        stages[1].learningRate = nil
        try editor.setStages(stages)
        #expect(editor.project.schedule.stages == stages)
        #expect(editor.text.contains("rank: 16   # small"))
    }

    @Test(arguments: [
        (
            "schedule:\n  margin: 0.1\n  least_epochs: 2\n  stages:\n    - {tau: 1, shots: 0, epochs: 3}\n",
            0.1, 2
        ),
        ("schedule:\n  shape: adaptive\n  stages: 3\n", 0.05, 1),
        ("schedule: {shape: linear, stages: 3}\n", nil, 1),
    ])
    func whatEndsStagesEarlyOutlivesAnotherList(
        text: String, margin: Double?, leastEpochs: Int
    ) throws {
        var editor = try ProjectEditor(text: "name: a\n" + text)
        let stages = [
            StageSetting(compressionRate: 1, shots: 1, epochs: 2),
            StageSetting(compressionRate: 0, shots: 0, epochs: 2, learningRate: 1e-4),
        ]
        try editor.setStages(stages)
        #expect(editor.project.schedule.stages == stages)
        #expect(editor.project.schedule.effectiveMargin == margin)
        #expect(editor.project.schedule.leastEpochs == leastEpochs)
    }

    @Test(arguments: [
        "schedule: {shape: linear, stages: 2}  # short\n# end\n",
        "schedule: {shape: linear,\n  stages: 2}\n# end\n",
        "schedule:\n  shape: linear # falls\n\n  # how many\n  stages: 2\n# end\n",
        "schedule:\n# end\n",
    ])
    func aShapeBecomesAList(text: String) throws {
        var editor = try ProjectEditor(text: "name: a\n" + text)
        try editor.setStages([StageSetting(compressionRate: 0.5, shots: 1, epochs: 1)])
        #expect(
            editor.text == """
                name: a
                schedule:
                  stages:
                    - {tau: 0.5, shots: 1, epochs: 1}
                # end

                """)
    }

    @Test func aMissingScheduleIsAdded() throws {
        var editor = try ProjectEditor(text: "name: a")
        try editor.setStages([StageSetting(compressionRate: 1, shots: 0, epochs: 1)])
        #expect(
            editor.text == """
                name: a

                schedule:
                  stages:
                    - {tau: 1.0, shots: 0, epochs: 1}

                """)
    }

    @Test(arguments: [
        ("training:\n  # size\n  rank: 4\n", "training:\n  # size\n  seed: 7\n  rank: 4\n"),
        ("training: {rank: 4}\n", "training: {seed: 7, rank: 4}\n"),
        ("training: {}\n", "training: {seed: 7}\n"),
        ("training: # later\n", "training: # later\n  seed: 7\n"),
        ("training:", "training:\n  seed: 7\n"),
        ("name: a\n", "name: a\n\ntraining:\n  seed: 7\n"),
        ("", "\ntraining:\n  seed: 7\n"),
    ])
    func aMissingKeyIsAdded(before: String, after: String) throws {
        var editor = try ProjectEditor(text: before)
        try editor.set(["training", "seed"], to: .whole(7))
        #expect(editor.text == after)
        #expect(editor.project.training.seed == 7)
    }

    @Test func aKeyOfTheRootIsAdded() throws {
        for (before, after) in [
            ("# none\n", "# none\n\nname: a\n"),
            ("model: {path: m}\n", "name: a\nmodel: {path: m}\n"),
        ] {
            var editor = try ProjectEditor(text: before)
            try editor.set(["name"], to: .text("a"))
            #expect(editor.text == after)
        }
    }

    @Test func windowsLinesAndByteOrderMarksStay() throws {
        var editor = try ProjectEditor(
            text: "\u{FEFF}# é \u{1F600}\r\nname: a # b\r\ntraining: {rank: 4}\r\n")
        try editor.set(["training", "rank"], to: .whole(8))
        try editor.set(["name"], to: .text("c"))
        let expected = "\u{FEFF}# é \u{1F600}\r\nname: c # b\r\ntraining: {rank: 8}\r\n"
        #expect(editor.text.utf8.elementsEqual(expected.utf8))
    }

    @Test func aValueThatIsNotAllowedChangesNothing() throws {
        var editor = try ProjectEditor(text: Self.listed)
        #expect(
            throws: ProjectError.invalid([
                ProjectProblem(
                    file: "project.yaml", line: 15, column: 9,
                    what: "training.rank is 0, outside 1 to 1024.",
                    advice: "Give a number of that range.")
            ])
        ) { try editor.set(["training", "rank"], to: .whole(0)) }
        #expect(editor.text == Self.listed)
        #expect(!editor.hasChanges)
    }

    @Test(arguments: [
        "name: &a tables\ntraining: {rank: 4}\n",
        "name: >\n  tables\ntraining: {rank: 4}\n",
        "name: a\n  b\n",
    ])
    func whatCannotBeChangedAloneIsRefused(text: String) throws {
        var editor = try ProjectEditor(text: text)
        #expect(throws: ProjectError.cannotEdit(path: "project.yaml", key: "name")) {
            try editor.set(["name"], to: .text("b"))
        }
        #expect(editor.text == text)
    }

    @Test func aSharedValueIsNotChangedBehindTheUsersBack() throws {
        let text = """
            schedule:
              stages:
                - &s {tau: 1.0, shots: 1, epochs: 1}
                - *s
            """
        var editor = try ProjectEditor(text: text)
        #expect(
            throws: ProjectError.cannotEdit(
                path: "project.yaml", key: "schedule.stages[1].tau")
        ) { try editor.set(["schedule", "stages", 1, "tau"], to: .number(0.5)) }
        var stages = try #require(editor.project.schedule.stages)
        stages[1].compressionRate = 0.5
        try editor.setStages(stages)
        #expect(editor.project.schedule.stages == stages)
    }

    @Test func theTemplateCanBeEdited() throws {
        var editor = try ProjectEditor(text: ProjectFile().commentedTemplate())
        let stages = editor.project.schedule.schedule.stages
        try editor.setStages(stages)
        try editor.set(["training", "learning_rate"], to: .number(1e-5))
        #expect(editor.project.schedule.schedule.stages == stages)
        #expect(editor.project.training.learningRate == 1e-5)
        #expect(editor.text.contains("# Greatest norm of the gradient; 0 is no limit."))
    }

    @Test func savingReplacesTheFileAndKeepsLinkAndPermissions() throws {
        let folder = try TemporaryFolder()
        let real = try folder.write("elsewhere/real.yaml", "name: a\n")
        let link = folder.url.appending(path: "project.yaml")
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real.path)
        try files.createSymbolicLink(at: link, withDestinationURL: real)
        var editor = try ProjectEditor(folder: folder.url)
        try editor.set(["name"], to: .text("b"))
        try editor.save(folder: folder.url)
        #expect(!editor.hasChanges)
        #expect(try String(contentsOf: real, encoding: .utf8) == "name: b\n")
        #expect(try files.destinationOfSymbolicLink(atPath: link.path) == real.path)
        let mode = try files.attributesOfItem(atPath: real.path)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(
            try files.contentsOfDirectory(atPath: real.deletingLastPathComponent().path)
                == ["real.yaml"])
    }

    @Test func someoneElsesChangeIsNotOverwritten() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("project.yaml", "name: a\n")
        var editor = try ProjectEditor(folder: folder.url)
        try editor.set(["name"], to: .text("b"))
        _ = try folder.write("project.yaml", "name: other\n")
        #expect(throws: ProjectError.changedOnDisk(path: file.path)) {
            try editor.save(folder: folder.url)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == "name: other\n")
    }
}
