import Foundation
import JSONText
import Prompts
import RunStore
import Safetensors

/// What tells the prompt that a run was trained on from another one, by hashes: the prompt itself
/// may be nobody else's business.
///
/// It travels with the adapter, so that whoever serves it can be warned when the prompt has changed
/// since: what was taught is the old one.
package struct TrainedPrompt: Sendable, Equatable {
    /// SHA-256 of the template's parts and of the tools.
    package let templateHash: String
    /// Of everything that production still sends: the query's format and what is pinned.
    package let queryHash: String

    /// Beside the adapter's own files.
    package static let fileName = "trained_prompt.json"

    package init(_ project: LoadedProject) {
        func hash(_ parts: [PromptLayout.Part]) -> String {
            var layout = project.layout
            layout.parts = parts
            return SHA256.hex(layout.json.text())
        }
        let taken: Set<SpanKind> = [.template, .tools, .examples]
        templateHash = hash(project.layout.parts.filter { [.template, .tools].contains($0.kind) })
        queryHash = hash(project.layout.parts.filter { !taken.contains($0.kind) })
    }

    private init?(_ json: JSONValue?) {
        guard let template = json?["template_sha256"]?.stringValue,
            let query = json?["query_sha256"]?.stringValue
        else { return nil }
        (templateHash, queryHash) = (template, query)
    }

    /// Of a stored run; nil for one from before this was recorded.
    package init?(of run: RunRecord) {
        self.init((try? JSONValue.parse(run.configJSON))?["prompt"])
    }

    /// Of an adapter's folder; nil where it was not trained here.
    package init?(adapter: URL) {
        guard
            let data = FileManager.default.contents(
                atPath: adapter.appending(path: Self.fileName).path),
            let json = try? JSONValue.parse(Array(data))
        else { return nil }
        self.init(json)
    }

    package var json: JSONValue {
        ["template_sha256": .string(templateHash), "query_sha256": .string(queryHash)]
    }

    /// - Throws: What writing throws.
    func write(to adapter: URL) throws {
        try AtomicFile.write(
            Data((json.text(.indented) + "\n").utf8), to: adapter.appending(path: Self.fileName))
    }

    /// What has changed since the training, as a sentence; nil where nothing has.
    package func drift(to project: LoadedProject) -> String? {
        let now = TrainedPrompt(project)
        let isQuerySame = now.queryHash == queryHash
        guard now.templateHash != templateHash || !isQuerySame else { return nil }
        guard isQuerySame else {
            return "The query's format or what is pinned around it differs from what this adapter "
                + "was trained on: production must send the query as it was taught. Train again, "
                + "or take the change back."
        }
        return "The template differs from the one that this adapter was trained on: asked with the "
            + "query alone, it still follows the old one. Train again to teach the new one."
    }
}
