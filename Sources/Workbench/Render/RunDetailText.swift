import RunEvents
import TerminalUI

/// A run's details as lines: times, results, stages, settings, log.
struct RunDetailText {
    private(set) var lines: [StyledText] = []
    let theme: Theme
    let width: Int
    let symbols: DotSymbols

    /// Columns of the names; a name that is longer pushes its value on.
    static let nameWidth = 15
    /// Below this, values begin under their names.
    private static let leastValueWidth = 12

    /// - Parameters:
    ///   - opened: The run.
    ///   - secondsFromGMT: Of the user's clock.
    ///   - theme: Colours.
    ///   - symbols: What courses are drawn with.
    ///   - width: Columns; what is longer goes on in the next line, under its beginning.
    init(
        _ opened: OpenedRun, _ secondsFromGMT: Int, _ theme: Theme, symbols: DotSymbols, width: Int
    ) {
        self.theme = theme
        self.symbols = symbols
        self.width = width
        let detail = opened.detail
        let summary = detail.summary
        addField("started", DateText.minute(summary.started, secondsFromGMT: secondsFromGMT))
        if let ended = summary.ended {
            let took = NumberText.duration(ended.timeIntervalSince(summary.started))
            addField(
                "ended", DateText.minute(ended, secondsFromGMT: secondsFromGMT) + ", after \(took)")
        }
        addField(
            "steps",
            "\(NumberText.count(summary.stepsDone)) of \(NumberText.count(summary.stepsPlanned))")
        addField("last loss", NumberText.loss(summary.loss) + " nats/token")
        addResults(detail.evaluations)
        for kept in detail.measures { add(kept, secondsFromGMT) }
        addStages(detail.stages)
        if !detail.settings.isEmpty { addHeading("settings") }
        for setting in detail.settings { addField(setting.name, setting.value) }
        if !detail.log.isEmpty { addHeading("log") }
        for line in detail.log {
            addField(
                DateText.time(line.time, secondsFromGMT: secondsFromGMT),
                TextWrap.singleLine(line.text), line.level == .info ? .foreground : .warning)
        }
    }

    private mutating func addResults(_ evaluations: [EvaluationMetrics]) {
        var compare = CompareState()
        for evaluation in evaluations { compare.measure(evaluation) }
        let arms: [(ModelState, PromptArm, String)] = [
            (.base, .fullPrompt, "base, full"), (.base, .queryOnly, "base, query"),
            (.tuned, .fullPrompt, "tuned, full"), (.tuned, .queryOnly, "tuned, query"),
        ]
        let measured = arms.compactMap { model, arm, name in
            compare.measured(model, arm).map { (name, $0) }
        }
        guard !measured.isEmpty else { return }
        addHeading("last evaluation")
        for (name, metrics) in measured {
            let score = metrics.score.map { "\($0.text), " } ?? ""
            let match = metrics.exactMatch.map { "\(NumberText.accuracy($0)) match, " } ?? ""
            addField(
                name,
                "\(score)\(match)loss \(NumberText.loss(metrics.loss)), "
                    + "\(NumberText.count(metrics.inputTokensPerRecord)) tok")
        }
    }

    private mutating func addStages(_ stages: [StageSummary]) {
        guard !stages.isEmpty else { return }
        addHeading("stages")
        for stage in stages {
            addField(
                "stage \(stage.stage)",
                "τ \(NumberText.rate(stage.compressionRate)), k \(stage.shots), "
                    + "\(stage.epochs) epochs, "
                    + "\(NumberText.count(stage.inputTokensPerRecord)) tok, "
                    + "\(NumberText.count(stage.stepCount)) steps")
        }
    }

    mutating func addHeading(_ text: String) {
        lines.append(StyledText())
        lines += TextWrap.lines(text, style: theme[.title], width: max(1, width))
    }

    mutating func addField(
        _ name: String, _ value: String, _ role: ThemeRole = .foreground
    ) { addField(name, StyledText(value, theme[role])) }

    mutating func addField(
        _ name: String, _ value: StyledText, nameWidth: Int = Self.nameWidth
    ) {
        let indent = max(nameWidth, CellText.width(of: name) + 1)
        let space = String(repeating: " ", count: indent - CellText.width(of: name))
        let isNarrow = width - indent < Self.leastValueWidth
        let hanging = isNarrow ? 2 : indent
        let rest = TextWrap.lines(value, width: max(1, width - hanging))
        if isNarrow {
            lines.append(StyledText(name, theme[.muted]))
        }
        for (index, text) in rest.enumerated() {
            var line =
                index == 0 && !isNarrow
                ? StyledText(name + space, theme[.muted])
                : StyledText(String(repeating: " ", count: hanging), theme[.muted])
            line.append(text)
            lines.append(line)
        }
    }
}
