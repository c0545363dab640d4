import Foundation
import JSONText

/// Reads adapter_config.json.
struct PEFTConfigurationReader {
    private let path: String
    private let json: JSONValue
    private let model: ModelConfiguration

    /// - Throws: `ModelError.missingFile`, `.unreadable`.
    init(file: URL, model: ModelConfiguration) throws {
        path = file.path
        self.model = model
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ModelError.missingFile(path: file.path, purpose: "the adapter's rank and targets")
        }
        do {
            json = try JSONValue.parse(Array(data))
        } catch {
            throw ModelError.unreadable(path: file.path, reason: "it is not JSON: \(error)")
        }
    }

    /// - Throws: `ModelError.badAdapter` for every kind of adapter that this engine would apply
    ///   wrongly.
    func configuration() throws -> LoRAConfiguration {
        guard json["peft_type"]?.stringValue == "LORA" else { throw bad("peft_type is not LORA") }
        guard let rank = json["r"]?.intValue, rank > 0, rank <= Int(Int32.max) else {
            throw bad("r is not a positive number")
        }
        guard let alpha = json["lora_alpha"]?.doubleValue else {
            throw bad("lora_alpha is missing")
        }
        let dropout = json["lora_dropout"]?.doubleValue ?? 0
        guard dropout >= 0, dropout < 1 else {
            throw bad("lora_dropout is not a share between 0 and 1")
        }
        try refuseOtherKinds()
        let layers = try layers()
        if layers != nil, json["target_modules"]?.stringValue != nil {
            throw bad("layers_to_transform needs target_modules as a list")
        }
        return LoRAConfiguration(
            rank: rank, alpha: Float(alpha), targetModules: try targets(),
            dropout: Float(dropout), usesRankStabilisedScale: json["use_rslora"] == true,
            layers: layers)
    }

    // MARK: Refusals

    /// Fields for variants that compute something else or bring other tensors along, all of them
    /// off where null, false or empty.
    private static let otherKinds = [
        "use_dora", "fan_in_fan_out", "lora_bias", "use_qalora", "use_bdlora", "rank_pattern",
        "alpha_pattern", "modules_to_save", "target_parameters", "exclude_modules",
        "layer_replication", "trainable_token_indices", "alora_invocation_tokens", "arrow_config",
        "kasa_config", "monteclora_config", "velora_config", "loftq_config", "corda_config",
        "lora_ga_config",
    ]

    /// Starts that leave the base's weights as they are; the others subtract from them.
    private static let harmlessStarts: [JSONValue] = [
        true, false, "gaussian", "eva", "orthogonal", nil,
    ]

    private func refuseOtherKinds() throws {
        for name in Self.otherKinds {
            if let value = json[name], !isOff(value) { throw bad("\(name) is not supported") }
        }
        if let bias = json["bias"]?.stringValue, bias != "none" {
            throw bad("bias \"\(bias)\" is not supported")
        }
        if let start = json["init_lora_weights"], !Self.harmlessStarts.contains(start) {
            throw bad("init_lora_weights \(start.text()) is not supported")
        }
    }

    private func isOff(_ value: JSONValue) -> Bool {
        value.isNull || value == false || value.arrayValue?.isEmpty == true
            || value.objectValue?.members.isEmpty == true
    }

    // MARK: Targets

    private func layers() throws -> [Int]? {
        guard let value = json["layers_to_transform"], !isOff(value) else { return nil }
        let layers = (value.arrayValue ?? [value]).map(\.intValue)
        guard !layers.contains(nil) else {
            throw bad("layers_to_transform is not a list of layers")
        }
        let known = layers.compactMap { $0 }
        if let layer = known.first(where: { $0 < 0 || $0 >= model.layerCount }) {
            throw bad(
                "layers_to_transform names layer \(layer) of a model with \(model.layerCount)")
        }
        if let pattern = json["layers_pattern"], !isOff(pattern) {
            guard pattern == "layers" || pattern == ["layers"] || pattern == "" else {
                throw bad("layers_pattern \(pattern.text()) is not supported")
            }
        }
        return Set(known).sorted()
    }

    /// In the order of the decoder.
    private func targets() throws -> [ProjectionModule] {
        let value = json["target_modules"] ?? nil
        if value == "all-linear" {
            guard model.mixture == nil else {
                throw bad("target_modules \"all-linear\" would adapt the router, too; list names")
            }
            return ProjectionModule.allCases
        }
        let names = try value.stringValue.map(alternatives) ?? value.arrayValue?.map(\.stringValue)
        guard let names, !names.isEmpty, !names.contains(nil) else {
            throw bad("target_modules is not a list of names")
        }
        let modules = try names.compactMap { $0 }.map(module)
        return ProjectionModule.allCases.filter(modules.contains)
    }

    private func module(_ name: String) throws -> ProjectionModule {
        // PEFT matches the end of a module's path, so "self_attn.q_proj" is the same target.
        // An expert's path has its number before the name.
        let found = ProjectionModule.allCases.first { module in
            let isExpert = module.isFeedForward && model.mixture != nil
            return isExpert
                ? name == model.family.expertName(module)
                : name == module.rawValue || name == module.path
        }
        guard let found else { throw bad("target module \"\(name)\" is not supported") }
        return found
    }

    /// The names of a pattern such as `.*\.(q_proj|v_proj)`, the only ones whose meaning needs no
    /// interpreter of patterns.
    private func alternatives(_ pattern: String) throws -> [String?] {
        var rest = Substring(pattern)
        for prefix in ["^", ".*", "\\."] where rest.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        if rest.hasSuffix("$") { rest = rest.dropLast() }
        for opening in ["(?:", "("] where rest.hasPrefix(opening) && rest.hasSuffix(")") {
            rest = rest.dropFirst(opening.count).dropLast()
        }
        let names = rest.split(separator: "|", omittingEmptySubsequences: false)
        let isPlain = names.allSatisfy { name in
            !name.isEmpty
                && name.utf8.allSatisfy { byte in
                    byte == UInt8(ascii: "_")
                        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                }
        }
        guard isPlain else {
            throw bad("the pattern \"\(pattern)\" in target_modules is not supported; list names")
        }
        return names.map { String($0) }
    }

    private func bad(_ reason: String) -> ModelError { .badAdapter(path: path, reason: reason) }
}
