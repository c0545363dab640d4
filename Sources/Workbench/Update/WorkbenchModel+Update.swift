import TerminalUI

extension WorkbenchModel {
    /// What the program asks for at its start.
    package static let initialEffects: [WorkbenchEffect] = [.send(.loadProject), .send(.listRuns)]

    /// Takes one thing that happened and says what is to be done about it.
    package mutating func update(_ message: WorkbenchMessage) -> [WorkbenchEffect] {
        let planBefore = schedule.revision
        var effects: [WorkbenchEffect]
        switch message {
        case .tick(let seconds):
            tick(seconds)
            return []
        case .input(let event):
            effects = take(event)
        case .service(let message):
            revision += 1
            effects = take(message)
        }
        if schedule.revision != planBefore {
            prompts.previews.removeAll()
            prompts.stage = min(prompts.stage, max(0, schedule.schedule.stages.count - 1))
            effects.append(.send(.plan(schedule.schedule, revision: schedule.revision)))
        }
        return effects + previewRequests()
    }

    private mutating func tick(_ seconds: Double) {
        now = seconds
        if let toast, toast.expires <= now {
            self.toast = nil
            revision += 1
        }
    }

    private mutating func take(_ event: InputEvent) -> [WorkbenchEffect] {
        switch event {
        case .key(let key):
            revision += 1
            return take(key)
        case .paste(let text):
            revision += 1
            type(TextWrap.singleLine(text))
            return []
        case .mouse(let mouse):
            return take(mouse)
        case .resize(let newSize):
            size = newSize
            revision += 1
            return [.repaint]
        case .hangUp:
            isQuitting = true
            guard training.isActive, training.header?.isOwn ?? true else { return [] }
            training.isStopping = true
            return [.send(.stopTraining)]
        case .focus, .wake:
            return []
        }
    }

    private mutating func take(_ key: KeyPress) -> [WorkbenchEffect] {
        if let action = keys.action(for: key, in: keyContext) { return perform(action) }
        if case .character(let character) = key.key, key.modifiers.isEmpty {
            type(String(character))
        }
        return []
    }

    /// Adds text to the line that is being typed, where there is one.
    private mutating func type(_ text: String) {
        switch overlay {
        case .help(var help):
            help.filter += text
            help.selected = 0
            overlay = .help(help)
        case .search:
            prompts.search += text
            prompts.refilter(records)
        case .confirmation, .choice, .message, .report, nil:
            break
        }
    }

    /// Previews that the present picture lacks and that nobody asked for yet.
    private mutating func previewRequests() -> [WorkbenchEffect] {
        var wanted: [PreviewKey] = []
        if pane == .prompts, let record = selectedRecord {
            wanted.append(PreviewKey(recordID: record.id, stage: prompts.stage))
            if prompts.stage > 0 {
                wanted.append(PreviewKey(recordID: record.id, stage: prompts.stage - 1))
            }
            wanted.append(PreviewKey(recordID: record.id, stage: nil))
        }
        if pane == .compare, let record = comparedRecord {
            wanted.append(PreviewKey(recordID: record.id, stage: nil))
        }
        guard !schedule.schedule.stages.isEmpty else { return [] }
        prompts.previews.forgetRequests(except: wanted)
        return wanted.compactMap { key in
            guard prompts.previews.request(key) else { return nil }
            return .send(
                .recordPreview(
                    recordID: key.recordID, stage: key.stage, schedule: schedule.schedule,
                    revision: schedule.revision))
        }
    }
}
