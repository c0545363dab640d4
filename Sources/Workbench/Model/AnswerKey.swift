import RunEvents

/// Which answer: of one model to one way of prompting with one record.
package struct AnswerKey: Sendable, Hashable {
    package var recordID: String
    package var arm: PromptArm
    package var model: ModelState
}
