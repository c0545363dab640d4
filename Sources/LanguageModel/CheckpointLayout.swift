import Safetensors

/// Finds a model's tensors in a checkpoint, in the layouts that its families are stored in.
///
/// | here | also stored as |
/// |---|---|
/// | `model.embed_tokens.weight`, where tied | `lm_head.weight` |
/// | `block_sparse_moe.gate.weight` | `mlp.gate.weight` |
/// | gate and up of every expert (I, H) | `mlp.experts.gate_up_proj` (E, 2·I, H) |
/// | down of every expert (H, I) | `mlp.experts.down_proj` (E, H, I) |
///
/// The last three are how transformers 5 holds experts in memory.
struct CheckpointLayout {
    private let shards: CheckpointShards
    private let configuration: ModelConfiguration
    private let expertPlaces: [String: ExpertPlace]

    private struct ExpertPlace {
        let layer: Int
        let module: ProjectionModule
        let expert: Int
    }

    init(shards: CheckpointShards, configuration: ModelConfiguration) {
        self.shards = shards
        self.configuration = configuration
        var places: [String: ExpertPlace] = [:]
        if let mixture = configuration.mixture {
            for layer in 0..<configuration.layerCount where mixture.isSparse(layer: layer) {
                for expert in 0..<mixture.expertCount {
                    for module in ProjectionModule.feedForward {
                        let name = DecoderParameters.expertProjection(
                            module, layer: layer, expert: expert, configuration.family)
                        places[name] = ExpertPlace(layer: layer, module: module, expert: expert)
                    }
                }
            }
        }
        expertPlaces = places
    }

    /// The stored tensor and which of its elements are asked for.
    /// - Throws: `ModelError.missingTensor`, `.wrongShape`.
    func find(
        _ name: String, shape: [Int]
    ) throws -> (found: CheckpointShards.Found, elements: Range<Int>) {
        if let found = shards.find(name) ?? otherName(name).flatMap(shards.find) {
            try check(found, shape)
            return (found, 0..<found.entry.count)
        }
        if let place = expertPlaces[name], let stacked = try stacked(place, shape) {
            return stacked
        }
        throw ModelError.missingTensor(path: shards.folder.path, tensor: name)
    }

    private func otherName(_ name: String) -> String? {
        if name == DecoderParameters.embedding, configuration.tiesEmbeddings {
            return DecoderParameters.head
        }
        let ending = ".block_sparse_moe.gate.weight"
        guard name.hasSuffix(ending) else { return nil }
        return name.dropLast(ending.count) + ".mlp.gate.weight"
    }

    private func stacked(
        _ place: ExpertPlace, _ shape: [Int]
    ) throws -> (found: CheckpointShards.Found, elements: Range<Int>)? {
        // Gate and up lie one after the other within an expert.
        let isDown = place.module == .down
        let name =
            "model.layers.\(place.layer).mlp.experts.\(isDown ? "down_proj" : "gate_up_proj")"
        guard let mixture = configuration.mixture, let found = shards.find(name) else { return nil }
        let parts = isDown ? 1 : 2
        try check(found, [mixture.expertCount, parts * shape[0], shape[1]])
        let count = shape[0] * shape[1]
        let first = (place.expert * parts + (place.module == .up ? 1 : 0)) * count
        return (found, first..<first + count)
    }

    private func check(_ found: CheckpointShards.Found, _ shape: [Int]) throws {
        guard found.entry.shape == shape else {
            throw ModelError.wrongShape(
                path: found.file.path, tensor: found.entry.name, found: found.entry.shape,
                expected: shape)
        }
    }

    // MARK: Tensors of no use

    /// Refuses a checkpoint with tensors that the configuration has no place for: they would have
    /// changed what the model computes.
    /// - Throws: `ModelError.badTensor`.
    func refuseOthers(than used: Set<String>) throws {
        for other in shards.all where !used.contains(other.entry.name) {
            let name = other.entry.name
            // Computed from config.json; older checkpoints stored it.
            if name.hasSuffix("rotary_emb.inv_freq") { continue }
            if name == DecoderParameters.head, configuration.tiesEmbeddings {
                try checkTie(other)
                continue
            }
            throw ModelError.badTensor(
                path: other.file.path, tensor: name,
                reason: "config.json describes a model without it")
        }
    }

    /// A tied head may be stored, but then it is the embedding.
    private func checkTie(_ head: CheckpointShards.Found) throws {
        guard let embedding = shards.find(DecoderParameters.embedding) else { return }
        let isSame =
            head.entry.type == embedding.entry.type && head.entry.shape == embedding.entry.shape
            && head.file.bytes(head.entry).elementsEqual(embedding.file.bytes(embedding.entry))
        guard isSame else {
            throw ModelError.badTensor(
                path: head.file.path, tensor: head.entry.name,
                reason: "it differs from the embedding, but config.json ties the two "
                    + "(tie_word_embeddings)")
        }
    }
}
