import TerminalUI

extension WorkbenchModel {
    /// Does what a user asked for, or says why it cannot be done.
    package mutating func perform(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        if let reason = whyDisabled(action) {
            show(reason, .warning)
            return []
        }
        switch keyContext {
        case .help: return performInHelp(action)
        case .confirmation: return performInConfirmation(action)
        case .message:
            overlay = nil
            return []
        case .choice: return performInChoice(action)
        case .report:
            performInReport(action)
            return []
        case .search:
            performInSearch(action)
            return []
        default: break
        }
        if let effects = performEverywhere(action) { return effects }
        switch keyContext {
        case .prompts: return performInPrompts(action)
        case .schedule: return performInSchedule(action)
        case .train: return performInTrain(action)
        case .compare: return performInCompare(action)
        case .rating: return performInRating(action)
        case .runs, .openedRun: return performInRuns(action)
        default: break
        }
        return []
    }

    /// Nil where the action is one pane's own.
    private mutating func performEverywhere(_ action: WorkbenchAction) -> [WorkbenchEffect]? {
        switch action {
        case .showPrompts: pane = .prompts
        case .showSchedule: pane = .schedule
        case .showTrain: pane = .train
        case .showCompare: pane = .compare
        case .showRuns: pane = .runs
        case .nextPane: pane = pane.moved(by: 1)
        case .previousPane: pane = pane.moved(by: -1)
        case .help: overlay = .help(HelpState())
        case .changeSymbols: changeSymbols()
        case .dismiss: toast = nil
        case .compressAgain:
            compression = CompressionState(text: "compressing")
            return [
                .send(.compressAgain(schedule.schedule, revision: schedule.revision))
            ]
        case .stopCompressing:
            compression?.isStopping = true
            return [.send(.stopCompressing)]
        case .repaint: return [.repaint]
        case .suspend: return [.suspend]
        case .quit: quit()
        default: return nil
        }
        return []
    }

    private mutating func changeSymbols() {
        symbols =
            switch symbols {
            case .braille: .blocks
            case .blocks: .ascii
            case .ascii: .braille
            }
        show("Charts are drawn with \(symbols == .ascii ? "ASCII" : symbols.rawValue).")
    }

    private mutating func quit() {
        if training.isActive, training.header?.isOwn ?? true {
            let name = training.header.map { "\"\($0.name)\"" } ?? "The run"
            overlay = .confirmation(
                Confirmation(
                    subject: .quitWhileTraining, title: "Quit while training?",
                    text: "\(name) is being trained. It stops at a checkpoint and can be continued "
                        + "later with c in Runs.",
                    answer: "stop it and quit"))
        } else if schedule.isEdited {
            overlay = .confirmation(
                Confirmation(
                    subject: .discardSchedule, title: "Quit without saving?",
                    text: "The schedule has changes that are not in the project's file.",
                    answer: "quit without saving"))
        } else {
            isQuitting = true
        }
    }

    private mutating func performInConfirmation(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        guard case .confirmation(let question) = overlay else { return [] }
        overlay = nil
        guard action == .confirm else { return [] }
        switch question.subject {
        case .quitWhileTraining:
            isQuitting = true
            training.isStopping = true
            return [.send(.stopTraining)]
        case .discardSchedule:
            isQuitting = true
            return []
        case .stopTraining:
            training.isStopping = true
            return [.send(.stopTraining)]
        case .deleteRun(let id):
            return [.send(.deleteRun(id))]
        }
    }

    private mutating func performInChoice(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        guard case .choice(var choice) = overlay else { return [] }
        switch action {
        case .up: choice.selected = max(0, choice.selected - 1)
        case .down: choice.selected = min(choice.options.count - 1, choice.selected + 1)
        case .dismiss:
            overlay = nil
            return []
        case .confirm:
            overlay = nil
            switch choice.subject {
            case .branchRun(let id): return branch(id, afterStage: choice.selected)
            }
        default: return []
        }
        overlay = .choice(choice)
        return []
    }

    private mutating func performInReport(_ action: WorkbenchAction) {
        guard case .report(var report) = overlay else { return }
        switch action {
        case .up: report.scroll -= 1
        case .down: report.scroll += 1
        case .pageUp: report.scroll -= 10
        case .pageDown: report.scroll += 10
        case .dismiss:
            overlay = nil
            return
        default: return
        }
        let limit = ReportView.scrollLimit(report, in: size)
        report.scroll = min(max(0, report.scroll), limit)
        overlay = .report(report)
    }

    private mutating func performInSearch(_ action: WorkbenchAction) {
        switch action {
        case .confirm:
            overlay = nil
            return
        case .dismiss:
            overlay = nil
            prompts.search = ""
        case .deleteBackward: prompts.search = String(prompts.search.dropLast())
        default: break
        }
        prompts.refilter(records)
    }

    private mutating func performInHelp(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        guard case .help(var help) = overlay else { return [] }
        let lines = HelpView.bindings(for: help, in: self)
        switch action {
        case .up: help.selected -= 1
        case .down: help.selected += 1
        case .pageUp: help.selected -= 10
        case .pageDown: help.selected += 10
        case .deleteBackward:
            help.filter = String(help.filter.dropLast())
            help.selected = 0
        case .runHelpLine:
            overlay = nil
            guard lines.indices.contains(help.selected) else { return [] }
            return perform(lines[help.selected].action)
        case .dismiss:
            overlay = nil
            return []
        default: break
        }
        help.selected = min(max(0, help.selected), max(0, lines.count - 1))
        overlay = .help(help)
        return []
    }
}
