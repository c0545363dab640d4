import RunEvents
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// Goal: no sequence of keys, data and resizes traps or leaves a selection outside of its list.
///
/// Method: random ones, from explicit seeds, with the invariants checked at each step.
@Suite struct MonkeyTests {
    private static let keys =
        "1 2 3 4 5 tab shift-tab up down left right shift-left shift-right pgup pgdn home end "
        + "enter esc backspace space a b c d e f g h j k l m n r s u v x y z D E G I J K L N R Z "
        + "? / + - = [ ] ctrl-c ctrl-d ctrl-l ctrl-r ctrl-s ctrl-u ctrl-z q f1 delete é"

    @Test(arguments: 1...12) func nothingTrapsAndEverySelectionIsValid(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let keys = Self.keys.split(separator: " ").map(String.init)
        let driver = try WorkbenchDriver(Size(width: 80, height: 24))
        var step = 0
        for _ in 0..<250 {
            switch random.below(12) {
            case 0:
                driver.terminal.resize(
                    to: Size(width: random.below(130), height: random.below(45)))
            case 1:
                step = min(360, step + 1 + random.below(30))
                driver.services.push(
                    .runStarted(FakeProject.header), .steps(12, FakeProject.steps(1...step)))
            case 2:
                let statuses = RunStatus.allCases
                driver.services.push(
                    .runStatus(12, statuses[random.below(statuses.count)], text: nil))
            case 3:
                driver.services.push(.evaluations(12, FakeProject.evaluations(step, stage: 0)))
            case 4:
                driver.terminal.send(
                    .mouse(
                        MouseEvent(
                            [.wheelDown, .wheelUp, .press(.left)][random.below(3)],
                            at: Point(x: random.below(200) - 20, y: random.below(4)))))
            case 5:
                driver.services.push(
                    .runs(Array(FakeProject.runs.prefix(random.below(5)))),
                    .failed(title: "Odd", text: "Something."))
            default: driver.terminal.type(keys[random.below(keys.count)])
            }
            try driver.app.turn()
            check(driver.app.model)
        }
    }

    private func check(_ model: WorkbenchModel) {
        let stages = model.schedule.schedule.stages
        #expect(stages.isEmpty || stages.indices.contains(model.schedule.selected))
        #expect(stages.isEmpty || stages.indices.contains(model.prompts.stage))
        #expect(
            stages.allSatisfy {
                (0...1).contains($0.compressionRate) && $0.shots >= 0 && $0.epochs > 0
            })
        let visible = model.prompts.visible
        #expect(visible.isEmpty || visible.indices.contains(model.prompts.selected))
        let runs = model.runs.list ?? []
        #expect(runs.isEmpty || runs.indices.contains(model.runs.selected))
        if case .asking(let sheet, let position, let scroll) = model.rating {
            #expect(sheet.pairs.indices.contains(position) && scroll >= 0)
        }
        #expect(model.prompts.scroll >= 0 && model.compare.scroll >= 0)
    }
}
