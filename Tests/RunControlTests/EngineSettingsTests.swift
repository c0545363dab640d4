import Foundation
import JSONText
import LanguageModel
import Prompts
import RunStore
import RunTestSupport
import TestSupport
import Testing

@testable import RunControl

/// How the settings of the engine reach a run.
@Suite struct EngineSettingsTests {
    /// A small project with more lines under `training:`.
    private func project(_ lines: String...) throws -> SmallProject {
        let project = try SmallProject()
        let text = lines.map { "  \($0)\n" }.joined()
        try project.replace(in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n" + text)
        return project
    }

    private func plan(_ lines: String...) throws -> RunPlan {
        let project = try SmallProject()
        let text = lines.map { "  \($0)\n" }.joined()
        try project.replace(in: "project.yaml", "  rank: 4\n", with: "  rank: 4\n" + text)
        return try project.plan()
    }

    @Test func theyReachAdapterStorageAndBudget() throws {
        let plan = try plan(
            "lora_dropout: 0.25", "rslora: true", "layers: [0]", "precision: bfloat16",
            "base: int4", "activation_memory_gb: 0.5")
        #expect(
            plan.configuration.lora
                == LoRAConfiguration(
                    rank: 4, alpha: 8, dropout: 0.25, usesRankStabilisedScale: true, layers: [0]))
        #expect(plan.storage == EngineStorage(weights: .int4, precision: .bfloat16))
        #expect(plan.memory(threadCount: 1).activationBudget == 500_000_000)
        #expect(
            try self.plan().memory(threadCount: 1).activationBudget
                == Transformer.defaultActivationBudget)
    }

    @Test(arguments: [
        ("auto", "native", true, "bfloat16"), ("auto", "native", false, "float32"),
        ("float32", "native", true, "float32"), ("bfloat16", "native", false, "bfloat16"),
        ("auto", "int8", true, "int8 weights, bfloat16"),
        ("float32", "int4", true, "int4 weights, float32"),
    ])
    func autoIsWhatTheMachineIsFastWith(
        precision: String, base: String, isFast: Bool, name: String
    ) throws {
        let project = try project("precision: \(precision)", "base: \(base)")
        let training = try project.load().file.training
        #expect(EngineStorage(training, isFastWithBFloat16: isFast).name == name)
    }

    @Test func theRunsRowTellsWhatAutoCameTo() throws {
        let project = try project("layers: [0]", "lora_dropout: 0.1")
        let prepared = try project.prepared()
        let schedule = prepared.project.file.schedule.schedule
        let plan = try RunPlan(prepared, schedule: schedule, storage: .bfloat16)
        let row = plan.newRun(name: "a", toolVersion: "1", threadCount: 1)
        let json = try JSONValue.parse(row.configJSON)
        #expect(json["precision"] == "bfloat16")
        #expect(json["base"] == "bfloat16")
        #expect(json["lora_dropout"] == 0.1)
        #expect(json["rslora"] == false)
        #expect(json["layers"] == [0])
        #expect(json["activation_memory_gb"] == .gigabytes(Transformer.defaultActivationBudget))
        #expect(json["recomputed_layers"] == 0)
        let predicted = try #require(json["predicted_memory_gb"]?.doubleValue)
        #expect(predicted > 0.09 && predicted < 0.2)
    }

    @Test func whatShapesTheResultShapesTheFingerprint() throws {
        let project = try SmallProject()
        func fingerprint(_ lines: String...) throws -> String {
            let text = try project.read("project.yaml")
            defer { try? project.write("project.yaml", text) }
            try project.replace(
                in: "project.yaml", "  rank: 4\n",
                with: "  rank: 4\n" + lines.map { "  \($0)\n" }.joined())
            return try project.plan().fingerprint
        }
        let plain = try fingerprint("precision: float32")
        let others = try [
            fingerprint("precision: bfloat16"), fingerprint("precision: float32", "base: int8"),
            fingerprint("precision: float32", "base: int4"),
            fingerprint("precision: float32", "lora_dropout: 0.1"),
            fingerprint("precision: float32", "rslora: true"),
            fingerprint("precision: float32", "layers: [0]"),
        ]
        #expect(Set(others + [plain]).count == 7)
        // How much is kept changes what is computed twice, and nothing of what comes out.
        #expect(
            try fingerprint("precision: float32", "activation_memory_gb: 0.01") == plain)
    }

    @Test func aLayerThatTheModelLacksIsRefused() throws {
        let project = try project("layers: [0, 1]")
        let error = #expect(throws: RunControlError.self) { try project.plan() }
        #expect(
            error?.description
                == "training.layers names layer 1, but the model \(project.url.path)/model has 1, "
                + "counted from 0. Correct training.layers in project.yaml.")
    }

    @Test func whatHasChangedSinceARunIsNamed() throws {
        let project = try project("lora_dropout: 0.1")
        let store = try project.openStore()
        let prepared = try project.prepared()
        let schedule = prepared.project.file.schedule.schedule
        let plan = try RunPlan(prepared, schedule: schedule, storage: .bfloat16)
        let run = try store.createRun(plan.newRun(name: "a", toolVersion: "1"))
        #expect(plan.differences(from: run) == nil)
        let elsewhere = try RunPlan(prepared, schedule: schedule, storage: .float32)
        #expect(
            elsewhere.differences(from: run)
                == "precision was bfloat16 and is float32 now (training.precision is auto, and "
                + "machines differ: write the former value)")
        try project.replace(in: "project.yaml", "lora_dropout: 0.1", with: "base: int8")
        let changed = try RunPlan(
            project.prepared(), schedule: schedule,
            storage: EngineStorage(weights: .int8, precision: .bfloat16))
        #expect(
            changed.differences(from: run)
                == "lora_dropout was 0.1 and is 0.0 now; base was bfloat16 and is int8 now")
    }

    @Test func theAdaptersFileTellsPEFTOfThem() throws {
        let plan = try plan("lora_dropout: 0.25", "rslora: true", "layers: [0]")
        let folder = try TemporaryFolder()
        let adapter = LoRAAdapter(
            plan.configuration.lora, for: plan.prepared.model.configuration, seed: 1)
        try PEFTAdapterFile.write(adapter, to: folder.url, baseModel: "m")
        let data = try Data(contentsOf: folder.url.appending(path: "adapter_config.json"))
        let json = try JSONValue.parse(Array(data))
        #expect(json["use_rslora"] == true)
        #expect(json["lora_dropout"] == 0.25)
        #expect(json["layers_to_transform"] == [0])
    }
}
