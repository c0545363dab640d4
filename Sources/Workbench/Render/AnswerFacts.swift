import RunEvents
import TerminalUI

/// What an answer cost and whether it is right: a verdict on the frame, numbers in a line.
struct AnswerFacts {
    let model: WorkbenchModel
    let recordID: String
    let arm: PromptArm
    let theme: Theme

    func render(into buffer: inout ScreenBuffer, in area: Rect, border: Rect) {
        let state = model.compare
        guard let answer = state.answer(recordID, arm, state.model) else { return }
        let verdict =
            switch answer.score {
            case .some(let score) where score.isRight == nil: " \(score.text) "
            case .some: answer.isRight ? " ✓ right " : " ✗ wrong "
            case .none: answer.isRight ? " ✓ match " : " ✗ differs "
            }
        buffer.put(
            verdict, x: border.maxX - 1 - CellText.width(of: verdict), y: border.y,
            style: theme[answer.isRight ? .ok : .error])
        let tokens = "\(NumberText.count(answer.promptTokens)) tok"
        let prefill = NumberText.shortMilliseconds(answer.prefillMilliseconds)
        let decode = NumberText.shortMilliseconds(answer.decodeMilliseconds)
        var text = "\(tokens), prefill \(prefill), decode \(decode)"
        if CellText.width(of: text) > area.width { text = "\(tokens), \(prefill) + \(decode)" }
        buffer.put(text, x: area.x, y: area.y, style: theme[.muted], maxWidth: area.width)
    }
}
