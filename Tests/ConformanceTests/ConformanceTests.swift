import Foundation
import JSONText
import Kernels
import Safetensors
import TestSupport
import Testing
import Tokenizers

@testable import Conformance

/// The reference folders pass, and a copy with one number changed does not.
@Suite(
    .enabled(if: SharedFixtures.has("fixtures/models"), Comment(rawValue: SharedFixtures.reason)))
struct ConformanceTests {
    private let folder: TemporaryFolder
    private let conformance = Conformance(compute: Compute(threadCount: 2))

    init() throws { folder = try TemporaryFolder() }

    private func kinds(_ report: ConformanceReport) -> [String] { report.checks.map(\.kind) }

    private func failures(_ report: ConformanceReport) -> [String] {
        report.checks.filter { !$0.isWithinTolerance || $0.count == 0 }.map(\.kind)
    }

    /// A copy that tests may change.
    private func copy(_ path: String) throws -> URL {
        let target = folder.url.appending(path: "copy/\(path)")
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: SharedFixtures.url("fixtures/\(path)"), to: target)
        // What is shared may be read-only, and the copy with it.
        let names = FileManager.default.enumerator(atPath: target.path)
        while let name = names?.nextObject() as? String {
            let file = target.appending(path: name).path
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
            try FileManager.default.setAttributes(
                [.posixPermissions: isFolder.boolValue ? 0o755 : 0o644], ofItemAtPath: file)
        }
        return target
    }

    /// Changes one value inside a JSON file.
    private func change(_ file: URL, _ path: [JSONPathStep], by delta: Double) throws {
        let json = try JSONValue.parse(Array(Data(contentsOf: file)))
        try Data(JSONPathStep.changed(json, path[...], by: delta).text().utf8).write(to: file)
    }

    // MARK: Models

    @Test(arguments: ["llama", "llama31", "mistral", "qwen2", "qwen3", "mixtral"])
    func modelsPass(_ name: String) throws {
        let report = try conformance.run(
            SharedFixtures.url("fixtures/models/\(name)"), output: nil)
        #expect(report.isPassed, "\(failures(report))")
        for kind in ["logits", "adapted logits", "gradients", "greedy ids"] {
            #expect(kinds(report).contains(kind))
        }
        #expect(report.checks.first { $0.kind == "losses of ten steps" }?.count == 11)
    }

    @Test func computedNumbersAreWrittenUnderTheReferencesNames() throws {
        let source = SharedFixtures.url("fixtures/models/llama")
        let output = folder.url.appending(path: "out")
        _ = try conformance.run(source, output: output)
        let computed = try SafetensorsFile(output.appending(path: "computed.safetensors"))
        let expected = try SafetensorsFile(source.appending(path: "expected.safetensors"))
        #expect(Set(computed.entries.map(\.name)) == Set(expected.entries.map(\.name)))
        let json = try JSONValue.parse(
            Array(Data(contentsOf: output.appending(path: "computed.json"))))
        let reference = try JSONValue.parse(
            Array(Data(contentsOf: source.appending(path: "expected.json"))))
        #expect(json["greedy"] == reference["greedy"])
        #expect(json["training"]?["losses"]?.arrayValue?.count == 11)
    }

    @Test func aChangedLogitIsFound() throws {
        let copy = try copy("models/llama")
        let file = copy.appending(path: "expected.safetensors")
        let entry = try #require(try SafetensorsFile(file).entry("logits.0"))
        var data = try Data(contentsOf: file)
        let range = entry.range.lowerBound + 40..<entry.range.lowerBound + 44
        let value = data[range].withUnsafeBytes { $0.loadUnaligned(as: Float.self) }
        withUnsafeBytes(of: value + 0.01) { data.replaceSubrange(range, with: $0) }
        try data.write(to: file)
        let report = try conformance.run(copy, output: nil)
        #expect(!report.isPassed)
        #expect(failures(report) == ["logits"])
    }

    @Test func aChangedWeightIsFound() throws {
        let copy = try copy("models/llama")
        let file = copy.appending(path: "model/model.safetensors")
        let entry = try #require(try SafetensorsFile(file).entry("model.norm.weight"))
        var data = try Data(contentsOf: file)
        // The highest byte of a little-endian float: another sign.
        data[entry.range.lowerBound + entry.range.count / entry.count - 1] ^= 0x80
        try data.write(to: file)
        let report = try conformance.run(copy, output: nil)
        #expect(failures(report).contains("logits") && failures(report).contains("gradients"))
    }

    @Test func aChangedLossAndAChangedTokenAreFound() throws {
        let copy = try copy("models/llama")
        let file = copy.appending(path: "expected.json")
        try change(file, [.name("training"), .name("losses"), .index(7)], by: 0.01)
        try change(file, [.name("greedy"), .name("tokens"), .index(2)], by: 1)
        #expect(
            failures(try conformance.run(copy, output: nil))
                == ["losses of ten steps", "greedy ids"])
    }

    // MARK: The trained model

    @Test func trainedModelPasses() throws {
        let report = try conformance.run(
            SharedFixtures.url("fixtures/stories260K"), output: nil)
        #expect(report.isPassed, "\(failures(report))")
        #expect(
            kinds(report) == [
                "texts", "logits", "losses", "argmax", "greedy ids", "adapted loss", "gradients",
            ])
    }

    @Test func changedGoldenNumbersOfTheTrainedModelAreFound() throws {
        let copy = try copy("stories260K")
        let file = copy.appending(path: "golden.json")
        try change(
            file, [.name("forward"), .index(0), .name("last_logits"), .index(3)], by: 0.01)
        try change(file, [.name("lora"), .name("loss_value")], by: 0.01)
        #expect(failures(try conformance.run(copy, output: nil)) == ["logits", "adapted loss"])
    }

    // MARK: Tokenizers

    #if DEBUG
        // The large ones take seconds without optimisation.
        private static let tokenizers = ["stories260K"]
    #else
        private static let tokenizers = ["gpt2", "qwen2-rebuilt", "phi-3-mini", "stories260K"]
    #endif

    @Test(arguments: tokenizers)
    func tokenizersPass(_ name: String) throws {
        let report = try conformance.run(
            SharedFixtures.url("fixtures/tokenizers/\(name)"), output: nil)
        #expect(report.isPassed, "\(failures(report))")
        #expect(report.checks.first?.count == 237)
    }

    @Test func aChangedIdIsFound() throws {
        let copy = try copy("tokenizers/stories260K")
        try FileManager.default.copyItem(
            at: SharedFixtures.url("fixtures/tokenizers/texts.json"),
            to: copy.deletingLastPathComponent().appending(path: "texts.json"))
        let file = copy.appending(path: "golden.json")
        let rows = try JSONValue.parse(Array(Data(contentsOf: file)))["rows"]?.arrayValue ?? []
        let row = try #require(rows.firstIndex { ($0["ids"]?.arrayValue?.count ?? 0) > 2 })
        try change(file, [.name("rows"), .index(row), .name("ids"), .index(1)], by: 1)
        let report = try conformance.run(copy, output: nil)
        #expect(report.checks.first { $0.kind == "ids" }?.largestDifference == 1)
        #expect(failures(report) == ["ids"])
    }

    @Test func brokenTokenizerIsRefused() {
        let refused = SharedFixtures.url("fixtures/tokenizers/refused-llama2-broken-merge")
        let error = #expect(throws: TokenizerError.self) {
            try conformance.run(refused, output: nil)
        }
        #expect(
            error?.description
                == "Merge 18918, \"   \", is not two tokens with one space between them. "
                + "\(refused.appending(path: "tokenizer.json").path). Fetch a whole "
                + "tokenizer.json; this one was damaged when it was converted.")
    }
}
