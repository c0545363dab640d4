extension WorkbenchModel {
    mutating func performInPrompts(_ action: WorkbenchAction) {
        switch action {
        case .up: selectPrompt(prompts.selected - 1)
        case .down: selectPrompt(prompts.selected + 1)
        case .first: selectPrompt(0)
        case .last: selectPrompt(prompts.visible.count - 1)
        case .nextStage: showStage(prompts.stage + 1)
        case .previousStage: showStage(prompts.stage - 1)
        case .pageDown: scrollPrompt(by: 1)
        case .pageUp: scrollPrompt(by: -1)
        case .toggleCuts:
            prompts.showsCuts.toggle()
            prompts.scroll = min(prompts.scroll, promptScrollLimit)
        case .cycleSplit:
            prompts.filter = prompts.filter.next
            prompts.refilter(records)
        case .search:
            overlay = .search
        default: break
        }
    }

    private mutating func selectPrompt(_ index: Int) {
        let new = min(max(0, index), max(0, prompts.visible.count - 1))
        guard new != prompts.selected else { return }
        prompts.selected = new
        prompts.scroll = 0
    }

    private mutating func showStage(_ stage: Int) {
        prompts.stage = min(max(0, stage), max(0, schedule.schedule.stages.count - 1))
        prompts.scroll = min(prompts.scroll, promptScrollLimit)
    }

    private mutating func scrollPrompt(by direction: Int) {
        let page = max(1, PromptsView.textArea(of: size).height / 2)
        prompts.scroll = min(max(0, prompts.scroll + direction * page), promptScrollLimit)
    }

    private var promptScrollLimit: Int {
        let area = PromptsView.textArea(of: size)
        return max(0, PromptText(model: self, width: area.width).lines.count - area.height)
    }
}
