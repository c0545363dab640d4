import TerminalUI

/// The loop: input and data become messages, messages change the model, a changed model is drawn.
///
/// Synchronous, on one thread, and without a device of its own, so that the whole program runs on a
/// `MemoryTerminal`.
package final class WorkbenchApp {
    package private(set) var model: WorkbenchModel
    private let terminal: any Terminal
    private let services: any WorkbenchServices
    private let theme: Theme
    private let options: WorkbenchOptions
    private var drawnRevision = -1

    /// - Parameters:
    ///   - terminal: Given back by the caller when `run` has returned or thrown.
    ///   - services: Asked and polled on the calling thread.
    ///   - theme: A theme file; it is brought to what the terminal can show.
    ///   - options: Keys, clock and limits.
    package init(
        terminal: any Terminal, services: any WorkbenchServices, theme: ThemeFile = .default,
        options: WorkbenchOptions = WorkbenchOptions()
    ) {
        self.terminal = terminal
        self.services = services
        self.theme = Theme(theme, tier: terminal.capabilities.colorTier)
        self.options = options
        model = WorkbenchModel(
            size: terminal.size, keys: options.keys, secondsFromGMT: options.secondsFromGMT)
        if !terminal.capabilities.hasUnicode { model.symbols = .ascii }
    }

    /// Runs until the user leaves.
    ///
    /// - Throws: what the terminal throws when it is gone.
    package func run() throws {
        carryOut(WorkbenchModel.initialEffects)
        try draw()
        while !model.isQuitting { try turn() }
        try waitForCheckpoint()
    }

    /// One turn of the loop: input, data, picture.
    package func turn() throws {
        let events = try terminal.readEvents(timeoutMilliseconds: options.pollMilliseconds)
        var effects = model.update(.tick(options.clock()))
        for event in events { effects += model.update(.input(event)) }
        for message in services.poll(maximumRows: options.maximumRows) {
            effects += model.update(.service(message))
        }
        carryOut(effects)
        try draw()
    }

    private func carryOut(_ effects: [WorkbenchEffect]) {
        let lastPlan = effects.lastIndex { effect in
            if case .send(.plan) = effect { true } else { false }
        }
        for (index, effect) in effects.enumerated() {
            switch effect {
            case .send(.plan) where index != lastPlan: continue
            case .send(let request): services.send(request)
            case .repaint:
                terminal.invalidate()
                drawnRevision = -1
            case .suspend:
                terminal.suspend()
                model.size = terminal.size
                drawnRevision = -1
            case .bell: terminal.bell()
            }
        }
    }

    private func draw() throws {
        guard model.revision != drawnRevision else { return }
        drawnRevision = model.revision
        let picture = WorkbenchScreen.render(model, theme: theme)
        try terminal.present(
            terminal.capabilities.hasUnicode ? picture : ASCIIFallback.apply(to: picture))
    }

    /// A training of this process comes to its checkpoint before the program ends.
    private func waitForCheckpoint() throws {
        let end = options.clock() + options.stopSeconds
        while model.training.isActive, model.training.header?.isOwn ?? true,
            options.clock() < end
        {
            model.show("ctrl-c leaves at once, without the checkpoint")
            let events = try terminal.readEvents(timeoutMilliseconds: options.pollMilliseconds)
            if events.contains(where: { Self.isImpatient($0) }) { return }
            _ = model.update(.tick(options.clock()))
            for message in services.poll(maximumRows: options.maximumRows) {
                carryOut(model.update(.service(message)))
            }
            model.revision += 1
            try draw()
        }
    }

    private static func isImpatient(_ event: InputEvent) -> Bool {
        switch event {
        case .key(let key): key == KeyPress("c", .control)
        case .hangUp: true
        default: false
        }
    }
}
