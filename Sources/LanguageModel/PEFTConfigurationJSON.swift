import JSONText

/// What PEFT wants to find in adapter_config.json.
enum PEFTConfigurationJSON {
    static func make(_ adapter: LoRAAdapter, baseModel: String) -> JSONValue {
        let configuration = adapter.configuration
        let layers = configuration.layers?.sorted().map { JSONValue.integer($0) }
        return [
            "peft_type": "LORA",
            "task_type": "CAUSAL_LM",
            "base_model_name_or_path": .string(baseModel),
            "revision": nil,
            "inference_mode": true,
            "r": .integer(configuration.rank),
            "lora_alpha": Int(exactly: configuration.alpha).map { .integer($0) }
                ?? .shortest(configuration.alpha),
            "lora_dropout": .shortest(configuration.dropout),
            "bias": "none",
            "fan_in_fan_out": false,
            "init_lora_weights": true,
            "target_modules": .array(
                configuration.targetModules.map { name($0, adapter.family) }.sorted().map {
                    .string($0)
                }),
            "exclude_modules": nil,
            "modules_to_save": nil,
            "layers_to_transform": layers.map { .array($0) } ?? .null,
            // Without it, older versions of PEFT took an expert's number for the layer's.
            "layers_pattern": layers == nil ? .null : "layers",
            "rank_pattern": [:],
            "alpha_pattern": [:],
            "use_rslora": .bool(configuration.usesRankStabilisedScale),
            "use_dora": false,
        ]
    }

    private static func name(_ module: ProjectionModule, _ family: ModelFamily) -> String {
        module.isFeedForward ? family.expertName(module) : module.rawValue
    }
}
