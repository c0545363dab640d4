import Foundation
import LanguageModel
import Project
import RunEvents
import RunStore
import Training

/// Where a run keeps its checkpoints and its final adapter.
package struct RunFolder: Sendable {
    package let url: URL
    private let projectFolder: URL

    /// Checkpoints between stage ends that are kept; those at stage ends always are.
    static let keptBetweenStages = 2
    private static let checkpointPrefix = "step-"

    package init(_ run: RunRecord, in project: LoadedProject) {
        url = project.paths.runFolder(run.id, createdAt: run.createdAt)
        projectFolder = project.folder
    }

    /// The adapter of a finished run, in PEFT's layout.
    package var adapter: URL { url.appending(path: "adapter", directoryHint: .isDirectory) }

    private var checkpoints: URL {
        url.appending(path: "checkpoints", directoryHint: .isDirectory)
    }

    func checkpoint(step: Int) -> TrainingCheckpoint {
        let number = String(step)
        let padding = String(repeating: "0", count: max(0, 7 - number.count))
        return TrainingCheckpoint(
            folder: checkpoints.appending(
                path: "\(Self.checkpointPrefix)\(padding)\(number)", directoryHint: .isDirectory))
    }

    /// Whether a checkpoint is the run's own.
    func contains(_ checkpoint: TrainingCheckpoint) -> Bool {
        checkpoint.folder.deletingLastPathComponent().standardizedFileURL.path
            == checkpoints.standardizedFileURL.path
    }

    /// For the history: relative to the project, so that it can be moved.
    func relativePath(_ folder: URL) -> String {
        let prefix =
            projectFolder.path.hasSuffix("/") ? projectFolder.path : projectFolder.path + "/"
        return folder.path.hasPrefix(prefix)
            ? String(folder.path.dropFirst(prefix.count)) : folder.path
    }

    /// All checkpoints, newest first.
    package var savedCheckpoints: [TrainingCheckpoint] {
        savedSteps.reversed().map { checkpoint(step: $0) }
    }

    /// The steps at which there are checkpoints, oldest first.
    var savedSteps: [Int] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: checkpoints.path)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix(Self.checkpointPrefix) else { return nil }
            return Int(name.dropFirst(Self.checkpointPrefix.count))
        }.sorted()
    }

    /// The step of an adapter of this run; nil for the final one, which is that of the run's end.
    package func step(of adapter: URL) -> Int? {
        let name = adapter.lastPathComponent
        guard name.hasPrefix(Self.checkpointPrefix) else { return nil }
        return Int(name.dropFirst(Self.checkpointPrefix.count))
    }

    /// The newest adapter there is: the final one, or that of the last checkpoint.
    package var newestAdapter: URL? {
        let candidates = [adapter] + savedCheckpoints.map(\.folder)
        return candidates.first {
            FileManager.default.fileExists(
                atPath: $0.appending(path: PEFTAdapterFile.weightsName).path)
        }
    }
}
