import Prompts

extension WorkbenchModel {
    mutating func performInPrompts(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .markTemplate: return mark(.template)
        case .markPinned: return mark(.pinned)
        case .markTools: return mark(.tools)
        case .markQuery: return mark(.query)
        case .nextPart: choosePart(from: (prompts.part ?? -1) + 1, by: 1)
        case .previousPart: choosePart(from: (prompts.part ?? Int.max) - 1, by: -1)
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
        return []
    }

    // MARK: Parts

    /// The whole first stage's prompt, in which parts are chosen.
    private var firstPreview: RecordPreview? {
        guard let record = selectedRecord else { return nil }
        return prompts.previews[PreviewKey(recordID: record.id, stage: 0)]
    }

    /// Goes to the next part from a place on that can be marked, and shows it.
    private mutating func choosePart(from start: Int, by step: Int) {
        prompts.stage = 0
        guard let parts = firstPreview?.parts else { return }
        var index = min(start, parts.count - 1)
        while parts.indices.contains(index),
            !MarkedPart.fixedKinds.contains(parts[index].span.kind)
        {
            index += step
        }
        guard parts.indices.contains(index) else {
            show(
                prompts.part == nil
                    ? "No part of the prompt is the same in all records."
                    : step > 0 ? "This is the last part." : "This is the first part.")
            return
        }
        prompts.part = index
        let area = PromptsView.textArea(of: size)
        let lines = PromptText(model: self, width: area.width).lines
        if let line = lines.firstIndex(where: \.isChosen),
            !(prompts.scroll..<prompts.scroll + area.height).contains(line)
        {
            prompts.scroll = min(line, promptScrollLimit)
        }
    }

    private mutating func mark(_ kind: SpanKind) -> [WorkbenchEffect] {
        guard let parts = firstPreview?.parts, let index = prompts.part,
            parts.indices.contains(index)
        else { return [] }
        let span = parts[index].span
        guard span.kind != kind else {
            show("The part is \(kind.rawValue) already.")
            return []
        }
        let occurrence = parts[..<index].count { $0.span.kind == span.kind }
        return [
            .send(
                .markPart(
                    MarkedPart(
                        kind: span.kind, occurrence: occurrence, text: span.text, newKind: kind)))
        ]
    }

    private mutating func selectPrompt(_ index: Int) {
        let new = min(max(0, index), max(0, prompts.visible.count - 1))
        guard new != prompts.selected else { return }
        prompts.selected = new
        prompts.part = nil
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
