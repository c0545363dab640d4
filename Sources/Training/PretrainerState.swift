import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors

/// A training of all weights as it stands on disk, to go on with after a kill.
package struct PretrainerState {
    /// Inside the model's folder; removed when the model is done.
    private static let folderName = ".pretraining"
    private static let files = ["parameters", "first_moments", "second_moments"]

    package let folder: URL

    package init(modelFolder: URL) {
        folder = modelFolder.appending(path: Self.folderName, directoryHint: .isDirectory)
    }

    /// The updates done, with what was kept beside them, by the newest state that is whole; nil
    /// where there is none.
    ///
    /// - Throws: `TrainingError.damagedCheckpoint`: hours of training are not thrown away silently.
    package func saved() throws -> (step: Int, notes: JSONValue)? {
        guard FileManager.default.fileExists(atPath: stateFile.path) else { return nil }
        guard let data = FileManager.default.contents(atPath: stateFile.path),
            let json = try? JSONValue.parse(Array(data)), let step = json["step"]?.intValue,
            step >= 0
        else { throw damaged("it does not say at which step it stands") }
        return (step, json)
    }

    /// The error of a state whose notes cannot be understood.
    package func damaged(_ reason: String) -> TrainingError {
        .damagedCheckpoint(path: stateFile.path, reason: reason)
    }

    private var stateFile: URL { folder.appending(path: "state.json") }

    private func file(_ name: String, step: Int) -> URL {
        folder.appending(path: "\(name)-\(step).safetensors")
    }

    /// Files of the new step are written first, then the step's number, then the old ones go: a
    /// kill at any time leaves one whole state.
    package func save(
        _ pretrainer: Pretrainer, notes: [(key: String, value: JSONValue)] = []
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let step = pretrainer.optimizer.step
        for (name, block) in zip(Self.files, blocks(pretrainer)) {
            try PEFTAdapterFile.write(
                pretrainer.parameters, block, to: folder,
                file(name, step: step).lastPathComponent)
        }
        let old = try saved()?.step
        let state = JSONValue.object(
            JSONObject(
                [.init(key: "step", value: .integer(step))]
                    + notes.map { .init(key: $0.key, value: $0.value) }))
        try AtomicFile.write(Data((state.text() + "\n").utf8), to: stateFile)
        if let old, old != step {
            for name in Self.files {
                try? FileManager.default.removeItem(at: file(name, step: old))
            }
        }
    }

    /// Reads weights and moments of a step.
    package func load(into pretrainer: Pretrainer, step: Int) throws {
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

    /// Forgets it: the model is done.
    package func remove() throws {
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
