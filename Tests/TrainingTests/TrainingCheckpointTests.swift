import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing
import Training

@Suite struct TrainingCheckpointTests {
    private let folder: TemporaryFolder
    private static let fileNames = [
        "adapter_config.json", "adapter_model.safetensors", "first_moments.safetensors",
        "second_moments.safetensors", "training_state.json",
    ]

    init() throws { folder = try TemporaryFolder() }

    private func checkpoint(_ name: String = "step-000003") -> TrainingCheckpoint {
        TrainingCheckpoint(folder: folder.url.appending(path: name))
    }

    /// Trains three updates and saves.
    private func save() throws -> (TrainingCheckpoint, Trainer) {
        let trainer = TinyTraining.trainer()
        let checkpoint = checkpoint()
        var hooks = TinyTraining.hooks(stopAfter: 3)
        hooks.checkpoint = { _ in
            try checkpoint.save(trainer, baseModel: "base", fingerprint: "plan-1")
        }
        #expect(try !trainer.run(hooks))
        return (checkpoint, trainer)
    }

    private func message(_ checkpoint: TrainingCheckpoint, fingerprint: String = "plan-1")
        -> String?
    {
        do {
            try checkpoint.load(into: TinyTraining.trainer(), fingerprint: fingerprint)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func damage(_ reason: String) -> String {
        "The checkpoint \(checkpoint().folder.path) is damaged: \(reason). Resume from the one "
            + "before it."
    }

    // MARK: Going on

    /// Stops after each update in turn, also at the border of two stages.
    @Test(arguments: 1...7, [true, false])
    func resumedRunIsBitEqualToTheUnbrokenOne(_ stop: Int, _ carriesOptimizer: Bool) throws {
        let configuration = TinyTraining.configuration(carriesOptimizer: carriesOptimizer)
        let whole = TinyTraining.trainer(configuration)
        try whole.run(TinyTraining.hooks())

        let checkpoint = checkpoint()
        let first = TinyTraining.trainer(configuration)
        var hooks = TinyTraining.hooks(stopAfter: stop)
        hooks.checkpoint = { _ in
            try checkpoint.save(first, baseModel: "", fingerprint: "plan")
        }
        #expect(try !first.run(hooks))

        let second = TinyTraining.trainer(configuration)
        try checkpoint.load(into: second, fingerprint: "plan")
        #expect(TrainerState(second) == TrainerState(first))
        var steps: [Int] = []
        #expect(try second.run(TinyTraining.hooks { steps.append($0.step) }))
        #expect(steps == Array(stop + 1...8))
        #expect(TrainerState(second) == TrainerState(whole))
    }

    @Test func folderIsAPEFTAdapterWithWhatTrainingNeeds() throws {
        let (checkpoint, trainer) = try save()
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoint.folder.path)
        #expect(names.sorted() == Self.fileNames)
        let adapter = try PEFTAdapterFile.read(checkpoint.folder, for: TinyTraining.model)
        #expect(
            adapter.parameters.values.copyToArray()
                == trainer.adapter.parameters.values.copyToArray())
        #expect(
            try checkpoint.verify(fingerprint: "plan-1")
                == TrainingPosition(stage: 0, stepInStage: 3, step: 3))
        let sizes = try Self.fileNames.map {
            try Data(contentsOf: checkpoint.folder.appending(path: $0)).count
        }
        #expect(checkpoint.byteCount == sizes.reduce(0, +))
    }

    @Test func savingAgainReplaces() throws {
        let (checkpoint, trainer) = try save()
        trainer.adapter.parameters.values.fill(0.5)
        try checkpoint.save(trainer, baseModel: "base", fingerprint: "plan-1")
        let adapter = try PEFTAdapterFile.read(checkpoint.folder, for: TinyTraining.model)
        #expect(adapter.parameters.values.copyToArray().allSatisfy { $0 == 0.5 })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
                == ["step-000003"])
    }

    // MARK: Damage

    @Test(arguments: fileNames)
    func everyFileCutShortIsFound(_ name: String) throws {
        let (checkpoint, _) = try save()
        let file = checkpoint.folder.appending(path: name)
        let whole = try Data(contentsOf: file)
        for count in [0, 1, whole.count / 2, whole.count - 2] {
            try whole.prefix(count).write(to: file)
            let found = try #require(message(checkpoint))
            if name == "training_state.json" {
                #expect(
                    found.hasPrefix(
                        "The checkpoint \(checkpoint.folder.path) is damaged: training_state.json "
                            + "is not JSON: "))
            } else {
                #expect(found == damage("the checksum of \(name) does not match"))
            }
        }
    }

    @Test(arguments: fileNames)
    func everyMissingFileIsNamed(_ name: String) throws {
        let (checkpoint, _) = try save()
        try FileManager.default.removeItem(at: checkpoint.folder.appending(path: name))
        #expect(message(checkpoint) == damage("\(name) is missing"))
    }

    @Test(arguments: fileNames.dropLast())
    func aFlippedBitIsFound(_ name: String) throws {
        let (checkpoint, _) = try save()
        let file = checkpoint.folder.appending(path: name)
        var data = try Data(contentsOf: file)
        data[data.count - 5] ^= 0x10
        try data.write(to: file)
        #expect(message(checkpoint) == damage("the checksum of \(name) does not match"))
    }

    @Test func aChangedPositionIsFound() throws {
        let (checkpoint, _) = try save()
        let file = checkpoint.folder.appending(path: "training_state.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing("\"step\": 3", with: "\"step\": 2")
        #expect(changed != text)
        try Data(changed.utf8).write(to: file)
        #expect(
            message(checkpoint)
                == damage("the checksum of training_state.json does not match"))
    }

    /// Writes a state with a checksum that fits it.
    private func write(_ state: JSONObject, to file: URL) throws {
        var sealed = JSONObject(state.members.filter { $0.key != "checksum" })
        sealed.append("checksum", .string(Checksum.of(JSONValue.object(sealed).text())))
        try Data(JSONValue.object(sealed).text().utf8).write(to: file)
    }

    @Test func stateWithoutItsFieldsIsDamaged() throws {
        let (checkpoint, _) = try save()
        let file = checkpoint.folder.appending(path: "training_state.json")
        let whole = try JSONValue.parse(Array(Data(contentsOf: file))).objectValue ?? .init()
        for (field, value) in [
            ("stage", nil), ("step", -1), ("step_in_stage", "3"), ("step_in_stage", -2),
            ("stage", -1),
        ] as [(String, JSONValue)] {
            var state = whole
            state.set(field, value)
            try write(state, to: file)
            #expect(message(checkpoint) == damage("training_state.json lacks its position"))
        }
        var state = whole
        state.set("optimizer_step", nil)
        try write(state, to: file)
        #expect(message(checkpoint) == damage("training_state.json lacks its optimizer_step"))
    }

    @Test func anotherPlansCheckpointIsRefused() throws {
        let (checkpoint, _) = try save()
        #expect(
            message(checkpoint, fingerprint: "plan-2")
                == "The checkpoint \(checkpoint.folder.path) belongs to another run: data, schedule "
                + "or training settings have changed. Start a new run, or undo the change.")
    }

    // MARK: Saving

    @Test func aPlaceThatCannotBeWrittenKeepsWhatIsSaved() throws {
        let (older, trainer) = try save()
        let before = try Data(
            contentsOf: older.folder.appending(path: "adapter_model.safetensors"))
        let file = try folder.write("full", "kept")
        let impossible = TrainingCheckpoint(folder: file.appending(path: "step-000004"))
        let error = #expect(throws: TrainingError.self) {
            try impossible.save(trainer, baseModel: "base", fingerprint: "plan-1")
        }
        guard case .cannotSave(let path, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == impossible.folder.path)
        #expect(
            error?.description
                == "Cannot save a checkpoint to \(path): \(reason). Free space; the checkpoints "
                + "before it are unchanged.")
        #expect(message(older) == nil)
        #expect(
            try Data(contentsOf: older.folder.appending(path: "adapter_model.safetensors"))
                == before)
        #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
                == ["full", "step-000003"])
    }

    @Test func checksumsTellLengthAndOrderApart() {
        let texts = ["", "a", "b", "ab", "ba", "12345678", "123456789", "87654321", "\0", "\0\0"]
        let sums = texts.map { Checksum.of($0) }
        #expect(Set(sums).count == texts.count)
        #expect(sums.allSatisfy { $0.count == 16 })
        #expect(Checksum.of("12345678") == Checksum.of("12345678"))
    }
}
