import Foundation
import Project
import Prompts
import RunControl
import RunEvents
import Workbench

/// A project's plan as it is being edited.
///
/// Used by one thread at a time.
struct PlanningDesk: Sendable {
    private let prepared: PreparedProject
    private var plan: StagePlan
    private let meanOutputTokens: Double

    /// Ends of long queries are not needed in a list.
    private static let listedCharacters = 200

    /// Plans no stage yet, so that the project is on the screen before examples are ranked and
    /// templates compressed.
    init(_ prepared: PreparedProject) throws {
        self.prepared = prepared
        plan = try prepared.draft(Schedule(stages: []), compresses: false)
        let counts = prepared.project.training.map {
            prepared.encoder.encode(prompt: prepared.project.completion(for: $0)).count
        }
        meanOutputTokens = Double(counts.reduce(0, +)) / Double(max(1, counts.count))
    }

    func snapshot() -> ProjectSnapshot {
        let project = prepared.project
        let millions = Double(prepared.model.parameterCount) / 1e6
        return ProjectSnapshot(
            name: project.file.name, folder: project.folder.path,
            modelName: prepared.model.url.lastPathComponent,
            modelSummary: "\(prepared.model.configuration.family.rawValue), "
                + String(format: "%.1f", millions) + "M, \(prepared.storage.name)",
            contextLength: prepared.model.configuration.contextLength,
            records: (project.training + project.heldOut).map { record in
                RecordSummary(
                    id: record.id, split: record.split,
                    query: String(record.query.prefix(Self.listedCharacters)),
                    source: "\(record.source.file):\(record.source.line)",
                    confidence: record.importConfidence, corrections: record.importCorrections)
            },
            schedule: project.file.schedule.schedule,
            learningRate: project.file.training.learningRate,
            warmupSteps: project.file.training.warmupSteps,
            methods: MethodText.values(project.file),
            warnings: project.file.schedule.schedule.warnings()
                + project.warnings(project.file.schedule.schedule))
    }

    /// Computes only the stages that differ from the plan before, or that had a problem there.
    ///
    /// Nothing is compressed: what is not in the cache is a pending stage.
    mutating func plan(_ schedule: Schedule, revision: Int) throws -> PlanPreview {
        if plan.stages.isEmpty { plan = try prepared.draft(schedule, compresses: false) }
        for (index, setting) in schedule.stages.enumerated() {
            if index >= plan.stages.count {
                try plan.insert(setting, at: index)
            } else if plan.stages[index].setting != setting || plan.stages[index].problem != nil {
                try plan.update(stage: index, to: setting)
            }
        }
        while plan.stages.count > schedule.stages.count {
            plan.remove(stage: plan.stages.count - 1)
        }
        return PlanPreview(
            revision: revision,
            stages: RunPlan.summaries(plan, prepared.trainingConfiguration),
            recordCount: prepared.project.training.count, meanOutputTokens: meanOutputTokens,
            warnings: prepared.project.warnings(of: plan),
            problems: Dictionary(
                uniqueKeysWithValues: plan.stages.compactMap { stage in
                    stage.problem.map { (stage.index, $0) }
                }))
    }

    func preview(
        _ recordID: String, stage: Int?, schedule: Schedule, revision: Int
    ) throws -> RecordPreview {
        guard let record = prepared.project.record(recordID) else {
            throw RunControlError.unknownRecord(id: recordID)
        }
        let setting: StageSetting
        if let stage, schedule.stages.indices.contains(stage) {
            setting = schedule.stages[stage]
        } else {
            setting = PreparedProject.fullSetting(schedule)
        }
        let spans = try plan.rendered(record, setting: setting)
        let counts = prepared.tokenCounts(spans)
        return RecordPreview(
            recordID: recordID, stage: stage, revision: revision,
            parts: zip(spans, counts).map { RecordPreview.Part(span: $0, tokenCount: $1) },
            output: record.output,
            outputTokenCount: prepared.sequence(record, spans).labelCount)
    }

    /// Says for all records what a part of the prompt is.
    func mark(_ part: MarkedPart) throws {
        try LayoutMarking(folder: prepared.project.folder, data: prepared.project.file.data)
            .mark(part.text, occurrence: part.occurrence, from: part.kind, as: part.newKind)
    }

    func save(_ schedule: Schedule, folder: URL) throws {
        var editor = try ProjectEditor(folder: folder)
        try editor.setStages(schedule.stages)
        try editor.save(folder: folder)
    }
}
