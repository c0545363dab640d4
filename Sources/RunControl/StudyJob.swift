import Foundation
import Project
import Prompts
import RunEvents
import RunStore
import Training

/// One arm of a study with one seed, made ready.
struct StudyJob {
    let arm: StudyFile.Arm
    /// Nil where nothing is trained.
    let seed: Int?
    let prepared: PreparedProject
    let schedule: Schedule
    let split: String
    let records: [PromptRecord]
    /// Everything that the result depends on.
    let fingerprint: String
    /// Equal for arms that train alike.
    private let trainingKey: String

    /// `modelChecksum` gives that of a model's folder: reading all weights for each arm and seed
    /// would take longer than many a run.
    init(
        _ arm: StudyFile.Arm, seed: Int?, projectFolder: URL, store: RunStore,
        modelChecksum: (ModelFolder) throws -> String
    ) throws {
        self.arm = arm
        self.seed = seed
        let text = try ProjectFile.readText(
            projectFolder.appending(path: ProjectFile.fileName))
        let merged = try ProjectFile.overlaid(text, with: arm.overlay, seed: seed)
        let file = try ProjectFile.parse(
            merged, file: "arm \"\(arm.name)\"", checkingFilesIn: projectFolder)
        // Said before hours of training, not after.
        if file.evaluation.metric.isOfPairs {
            throw RunControlError.metricOfPairs(file.evaluation.metric.rawValue)
        }
        let project = try LoadedProject(folder: projectFolder, file: file)
        prepared = try PreparedProject(project, store: store)
        schedule = file.schedule.schedule
        let judged = project.judged
        guard !judged.records.isEmpty else {
            throw RunControlError.noHeldOutRecords(path: projectFolder.path)
        }
        split = judged.split
        let limit = file.evaluation.records
        records = limit > 0 ? Array(judged.records.prefix(limit)) : judged.records
        let data = project.dataHashes.map { "\($0.name) \($0.hash)" }
        trainingKey = Checksum.of(
            ([merged, try modelChecksum(prepared.model)] + data).joined(separator: "\n"))
        fingerprint = Checksum.of(
            "\(trainingKey)\n\(arm.isTrained)\n\(arm.prompt.rawValue)\n"
                + (arm.prompt == .compressed ? "\(arm.rate)" : ""))
    }

    var title: String { arm.name + (seed.map { ", seed \($0)" } ?? "") }

    /// The history's name of its run.
    var runName: String { "study \(trainingKey)" }

    var fileName: String {
        let word = arm.name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
        return String(word) + (seed.map { "-seed\($0)" } ?? "") + ".json"
    }

    var promptArm: PromptArm {
        switch arm.prompt {
        case .fullPrompt: .fullPrompt
        case .queryOnly: .queryOnly
        case .compressed: .stagePrompt
        }
    }

    /// Of a compressed prompt.
    var setting: StageSetting? {
        guard arm.prompt == .compressed else { return nil }
        var setting = PreparedProject.fullSetting(schedule)
        setting.compressionRate = arm.rate
        return setting
    }

    func plan() throws -> RunPlan { try RunPlan(prepared, schedule: schedule) }
}
