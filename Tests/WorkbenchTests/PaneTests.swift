import Prompts
import RunEvents
import TerminalUI
import Testing

@testable import Workbench

@Suite struct PaneTests {
    private func driver(_ keys: String = "") throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        try driver.type(keys)
        return driver
    }

    @Test(arguments: [
        ("3", Pane.train), ("tab", .schedule), ("shift-tab", .runs), ("5 tab", .prompts),
    ])
    func keysChangeThePane(_ keys: String, _ pane: Pane) throws {
        #expect(try driver(keys).app.model.pane == pane)
    }

    @Test func theHelpDoesWhatItsLineSays() throws {
        let driver = try driver("2 ?")
        for letter in "removethestage".prefix(6) { try driver.type(String(letter)) }
        #expect(driver.text.contains("Remove the stage"))
        #expect(!driver.text.contains("Stage before"))
        try driver.type("enter")
        #expect(driver.app.model.schedule.schedule.stages.count == 3)
        #expect(driver.app.model.overlay == nil)
    }

    @Test func theHelpSaysWhatItDoesNotKnow() throws {
        let driver = try driver("? x y z")
        #expect(driver.text.contains("Nothing fits \"xyz\"."))
        try driver.type("enter")
        #expect(driver.app.model.overlay == nil)
    }

    @Test func compareBeginsWithARecordThatWasAnswered() throws {
        let driver = try driver("4")
        #expect(driver.app.model.compare.selected == 0)
        let answers = ["q-037", "q-038"].map {
            FakeProject.prediction($0, .queryOnly, right: true)
        }
        try driver.push(.predictions(answers))
        #expect(driver.app.model.comparedRecord?.id == "q-037")
        // Not once the user has chosen one.
        try driver.type("down down")
        try driver.push(.predictions([FakeProject.prediction("q-031", .queryOnly, right: true)]))
        #expect(driver.app.model.comparedRecord?.id == "q-039")
    }

    @Test func theVerdictIsReadAtLength() throws {
        let driver = try driver("4 v")
        #expect(driver.app.model.overlay == nil)
        #expect(driver.app.model.toast?.text.hasPrefix("No run has answered") == true)
        try driver.train(to: 360)
        try driver.push(.verdict(FakeProject.verdict))
        #expect(driver.text.contains("train on · "))
        try driver.type("v")
        #expect(driver.text.contains("Verdict · run 12"))
        #expect(driver.text.contains("tuned, query-only  71.6  (67.6 to 75.4)"))
        // 80x24 shows a part; the rest is scrolled to.
        try driver.type("G down down down down down pgdn")
        #expect(driver.text.contains("lost 2: q-031, q-034"))
        #expect(driver.text.contains("gained 1: q-036"))
        try driver.type("q")
        #expect(driver.app.model.overlay == nil && !driver.app.model.isQuitting)
    }

    @Test func anotherRunsVerdictIsNotShownForThisOne() throws {
        let driver = try driver("4")
        try driver.train(to: 100)
        var verdict = FakeProject.verdict
        verdict.runID = 3
        try driver.push(.verdict(verdict))
        #expect(driver.app.model.compare.verdict == nil)
    }

    @Test func aRunBranchesOffAfterTheStageThatIsChosen() throws {
        let driver = try driver("5 down enter b")
        #expect(driver.text.contains("Branch off run 11"))
        #expect(driver.text.contains("▸ after stage 0"))
        try driver.type("down down down down up enter")
        let schedule = driver.app.model.schedule.schedule
        #expect(
            driver.services.requests.last
                == .branchRun(11, afterStage: 1, schedule))
        #expect(driver.app.model.pane == .train)
        try driver.type("5 b esc")
        #expect(driver.app.model.overlay == nil)
    }

    @Test func searchNarrowsTheRecords() throws {
        let driver = try driver("/")
        for letter in "MARGIN" { try driver.type(String(letter)) }
        #expect(driver.app.model.prompts.visible.count == 4)
        try driver.type("enter down")
        #expect(driver.app.model.selectedRecord?.id == "q-013")
        try driver.type("/ esc")
        #expect(driver.app.model.prompts.visible.count == 40)
        #expect(driver.app.model.selectedRecord?.id == "q-013")
    }

    @Test func pastedTextIsNeverReadAsKeys() throws {
        let driver = try driver()
        driver.terminal.send(.paste("qqq\n3"))
        try driver.settle()
        #expect(!driver.app.model.isQuitting && driver.app.model.pane == .prompts)
        try driver.type("/")
        driver.terminal.send(.paste("two\nlines"))
        try driver.settle()
        #expect(driver.app.model.prompts.search == "two lines")
    }

    @Test func splitsAreGoneThrough() throws {
        let driver = try driver("s s")
        #expect(driver.app.model.prompts.filter == .validation)
        #expect(driver.app.model.prompts.visible.count == 6)
        #expect(driver.app.model.selectedRecord?.id == "q-031")
    }

    @Test func thePromptShrinksFromStageToStage() throws {
        let driver = try driver()
        var counts: [Int] = []
        for _ in 0..<4 {
            let stage = driver.app.model.prompts.stage
            let key = PreviewKey(recordID: "q-001", stage: stage)
            counts.append(driver.app.model.prompts.previews[key]?.promptTokenCount ?? -1)
            try driver.type("right")
        }
        #expect(counts == counts.sorted(by: >) && counts.last == 52)
        #expect(driver.text.contains("[-Functions: TOTAL"))
        try driver.type("v")
        #expect(!driver.text.contains("[-"))
    }

    @Test func aPreviewThatNobodyAnsweredIsAskedForAgain() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24), answers: false)
        try driver.push(.project(FakeProject.snapshot))
        try driver.type("down up")
        let asked = driver.services.requests.filter {
            if case .recordPreview("q-001", 0, _, _) = $0 { true } else { false }
        }
        #expect(asked.count == 2)
    }

    @Test func anOpenRunThatIsStillTrainedGrows() throws {
        let driver = try driver("5 down enter")
        var step = FakeProject.steps(1...1)[0]
        step.step = 361
        try driver.push(.steps(11, [step]))
        #expect(driver.app.model.runs.opened?.curves.loss.count == 361)
    }

    @Test func aPreviewThatFailsSaysWhy() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24), answers: false)
        try driver.push(.project(FakeProject.snapshot))
        let revision = driver.app.model.schedule.revision
        try driver.push(
            .recordPreviewFailed(
                recordID: "q-001", stage: 0, revision: revision, text: "The tokenizer is missing."))
        #expect(driver.text.contains("The tokenizer is missing."))
    }

    @Test func aProjectThatCannotBeReadSaysWhy() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24), answers: false)
        try driver.push(.projectFailed("project.yaml, line 3: no model. Name one."))
        for key in ["2", "3", "4", "5"] {
            #expect(driver.text.contains("project.yaml, line 3: no model. Name one."))
            try driver.type(key)
        }
        #expect(driver.text.contains("project.yaml, line 3: no model. Name one."))
        try driver.type("q")
        #expect(driver.app.model.isQuitting)
    }

    @Test func compareAsksBothWays() throws {
        let driver = try driver("4 b enter")
        #expect(driver.services.requests.last == .compare(recordID: "q-031", model: .base))
        try driver.type("b")
        driver.services.answers = false
        try driver.type("down enter enter")
        #expect(driver.app.model.toast?.text == "The model is still answering.")
        try driver.push(
            .answerProgress(
                recordID: "q-032", arm: .queryOnly, model: .tuned, text: "«TOT"))
        #expect(driver.text.contains("«TOT▌"))
        try driver.push(.comparisonFailed(recordID: "q-032", text: "No adapter yet."))
        #expect(driver.text.contains("✗ No adapter yet."))
        #expect(driver.app.model.compare.pending == nil)
    }

    @Test func theLastRunsResultsFillCompareAndNotTrain() throws {
        let driver = try driver("4")
        try driver.push(.evaluations(11, FakeProject.evaluations(360, stage: 3)))
        #expect(driver.text.contains("tuned, query       80.0 %"))
        #expect(driver.app.model.training.curves.fullPromptLoss.isEmpty)
    }

    @Test func warningsOfTheProjectAreAnnounced() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24), answers: false)
        var project = FakeProject.snapshot
        project.warnings = ["Record q-001 is longer than the context."]
        try driver.push(.project(project))
        #expect(driver.app.model.toast?.text == "1 warning; Schedule (2) has the text.")
    }

    @Test func anAskedAnswerCountsThoughALaterOneIsStored() throws {
        let driver = try driver("4")
        try driver.push(.predictions([FakeProject.prediction("q-031", .queryOnly, right: true)]))
        driver.services.answers = false
        try driver.type("enter")
        for arm in [PromptArm.fullPrompt, .queryOnly] {
            var answer = FakeProject.prediction("q-031", arm, right: false)
            answer.step = 0
            try driver.push(.predictions([answer]))
        }
        #expect(driver.app.model.compare.pending == nil)
        #expect(driver.app.model.compare.answer("q-031", .queryOnly, .tuned)?.isExactMatch == false)
    }

    @Test func disagreementsAreFound() throws {
        let driver = try driver("4 n")
        #expect(
            driver.app.model.toast?.text
                == "No record is known that one prompt answers right and the other wrong.")
        for (id, right) in [("q-033", true), ("q-036", false), ("q-039", false)] {
            try driver.push(
                .predictions([
                    FakeProject.prediction(id, .fullPrompt, right: true),
                    FakeProject.prediction(id, .queryOnly, right: right),
                ]))
        }
        try driver.type("n")
        #expect(driver.app.model.comparedRecord?.id == "q-036")
        try driver.type("n n")
        #expect(driver.app.model.comparedRecord?.id == "q-036")
        try driver.type("N")
        #expect(driver.app.model.comparedRecord?.id == "q-039")
    }

    @Test func deletingARunNamesItAndAsks() throws {
        let driver = try driver("5 x")
        #expect(driver.app.model.toast?.text == "\"linear-4\" is being trained; stop it first.")
        try driver.type("down x")
        #expect(driver.text.contains("\"exponential-4\" (run 11)"))
        try driver.type("esc")
        #expect(driver.app.model.runs.list?.count == 4)
        try driver.type("x y")
        #expect(driver.services.requests.last == .deleteRun(11))
        #expect(driver.app.model.runs.list?.map(\.id) == [12, 10, 9])
    }

    @Test func aCutOffRunIsGoneOnWith() throws {
        let driver = try driver("5 down down c")
        #expect(driver.services.requests.contains(.continueRun(10)))
        #expect(driver.app.model.pane == .train)
    }

    @Test func anOpenRunScrollsAndCloses() throws {
        let driver = try driver("5 down enter")
        #expect(driver.text.contains("Run 11 · exponential-4"))
        for _ in 0..<60 { try driver.type("down") }
        #expect(driver.text.contains("record q-017 is cut"))
        try driver.type("esc")
        #expect(driver.app.model.runs.opened == nil)
    }

    @Test func unsavedChangesAreAskedAbout() throws {
        let driver = try driver("2 left q")
        #expect(driver.text.contains("Quit without saving?"))
        try driver.type("y")
        #expect(driver.app.model.isQuitting)
    }

    @Test func anIdleTurnDrawsNothing() throws {
        let driver = try driver()
        let before = driver.terminal.presentCount
        try driver.settle()
        #expect(driver.terminal.presentCount == before)
    }

    @Test func aToastGoesAwayByItself() {
        var model = WorkbenchModel(size: Size(width: 80, height: 24))
        _ = model.update(.tick(1))
        _ = model.update(.service(.notice("Hello.")))
        let revision = model.revision
        _ = model.update(.tick(4.9))
        #expect(model.toast?.text == "Hello." && model.revision == revision)
        _ = model.update(.tick(5))
        #expect(model.toast == nil && model.revision > revision)
    }

    @Test func suspendAndRepaintReachTheTerminal() throws {
        let driver = try driver("ctrl-z")
        #expect(driver.terminal.suspendCount == 1)
        let cells = driver.terminal.writtenCellCount
        try driver.type("ctrl-l")
        #expect(driver.terminal.writtenCellCount == cells + 80 * 24)
    }

    @Test func theMouseChoosesPanesAndScrolls() throws {
        let driver = try driver("5")
        driver.terminal.send(.mouse(MouseEvent(.press(.left), at: Point(x: 15, y: 0))))
        try driver.settle()
        #expect(driver.app.model.pane == .schedule)
        driver.terminal.send(.mouse(MouseEvent(.wheelDown, at: Point(x: 15, y: 9))))
        try driver.settle()
        #expect(driver.app.model.schedule.selected == 1)
    }

    @Test func aHangUpStopsTheTrainingAndEnds() throws {
        let driver = try driver("3 s")
        driver.terminal.send(.hangUp)
        try driver.app.turn()
        #expect(driver.app.model.isQuitting)
        #expect(driver.services.requests.contains(.stopTraining))
    }
}
