import Prompts
import RunControl

/// The longest prompt that a project's schedule and evaluation ask of its model.
struct LongestPrompt {
    let record: PromptRecord
    /// With the answer.
    let tokenCount: Int

    /// - Throws: What compressing and retrieving throw.
    init(_ prepared: PreparedProject, _ plan: StagePlan) throws {
        let project = prepared.project
        var longest = (record: project.training[0], tokenCount: 0)
        func offer(_ record: PromptRecord, _ spans: [PromptSpan]) {
            let count = prepared.sequence(record, spans).tokens.count
            if count > longest.tokenCount { longest = (record, count) }
        }
        for stage in plan.stages {
            for index in project.training.indices {
                offer(
                    project.training[index],
                    try plan.rendered(record: index, stage: stage.index))
            }
        }
        let full = try plan.renderedAll(
            project.heldOut, setting: PreparedProject.fullSetting(plan.schedule))
        for (record, spans) in zip(project.heldOut, full) { offer(record, spans) }
        (record, tokenCount) = longest
    }
}
