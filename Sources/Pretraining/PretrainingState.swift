import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors
import Training

/// A pretraining as it stands on disk, to go on with after a kill.
struct PretrainingState {
    /// Inside the model's folder; removed when the base is done.
    static let folderName = ".pretraining"
    private static let files = ["parameters", "first_moments", "second_moments"]

    let folder: URL

    init(modelFolder: URL) {
        folder = modelFolder.appending(path: Self.folderName, directoryHint: .isDirectory)
    }

    /// Where a pretraining stood.
    struct Place: Equatable {
        var step: Int
        var ladder: PretrainingLadder
    }

    /// The updates done and the ladder's place, by the newest state that is whole; nil where there
    /// is none.
    ///
    /// - Throws: `TrainingError.damagedCheckpoint`: hours of training are not thrown away silently.
    func savedPlace() throws -> Place? {
        guard FileManager.default.fileExists(atPath: stateFile.path) else { return nil }
        guard let data = FileManager.default.contents(atPath: stateFile.path),
            let json = try? JSONValue.parse(Array(data)), let step = json["step"]?.intValue,
            step >= 0, let rung = json["rung"]?.intValue,
            (0...PretrainingLadder.highestRung).contains(rung),
            let updates = json["rung_updates"]?.intValue
        else {
            throw TrainingError.damagedCheckpoint(
                path: stateFile.path, reason: "it does not say at which step and rung it stands")
        }
        return Place(
            step: step,
            ladder: PretrainingLadder(
                rung: rung, updates: updates, loss: json["rung_loss"]?.doubleValue))
    }

    private var stateFile: URL { folder.appending(path: "state.json") }

    private func file(_ name: String, step: Int) -> URL {
        folder.appending(path: "\(name)-\(step).safetensors")
    }

    /// Files of the new step are written first, then the step's number, then the old ones go: a
    /// kill at any time leaves one whole state.
    func save(_ pretrainer: Pretrainer, _ ladder: PretrainingLadder) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let step = pretrainer.optimizer.step
        for (name, block) in zip(Self.files, blocks(pretrainer)) {
            try PEFTAdapterFile.write(
                pretrainer.parameters, block, to: folder,
                file(name, step: step).lastPathComponent)
        }
        let old = try savedPlace()?.step
        let place: JSONValue = [
            "step": .integer(step), "rung": .integer(ladder.rung),
            "rung_updates": .integer(ladder.updates),
            "rung_loss": ladder.loss.map { .number($0) } ?? .null,
        ]
        try AtomicFile.write(Data((place.text() + "\n").utf8), to: stateFile)
        if let old, old != step {
            for name in Self.files {
                try? FileManager.default.removeItem(at: file(name, step: old))
            }
        }
    }

    func load(into pretrainer: Pretrainer, step: Int) throws {
        for (name, block) in zip(Self.files, blocks(pretrainer)) {
            let source = try SafetensorsFile(file(name, step: step))
            for entry in pretrainer.parameters.entries {
                guard let tensor = source.entry(entry.name), tensor.shape == entry.shape else {
                    throw TrainingError.damagedCheckpoint(
                        path: source.path, reason: "it lacks \(entry.name)")
                }
                try source.readFloats(tensor, into: block.pointer + entry.offset)
            }
        }
        pretrainer.optimizer.step = step
    }

    func remove() throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileManager.default.removeItem(at: folder)
    }

    private func blocks(_ pretrainer: Pretrainer) -> [FloatBuffer] {
        [
            pretrainer.parameters.values, pretrainer.optimizer.firstMoments,
            pretrainer.optimizer.secondMoments,
        ]
    }
}
