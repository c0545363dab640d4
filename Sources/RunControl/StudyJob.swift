import Foundation
import Project
import Prompts
import RunEvents
import RunStore
import Training

/// One arm of a study with one seed.
///
/// It holds no records: a study of many arms and seeds would hold them all at once.
struct StudyJob: Sendable {
    let arm: StudyFile.Arm
    /// Nil where nothing is trained.
    let seed: Int?
    /// Everything that the result depends on.
    let fingerprint: String
    /// Equal for arms that train alike.
    let trainingKey: String
    /// Updates in all stages; 0 where nothing is trained.
    let stepCount: Int
    private let projectFolder: URL
    private let projectText: String

    /// Data, model and records, loaded.
    struct Ready: Sendable {
        let prepared: PreparedProject
        let schedule: Schedule
        let split: String
        let records: [PromptRecord]

        func plan() throws -> RunPlan {
            try RunPlan(prepared, schedule: schedule, isJudged: false)
        }
    }

    /// The jobs of an arm: one a seed, or a single one where nothing is trained.
    ///
    /// Data and model are looked at once for all of them; `modelChecksum` gives that of a model's
    /// folder, whose weights take longer to read than many a run.
    /// - Throws: What reading the arm's project throws, before hours are spent on another arm.
    static func all(
        of arm: StudyFile.Arm, seeds: [Int], projectFolder: URL, store: RunStore,
        modelChecksum: (ModelFolder) throws -> String
    ) throws -> [StudyJob] {
        let text = try ProjectFile.readText(
            projectFolder.appending(path: ProjectFile.fileName))
        let ready = try ready(
            arm, text: try ProjectFile.overlaid(text, with: arm.overlay),
            projectFolder: projectFolder, store: store)
        let metric = ready.prepared.project.file.evaluation.metric
        // Said before hours of training, not after.
        if metric.isOfPairs { throw RunControlError.metricOfPairs(metric.rawValue) }
        let data = ready.prepared.project.dataHashes.map { "\($0.name) \($0.hash)" }
        let inputs = [try modelChecksum(ready.prepared.model)] + data
        let stepsPerEpoch = ready.prepared.trainingConfiguration.stepsPerEpoch(
            recordCount: ready.prepared.project.training.count)
        let stepCount = arm.isTrained ? ready.schedule.epochs * stepsPerEpoch : 0
        return try (arm.isTrained ? seeds.map { Optional($0) } : [nil]).map { seed in
            StudyJob(
                arm, seed: seed, projectFolder: projectFolder,
                projectText: try ProjectFile.overlaid(text, with: arm.overlay, seed: seed),
                inputs: inputs, stepCount: stepCount)
        }
    }

    private init(
        _ arm: StudyFile.Arm, seed: Int?, projectFolder: URL, projectText: String,
        inputs: [String], stepCount: Int
    ) {
        self.arm = arm
        self.seed = seed
        self.projectFolder = projectFolder
        self.projectText = projectText
        self.stepCount = stepCount
        trainingKey = Checksum.of(([projectText] + inputs).joined(separator: "\n"))
        fingerprint = Checksum.of(
            "\(trainingKey)\n\(arm.isTrained)\n\(arm.prompt.rawValue)\n"
                + (arm.prompt == .compressed ? "\(arm.rate)" : ""))
    }

    /// Loads what the job computes with.
    func ready(_ store: RunStore) throws -> Ready {
        try Self.ready(arm, text: projectText, projectFolder: projectFolder, store: store)
    }

    private static func ready(
        _ arm: StudyFile.Arm, text: String, projectFolder: URL, store: RunStore
    ) throws -> Ready {
        let file = try ProjectFile.parse(
            text, file: "arm \"\(arm.name)\"", checkingFilesIn: projectFolder)
        let project = try LoadedProject(folder: projectFolder, file: file)
        let judged = project.judged
        guard !judged.records.isEmpty else {
            throw RunControlError.noHeldOutRecords(path: projectFolder.path)
        }
        let limit = file.evaluation.records
        return Ready(
            prepared: try PreparedProject(project, store: store),
            schedule: file.schedule.schedule, split: judged.split,
            records: limit > 0 ? Array(judged.records.prefix(limit)) : judged.records)
    }

    var title: String { arm.name + (seed.map { ", seed \($0)" } ?? "") }

    /// The history's name of its run: for people, and a mark by which arms that train alike find
    /// it.
    var runName: String { "\(title)\(runMark)" }

    func isRun(named name: String) -> Bool { name.hasSuffix(runMark) }

    private var runMark: String { " · study \(trainingKey.prefix(Self.markLength))" }
    private static let markLength = 12

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
    func setting(_ schedule: Schedule) -> StageSetting? {
        guard arm.prompt == .compressed else { return nil }
        var setting = PreparedProject.fullSetting(schedule)
        setting.compressionRate = arm.rate
        return setting
    }
}
