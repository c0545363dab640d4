import Prompts
import TerminalUI

/// A prompt as lines of the screen: each part in its colour, what the stage cuts away between
/// `[-` and `-]`, and the expected answer at the end.
struct PromptText {
    struct Line: Equatable {
        /// One column: the letter of the part that begins here, or its continuation.
        var margin: StyledText
        var text: StyledText
        /// Whether it shows some of the part that keys mark.
        var isChosen = false
    }

    private(set) var lines: [Line] = []
    private let theme: Theme
    private let width: Int

    init(model: WorkbenchModel, width: Int, theme: Theme = .monochrome) {
        self.theme = theme
        self.width = max(1, width - 2)
        guard let record = model.selectedRecord else { return }
        let stage = model.prompts.stage
        let key = PreviewKey(recordID: record.id, stage: stage)
        guard let preview = model.prompts.previews[key] else {
            let text = model.prompts.previews.failure(key)
            addNote(text ?? "Counting tokens …", text == nil ? .muted : .error)
            return
        }
        var before: RecordPreview?
        if model.prompts.showsCuts, stage > 0 {
            before = model.prompts.previews[PreviewKey(recordID: record.id, stage: stage - 1)]
        }
        if let confidence = record.confidence {
            let numbers = record.corrections.map(String.init).joined(separator: ", ")
            addHeading(
                "import · confidence \(NumberText.percent(confidence))"
                    + (numbers.isEmpty ? "" : " · corrected by \(numbers)"))
        }
        // Without cuts to show, pieces are the preview's parts.
        add(preview, before: before, chosen: stage == 0 ? model.prompts.part : nil)
        addHeading("expected answer · \(NumberText.count(preview.outputTokenCount)) tok")
        for line in TextWrap.lines(preview.output, style: theme[.output], width: self.width) {
            lines.append(Line(margin: StyledText("A", theme[.output]), text: line))
        }
    }

    /// Pieces are wrapped under marks instead of styles, since a line must know which parts it
    /// holds even where two parts look the same.
    private struct Mark {
        static func style(_ kind: SpanKind, isCut: Bool, isChosen: Bool) -> Style {
            let index = SpanKind.allCases.firstIndex(of: kind) ?? 0
            return Style(
                foreground: .palette(UInt8(index)),
                attributes: isCut ? .dim : isChosen ? .reverse : [])
        }

        static func kind(_ style: Style) -> SpanKind {
            guard case .palette(let index) = style.foreground else { return .query }
            return SpanKind.allCases[Int(index)]
        }
    }

    private mutating func add(_ preview: RecordPreview, before: RecordPreview?, chosen: Int?) {
        var pieceIndex = 0
        for message in PromptMessages(preview.parts.map(\.span), before: before?.parts.map(\.span))
            .messages
        {
            if let role = message.role { addHeading(role) }
            var text = StyledText()
            for piece in message.pieces {
                let shown = piece.isCut ? DifferenceMark.removed(piece.text) : piece.text
                text.append(
                    shown,
                    Mark.style(
                        piece.kind, isCut: piece.isCut, isChosen: pieceIndex == chosen))
                pieceIndex += 1
            }
            var previous: SpanKind?
            for line in TextWrap.lines(text, width: width) {
                let kind = line.runs.first.map { Mark.kind($0.style) } ?? previous ?? .query
                let isChosen = line.runs.contains { $0.style.attributes.contains(.reverse) }
                let margin = isChosen ? "▶" : kind == previous ? "│" : kind.letter
                lines.append(
                    Line(
                        margin: StyledText(margin, theme[kind.role]),
                        text: StyledText(line.runs.map { .init($0.text, style(of: $0.style)) }),
                        isChosen: isChosen))
                previous = kind
            }
        }
    }

    private func style(of mark: Style) -> Style {
        guard !mark.attributes.contains(.dim) else { return theme[.muted] }
        let style = theme[Mark.kind(mark).role]
        return mark.attributes.contains(.reverse) ? theme[.selection].over(style) : style
    }

    private mutating func addHeading(_ text: String) {
        let rule = String(repeating: "╌", count: max(0, width - 1 - CellText.width(of: text)))
        lines.append(
            Line(
                margin: StyledText(" ", .plain), text: StyledText("\(text) \(rule)", theme[.muted]))
        )
    }

    private mutating func addNote(_ text: String, _ role: ThemeRole) {
        for line in TextWrap.lines(text, style: theme[role], width: width) {
            lines.append(Line(margin: StyledText(" ", .plain), text: line))
        }
    }
}
