import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors

/// A saved state of a training: a PEFT adapter that can be used as it is, and beside it what
/// training needs to go on.
///
/// | file | content |
/// |---|---|
/// | `adapter_config.json`, `adapter_model.safetensors` | the adapter |
/// | `first_moments.safetensors`, `second_moments.safetensors` | AdamW's, under the same names |
/// | `best_adapter.safetensors` | the values with the best score, where those are kept |
/// | `training_state.json` | position, optimizer step, plan's fingerprint, a checksum a file and its own |
package struct TrainingCheckpoint {
    package let folder: URL

    static let stateName = "training_state.json"
    static let firstMomentsName = "first_moments.safetensors"
    static let secondMomentsName = "second_moments.safetensors"
    static let bestName = "best_adapter.safetensors"

    package init(folder: URL) { self.folder = folder }

    /// Saves into a new folder that appears whole or not at all.
    ///
    /// - Parameters:
    ///   - trainer: whose weights, moments and position are saved.
    ///   - baseModel: for `adapter_config.json`.
    ///   - fingerprint: what the plan is made of; resuming with another one is refused.
    /// - Throws: `TrainingError.cannotSave`.
    package func save(_ trainer: Trainer, baseModel: String, fingerprint: String) throws {
        let parent = folder.deletingLastPathComponent()
        let temporary = parent.appending(path: ".\(folder.lastPathComponent).writing-\(getpid())")
        do {
            try? FileManager.default.removeItem(at: temporary)
            try FileManager.default.createDirectory(
                at: temporary, withIntermediateDirectories: true)
            let adapter = trainer.adapter
            try PEFTAdapterFile.write(adapter, to: temporary, baseModel: baseModel)
            try PEFTAdapterFile.write(
                adapter.parameters, trainer.optimizer.firstMoments, to: temporary,
                Self.firstMomentsName)
            try PEFTAdapterFile.write(
                adapter.parameters, trainer.optimizer.secondMoments, to: temporary,
                Self.secondMomentsName)
            if let best = trainer.bestValues {
                try PEFTAdapterFile.write(adapter.parameters, best, to: temporary, Self.bestName)
            }
            var state = try state(of: trainer, in: temporary, fingerprint: fingerprint)
            state.append(Self.ownChecksum, .string(Checksum.of(JSONValue.object(state).text())))
            try AtomicFile.write(
                Data((JSONValue.object(state).text(.indented) + "\n").utf8),
                to: temporary.appending(path: Self.stateName))
            // A folder cannot be renamed onto a full one. What is replaced is the same step of the
            // same run, and stays until the new one is complete.
            if FileManager.default.fileExists(atPath: folder.path) {
                try FileManager.default.removeItem(at: folder)
            }
            guard rename(temporary.path, folder.path) == 0 else {
                throw FileWriteError(call: "rename", code: errno)
            }
            AtomicFile.syncFolder(parent)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw TrainingError.cannotSave(path: folder.path, reason: "\(error)")
        }
    }

    /// Checks all files and tells where training stood.
    ///
    /// - Parameter fingerprint: Of the plan that it must belong to; nil takes that of any.
    /// - Returns: The position.
    /// - Throws: `TrainingError.damagedCheckpoint`, `TrainingError.foreignCheckpoint`.
    package func verify(fingerprint: String?) throws -> TrainingPosition {
        let state = try readState()
        guard fingerprint == nil || state["fingerprint"]?.stringValue == fingerprint else {
            throw TrainingError.foreignCheckpoint(
                path: folder.path, reason: "data, schedule or training settings have changed")
        }
        try verifyChecksums(state)
        guard let stage = state["stage"]?.intValue, let step = state["step"]?.intValue,
            let stepInStage = state["step_in_stage"]?.intValue, stage >= 0, step >= 0,
            stepInStage >= 0
        else { throw damaged("\(Self.stateName) lacks its position") }
        return TrainingPosition(stage: stage, stepInStage: stepInStage, step: step)
    }

    /// Puts a trainer where the checkpoint was written.
    ///
    /// - Parameters:
    ///   - trainer: Whose adapter has the same tensors.
    ///   - fingerprint: Of the trainer's plan; nil for a run that branches off another one.
    /// - Throws: `TrainingError.damagedCheckpoint`, `TrainingError.foreignCheckpoint`.
    package func load(into trainer: Trainer, fingerprint: String?) throws {
        let position = try verify(fingerprint: fingerprint)
        let state = try readState()
        var bestValues: FloatBuffer?
        var watch: StageWatch
        do {
            let adapter = try PEFTAdapterFile.read(folder, for: trainer.model.configuration)
            guard adapter.parameters.entries == trainer.adapter.parameters.entries else {
                throw damaged("its adapter has other tensors than the run's")
            }
            trainer.adapter.parameters.values.copy(from: adapter.parameters.values)
            try readBlock(Self.firstMomentsName, trainer, into: trainer.optimizer.firstMoments)
            try readBlock(Self.secondMomentsName, trainer, into: trainer.optimizer.secondMoments)
            if names(of: state).contains(Self.bestName) {
                let block = trainer.adapter.parameters.makeCompanion()
                try readBlock(Self.bestName, trainer, into: block)
                bestValues = block
            }
            watch = try self.watch(in: state)
        } catch let error as TrainingError {
            throw error
        } catch {
            throw damaged("\(error)")
        }
        guard let optimizerStep = state["optimizer_step"]?.intValue else {
            throw damaged("\(Self.stateName) lacks its optimizer_step")
        }
        trainer.optimizer.step = optimizerStep
        if fingerprint == nil {
            // What follows is another last stage.
            watch.forgetBest()
            bestValues = nil
        }
        trainer.resume(at: position, watch: watch, bestValues: bestValues)
    }

    /// Whether it was written when a stage had ended; false where it cannot be read.
    package var isStageEnd: Bool { (try? readState())?["step_in_stage"]?.intValue == 0 }

    /// Bytes of all its files.
    package var byteCount: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.reduce(0) { total, name in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: folder.appending(path: name).path)
            return total + (attributes?[.size] as? Int ?? 0)
        }
    }

    // MARK: State

    /// Of the state's other members, in their shortest spelling.
    private static let ownChecksum = "checksum"

    private static let checkedNames = [
        PEFTAdapterFile.configurationName, PEFTAdapterFile.weightsName, firstMomentsName,
        secondMomentsName,
    ]

    private func state(
        of trainer: Trainer, in folder: URL, fingerprint: String
    ) throws -> JSONObject {
        var checksums = JSONObject()
        for name in Self.checkedNames + (trainer.bestValues == nil ? [] : [Self.bestName]) {
            checksums.append(name, .string(try Checksum.ofFile(folder.appending(path: name))))
        }
        return JSONObject([
            .init(key: "format", value: 3),
            .init(key: "stage", value: .integer(trainer.position.stage)),
            .init(key: "step_in_stage", value: .integer(trainer.position.stepInStage)),
            .init(key: "step", value: .integer(trainer.position.step)),
            .init(key: "optimizer_step", value: .integer(trainer.optimizer.step)),
            .init(
                key: "watch", value: try JSONValue.parse(Array(JSONEncoder().encode(trainer.watch)))
            ),
            .init(key: "fingerprint", value: .string(fingerprint)),
            .init(key: "checksums", value: .object(checksums)),
        ])
    }

    private func readState() throws -> JSONValue {
        let file = folder.appending(path: Self.stateName)
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw damaged("\(Self.stateName) is missing")
        }
        let state: JSONValue
        do {
            state = try JSONValue.parse(Array(data))
        } catch {
            throw damaged("\(Self.stateName) is not JSON: \(error)")
        }
        // The first format had none.
        if state["format"]?.intValue == 1, state[Self.ownChecksum] == nil { return state }
        let others = (state.objectValue?.members ?? []).filter { $0.key != Self.ownChecksum }
        guard
            state[Self.ownChecksum]?.stringValue
                == Checksum.of(JSONValue.object(JSONObject(others)).text())
        else { throw damaged("the checksum of \(Self.stateName) does not match") }
        return state
    }

    private func verifyChecksums(_ state: JSONValue) throws {
        for name in names(of: state) {
            let file = folder.appending(path: name)
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw damaged("\(name) is missing")
            }
            guard state["checksums"]?[name]?.stringValue == (try? Checksum.ofFile(file)) else {
                throw damaged("the checksum of \(name) does not match")
            }
        }
    }

    /// The files that the state vouches for.
    private func names(of state: JSONValue) -> [String] {
        let hasBest = state["checksums"]?[Self.bestName] != nil
        return Self.checkedNames + (hasBest ? [Self.bestName] : [])
    }

    /// Formats before 3 had none.
    private func watch(in state: JSONValue) throws -> StageWatch {
        guard let watch = state["watch"] else { return StageWatch() }
        return try JSONDecoder().decode(StageWatch.self, from: Data(watch.text().utf8))
    }

    private func readBlock(_ name: String, _ trainer: Trainer, into block: FloatBuffer) throws {
        let file = try SafetensorsFile(folder.appending(path: name))
        for entry in trainer.adapter.parameters.entries {
            guard let tensor = file.entry(entry.name), tensor.shape == entry.shape else {
                throw damaged("\(name) lacks \(entry.name)")
            }
            try file.readFloats(tensor, into: block.pointer + entry.offset)
        }
    }

    private func damaged(_ reason: String) -> TrainingError {
        .damagedCheckpoint(path: folder.path, reason: reason)
    }
}
