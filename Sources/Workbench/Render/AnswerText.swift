import RunEvents
import TerminalUI

/// An answer as lines: what there is of it, and where it differs from the expected one.
struct AnswerText {
    private(set) var lines: [StyledText]

    init(model: WorkbenchModel, recordID: String, arm: PromptArm, width: Int, theme: Theme) {
        let state = model.compare
        let key = AnswerKey(recordID: recordID, arm: arm, model: state.model)
        let isAsked = state.pending?.recordID == recordID && state.waiting.contains(arm)
        if isAsked {
            var text = StyledText(state.partial[key] ?? "", theme[.output])
            text.append("▌", theme[.accent])
            lines = TextWrap.lines(text, width: width)
        } else if let failure = state.failures[recordID] {
            lines = TextWrap.lines("✗ \(failure)", style: theme[.error], width: width)
        } else if let answer = state.answer(recordID, arm, state.model) {
            lines = TextWrap.lines(
                Self.text(answer, marks: state.showsDifference, theme), width: width)
        } else {
            lines = TextWrap.lines(
                "Not asked yet: enter asks.", style: theme[.muted], width: width)
        }
    }

    private static func text(_ answer: Prediction, marks: Bool, _ theme: Theme) -> StyledText {
        guard marks, !answer.isExactMatch else { return StyledText(answer.text, theme[.output]) }
        var text = StyledText()
        for piece in WordDifference(from: answer.expected, to: answer.text).pieces {
            switch piece.kind {
            case .same: text.append(piece.text, theme[.output])
            case .added: text.append(DifferenceMark.added(piece.text), theme[.error])
            case .removed:
                text.append(
                    DifferenceMark.removed(piece.text), theme[.muted])
            }
        }
        return text
    }
}
