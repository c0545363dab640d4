#if !DEBUG
    import Foundation
    import RunControl
    import RunTestSupport
    import Testing

    /// The hash of the prompt travels with the adapter, and a changed prompt is warned of.
    @Suite struct TrainedPromptTests {
        @Test func aChangedPromptIsWarnedOf() throws {
            let project = try SmallProject()
            let store = try project.openStore()
            let run = try project.train(store).session.run
            let loaded = try project.load()
            let ofRun = try #require(TrainedPrompt(of: run))
            let folder = RunFolder(run, in: loaded).adapter
            #expect(TrainedPrompt(adapter: folder) == ofRun)
            #expect(TrainedPrompt(adapter: folder.deletingLastPathComponent()) == nil)
            #expect(ofRun.drift(to: loaded) == nil)

            let template = project.url.appending(path: "template.txt")
            let text = try String(contentsOf: template, encoding: .utf8)
            try (text + "\n- One more rule.").write(
                to: template, atomically: true, encoding: .utf8)
            let drift = try #require(ofRun.drift(to: try project.load()))
            #expect(drift.hasPrefix("The template differs from the one"))

            try text.write(to: template, atomically: true, encoding: .utf8)
            #expect(ofRun.drift(to: try project.load()) == nil)
            try project.replace(
                in: "project.yaml", "data:\n", with: "data:\n  pinned: [\"Today is Monday.\"]\n")
            let other = try #require(ofRun.drift(to: try project.load()))
            #expect(other.hasPrefix("The query's format or what is pinned"))
        }
    }
#endif
