import JSONText

extension ModelConfigurationReader {
    /// The window and the layers that have it; nil layers where all have.
    func sliding(
        _ family: ModelFamily, _ defaults: FamilyDefaults, layerCount: Int
    ) throws -> (window: Int?, layers: [Bool]?) {
        let window = try window(family, defaults)
        let told = try layerTypes(layerCount)
        guard family == .qwen2 || family == .qwen3 else {
            // Here transformers slides in all layers or in none and never reads layer_types.
            // Where those say otherwise, its readers disagree about what the model computes.
            if let told, !told.allSatisfy({ $0 == (window != nil) }) {
                throw bad(
                    "layer_types",
                    "the \(family.rawValue) family has "
                        + (window.map { "a window of \($0)" } ?? "no window") + " in every layer")
            }
            return (window, nil)
        }
        let layers = try told ?? layersBehindTheFirst(window, layerCount: layerCount)
        guard layers.contains(true) else { return (nil, nil) }
        guard window != nil else {
            throw bad(
                "layer_types", "layers slide, but use_sliding_window or sliding_window is off")
        }
        return (window, layers.contains(false) ? layers : nil)
    }

    private func window(_ family: ModelFamily, _ defaults: FamilyDefaults) throws -> Int? {
        switch family {
        // Some llamas carry a window that their architecture never had.
        case .llama: return nil
        case .mistral, .mixtral: break
        case .qwen2, .qwen3, .qwen3MoE:
            guard try flag("use_sliding_window") else { return nil }
        }
        // Absent and null differ: null means no window.
        guard json["sliding_window"] != nil else { return defaults.slidingWindow }
        return try optionalSize("sliding_window")
    }

    private func layersBehindTheFirst(_ window: Int?, layerCount: Int) throws -> [Bool] {
        guard window != nil else { return [] }
        let first = json["max_window_layers"] ?? 28
        guard let first = first.intValue, first >= 0 else {
            throw bad(
                "max_window_layers", "expected a whole number of layers, found \(first.text())")
        }
        return (0..<layerCount).map { $0 >= first }
    }

    private func layerTypes(_ layerCount: Int) throws -> [Bool]? {
        guard let value = present("layer_types") else { return nil }
        guard let types = value.arrayValue else {
            throw bad("layer_types", "expected a list, found \(value.text())")
        }
        guard types.count == layerCount else {
            throw bad("layer_types", "it lists \(types.count) of \(layerCount) layers")
        }
        return try types.map { type in
            switch type.stringValue {
            // The older name for the same layer.
            case "full_attention", "attention": return false
            case "sliding_attention": return true
            default:
                throw bad(
                    "layer_types",
                    "\(type.text()) is not supported, only \"full_attention\" and "
                        + "\"sliding_attention\"")
            }
        }
    }
}
