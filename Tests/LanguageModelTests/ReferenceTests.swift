import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors
import Testing

/// A tiny model with Llama 3.1's frequencies, grouped heads and an adapter, against numbers that
/// Resources/make_tiny_llama.py computed in double precision.
@Suite struct ReferenceTests {
    private let folder: URL
    private let model: Transformer
    private let adapter: LoRAAdapter
    private let expected: SafetensorsFile
    private let json: JSONValue
    private let records: [TokenSequence]

    init() throws {
        folder = Bundle.module.bundleURL.appending(path: "Resources/tiny-llama")
        let configuration = try ModelConfiguration(file: folder.appending(path: "config.json"))
        model = Transformer(
            configuration: configuration,
            parameters: try DecoderParameters.load(configuration, from: folder),
            compute: Compute(threadCount: 2))
        adapter = try PEFTAdapterFile.read(folder.appending(path: "adapter"), for: configuration)
        expected = try SafetensorsFile(folder.appending(path: "expected.safetensors"))
        json = try JSONValue.parse(
            Array(Data(contentsOf: folder.appending(path: "expected.json"))))
        records = (json["records"]?.arrayValue ?? []).map { record in
            func ids(_ name: String) -> [Int32] {
                (record[name]?.arrayValue ?? []).compactMap { $0.intValue.map { Int32($0) } }
            }
            return TokenSequence(
                tokens: ids("prompt") + ids("answer"), promptCount: ids("prompt").count)
        }
    }

    @Test(arguments: ["logits", "adapted_logits"])
    func logitsAreThoseOfTheReference(_ kind: String) throws {
        model.adapter = kind == "logits" ? nil : adapter
        #expect(records.count == 3)
        for (index, record) in records.enumerated() {
            var forest = SegmentForest()
            _ = forest.append(record.tokens, under: nil)
            let found = model.logits(forest, rows: Array(record.tokens.indices))
            let wanted = try expected.floats("\(kind).\(index)")
            #expect(found.count == wanted.count)
            for (a, b) in zip(found, wanted) { #expect(abs(a - b) <= 1e-4 + 1e-4 * abs(b)) }
        }
    }

    @Test(arguments: ["losses", "adapted_losses"])
    func lossesAreThoseOfTheReference(_ kind: String) throws {
        model.adapter = kind == "losses" ? nil : adapter
        let wanted = (json[kind]?.arrayValue ?? []).compactMap(\.doubleValue)
        let alone = records.flatMap { model.losses(SegmentForest([$0])) }
        #expect(alone.count == wanted.count && wanted.count == 9)
        for (a, b) in zip(alone, wanted) { #expect(abs(Double(a) - b) <= 1e-4 * b + 1e-6) }
        let shared = model.losses(SegmentForest(records)).sorted()
        for (a, b) in zip(shared, wanted.sorted()) {
            #expect(abs(Double(a) - b) <= 1e-4 * b + 1e-6)
        }
    }

    @Test func gradientsAreThoseOfTheReference() throws {
        model.adapter = adapter
        let forest = SegmentForest(records)
        // The first two records share their beginning.
        #expect(forest.segments.count == 4)
        let base = try #require(model.parameters)
        let target = GradientTarget(
            base: base.makeCompanion(), adapter: adapter.parameters.makeCompanion())
        _ = model.accumulateGradients(forest, scale: 1 / Float(forest.labels.count), into: target)
        let blocks = [
            (try #require(target.base), base),
            (try #require(target.adapter), adapter.parameters),
        ]
        var count = 0
        for (block, parameters) in blocks {
            for entry in parameters.entries {
                let wanted = try expected.floats("grad.\(entry.name)")
                #expect(relativeDifference(slice(block, entry), wanted) < 1e-4, "\(entry.name)")
                count += 1
            }
        }
        #expect(count == expected.entries.count { $0.name.hasPrefix("grad.") })
    }
}
