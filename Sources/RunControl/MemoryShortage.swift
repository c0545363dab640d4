import Foundation

/// By how much a run is too large, and what makes it so.
package struct MemoryShortage: Error, Equatable, CustomStringConvertible {
    /// The stage that needs the most.
    package var stage: Int
    package var needed: Int
    package var available: Int
    package var weights: Int
    package var step: Int
    package var rows: Int
    package var batchSize: Int
    package var hasNativeBase: Bool
    package var activationBudget: Int

    /// What is needed, and of what.
    package var finding: String {
        "Stage \(stage) needs about \(ByteText.text(needed)) of memory, but only "
            + "\(ByteText.text(available)) is available: the base takes "
            + "\(ByteText.text(weights)), a step \(ByteText.text(step)) (\(rows) tokens in a batch "
            + "of \(batchSize))."
    }

    /// What to do.
    package var advice: String {
        var ways = ["shorten the template"]
        if batchSize > 1 { ways.append("lower training.batch_size (now \(batchSize))") }
        if hasNativeBase { ways.append("set training.base to int8") }
        ways.append(
            "lower training.activation_memory_gb (now "
                + String(format: "%.2f", Double(activationBudget) / 1e9) + ")")
        let text = ways.joined(separator: ", ")
        return text.prefix(1).uppercased() + text.dropFirst() + ", or close other programs."
    }

    package var description: String {
        "\(finding) \(advice) \"promptintern train --ignore-memory\" starts regardless."
    }
}
