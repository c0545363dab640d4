import RunEvents
import TerminalUI

/// A run's details as lines: times, results, stages, settings, log.
struct RunDetailText {
    private(set) var lines: [StyledText] = []
    private let theme: Theme

    init(_ opened: OpenedRun, _ secondsFromGMT: Int, _ theme: Theme) {
        self.theme = theme
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
            let match = metrics.exactMatch.map { "\(NumberText.accuracy($0)) match, " } ?? ""
            addField(
                name,
                "\(match)loss \(NumberText.loss(metrics.loss)), "
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

    private mutating func addHeading(_ text: String) {
        lines.append(StyledText())
        lines.append(StyledText(text, theme[.title]))
    }

    private mutating func addField(
        _ name: String, _ value: String, _ role: ThemeRole = .foreground
    ) {
        let space = String(repeating: " ", count: max(1, 15 - CellText.width(of: name)))
        var line = StyledText(name + space, theme[.muted])
        line.append(value, theme[role])
        lines.append(line)
    }
}
