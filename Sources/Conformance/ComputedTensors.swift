import Foundation
import Kernels
import LanguageModel
import Safetensors

/// Tensors under the reference's names.
struct ComputedTensors {
    private var tensors: [(name: String, shape: [Int], values: [Float])] = []
    private let size: Int

    /// - Parameter size: of the vocabulary.
    init(size: Int) { self.size = size }

    /// Logits at every position of every record, each computed alone.
    mutating func addLogits(_ name: String, _ model: Transformer, _ records: [TokenSequence]) {
        for (index, record) in records.enumerated() {
            var forest = SegmentForest()
            _ = forest.append(record.tokens, under: nil)
            let logits = model.logits(forest, rows: Array(0..<record.tokens.count))
            tensors.append(("\(name).\(index)", [record.tokens.count, size], logits))
        }
    }

    mutating func addGradients(_ gradients: FloatBuffer, of parameters: ParameterSet) {
        for entry in parameters.entries {
            let values = UnsafeBufferPointer(
                start: gradients.pointer + entry.offset, count: entry.count)
            tensors.append(("grad.\(entry.name)", entry.shape, Array(values)))
        }
    }

    func compare(with file: SafetensorsFile, into report: inout ConformanceReport) throws {
        var logits = LargestDifference()
        var adapted = LargestDifference()
        var gradients = LargestDifference()
        for tensor in tensors {
            let expected = try file.floats(tensor.name)
            guard expected.count == tensor.values.count else {
                throw ConformanceError.unreadable(
                    path: file.path, reason: "\(tensor.name) has another shape")
            }
            if tensor.name.hasPrefix("grad.") {
                let norm = expected.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                for (found, wanted) in zip(tensor.values, expected) {
                    gradients.add(Double(found), Double(wanted), limit: 1e-3 * norm)
                }
            } else {
                for (found, wanted) in zip(tensor.values, expected) {
                    let limit = 1e-4 + 1e-4 * abs(Double(wanted))
                    if tensor.name.hasPrefix("adapted") {
                        adapted.add(Double(found), Double(wanted), limit: limit)
                    } else {
                        logits.add(Double(found), Double(wanted), limit: limit)
                    }
                }
            }
        }
        let missing = file.entries.count { entry in !tensors.contains { $0.name == entry.name } }
        report.addEquality("tensors covered", unequal: missing, of: file.entries.count)
        report.checks.append(logits.check("logits", "1e-4 absolute + 1e-4 relative"))
        report.checks.append(adapted.check("adapted logits", "1e-4 absolute + 1e-4 relative"))
        report.checks.append(gradients.check("gradients", "1e-3 of the tensor's norm"))
    }

    func write(to file: URL) throws {
        // Owned copies, so that the pointers stay valid while the file is written.
        let buffers = tensors.map { FloatBuffer(copying: $0.values) }
        defer { withExtendedLifetime(buffers) {} }
        try SafetensorsWriter().write(
            zip(tensors, buffers).map {
                .init(name: $0.name, shape: $0.shape, values: $1.values)
            }, to: file)
    }
}
