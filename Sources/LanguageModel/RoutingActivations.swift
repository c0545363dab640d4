import Foundation
import Kernels

/// How the rows of a sparse layer were routed, and what its experts answered.
///
/// Each choice of an expert has a slot; the slots of one expert lie together and are padded.
struct RoutingActivations {
    let mixture: MixtureConfiguration
    let slotCount: Int
    /// Softmax of the router's logits, (rows, experts).
    let probabilities: UnsafeMutablePointer<Float>
    /// (rows, experts a token): the chosen experts, best first, their weights and their slots.
    let experts: UnsafeMutablePointer<Int32>
    let weights: UnsafeMutablePointer<Float>
    let slots: UnsafeMutablePointer<Int32>
    /// The row of each slot, -1 for padding.
    let rowOfSlot: UnsafeMutablePointer<Int32>
    /// The experts' answers before weighting, (slots, hidden), floats.
    let answers: Matrix

    init(rows: Int, _ mixture: MixtureConfiguration, shape: LayerShape, arena: Arena) {
        self.mixture = mixture
        let choices = rows * mixture.expertsPerToken
        slotCount = shape.choices(rows)
        func integers(_ count: Int) -> UnsafeMutablePointer<Int32> {
            arena.takeBytes(count * 4).bindMemory(to: Int32.self, capacity: count)
        }
        probabilities = arena.take(rows * mixture.expertCount)
        experts = integers(choices)
        slots = integers(choices)
        rowOfSlot = integers(slotCount)
        weights = arena.take(choices)
        answers = arena.takeMatrix(rows: slotCount, width: shape.hidden, .float32)
    }

    /// Turns a row's logits, which stand in `probabilities`, into its choice.
    func choose(row: Int) {
        let line = probabilities + row * mixture.expertCount
        let count = mixture.expertCount
        var largest = line[0]
        for expert in 1..<max(count, 1) { largest = max(largest, line[expert]) }
        var sum: Float = 0
        for expert in 0..<count {
            line[expert] = exp(line[expert] - largest)
            sum += line[expert]
        }
        for expert in 0..<count { line[expert] /= sum }
        let chosen = experts + row * mixture.expertsPerToken
        let weight = weights + row * mixture.expertsPerToken
        var total: Float = 0
        for place in 0..<mixture.expertsPerToken {
            var best = -1
            for expert in 0..<count {
                // The first of equals wins, as in the reference.
                let isTaken = (0..<place).contains { chosen[$0] == Int32(expert) }
                if !isTaken, best < 0 || line[expert] > line[best] { best = expert }
            }
            chosen[place] = Int32(best)
            weight[place] = line[best]
            total += line[best]
        }
        guard mixture.normalisesChoice else { return }
        for place in 0..<mixture.expertsPerToken { weight[place] /= total }
    }

    /// Gives every choice its slot.
    /// - Returns: the slots of each expert, padding included.
    func assignSlots(rows: Int) -> [Range<Int>] {
        let perToken = mixture.expertsPerToken
        var counts = [Int](repeating: 0, count: mixture.expertCount)
        for choice in 0..<rows * perToken { counts[Int(experts[choice])] += 1 }
        var ranges: [Range<Int>] = []
        var start = 0
        for count in counts {
            let end = start + RowBlocks.padded(count)
            ranges.append(start..<end)
            start = end
        }
        rowOfSlot.update(repeating: -1, count: slotCount)
        var next = ranges.map(\.lowerBound)
        for choice in 0..<rows * perToken {
            let expert = Int(experts[choice])
            slots[choice] = Int32(next[expert])
            rowOfSlot[next[expert]] = Int32(choice / perToken)
            next[expert] += 1
        }
        return ranges
    }

    /// The gradient of a row's router logits from that of its weights.
    ///
    /// - Parameters:
    ///   - row: whose choice was made before.
    ///   - weightGradients: (experts a token).
    ///   - logitGradients: (experts), set.
    func backward(
        row: Int, weightGradients: [Float], logitGradients: UnsafeMutablePointer<Float>
    ) {
        let count = mixture.expertCount
        let line = probabilities + row * count
        let chosen = experts + row * mixture.expertsPerToken
        let weight = weights + row * mixture.expertsPerToken
        logitGradients.update(repeating: 0, count: count)
        var total: Float = 0
        var mean: Float = 0
        for place in 0..<mixture.expertsPerToken {
            total += line[Int(chosen[place])]
            mean += weight[place] * weightGradients[place]
        }
        // First to the probabilities of the chosen, then through the softmax over all.
        var inner: Float = 0
        for place in 0..<mixture.expertsPerToken {
            let expert = Int(chosen[place])
            let gradient =
                mixture.normalisesChoice
                ? (weightGradients[place] - mean) / total : weightGradients[place]
            logitGradients[expert] = gradient
            inner += line[expert] * gradient
        }
        for expert in 0..<count {
            logitGradients[expert] = line[expert] * (logitGradients[expert] - inner)
        }
    }
}

extension MixtureConfiguration {
    /// Whether the weights of a token's experts add up to one.
    ///
    /// A softmax over the chosen logits alone is the softmax over all, scaled to add up to one.
    var normalisesChoice: Bool { routing == .softmaxOverTop || normalisesTopProbabilities }
}
