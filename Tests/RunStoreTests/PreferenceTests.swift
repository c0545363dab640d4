import Testing

@testable import RunStore

/// Preferences in the history.
@Suite struct PreferenceTests {
    @Test func aPreferenceIsKeptForItsJudgeAndContent() throws {
        let store = try RunStore.inMemory()
        #expect(try store.preference(hash: "h", judge: "rating") == nil)
        try store.keepPreference("first", hash: "h", judge: "rating")
        try store.keepPreference("tie", hash: "h", judge: "judge 1")
        #expect(try store.preference(hash: "h", judge: "rating") == "first")
        #expect(try store.preference(hash: "h", judge: "judge 1") == "tie")
        #expect(try store.preference(hash: "i", judge: "rating") == nil)
    }

    @Test func aLaterOneReplacesAnEarlierOne() throws {
        let store = try RunStore.inMemory()
        try store.keepPreference("first", hash: "h", judge: "rating")
        try store.keepPreferences(["h": "second", "i": "tie"], judge: "rating")
        #expect(try store.preference(hash: "h", judge: "rating") == "second")
        #expect(try store.preference(hash: "i", judge: "rating") == "tie")
    }

    @Test func aForgottenOneIsGone() throws {
        let store = try RunStore.inMemory()
        try store.keepPreferences(["h": "first", "i": "tie"], judge: "rating")
        try store.forgetPreference(hash: "h", judge: "rating")
        #expect(try store.preference(hash: "h", judge: "rating") == nil)
        #expect(try store.preference(hash: "i", judge: "rating") == "tie")
    }

    @Test func preferencesOutliveTheRunThatTheyWereMadeFor() throws {
        let store = try RunStore.inMemory()
        let run = try store.createRun(Samples.run())
        try store.keepPreference("first", hash: "h", judge: "rating")
        try RunRecorder(store: store, runID: run.id).close(status: .finished)
        _ = try store.deleteRun(run.id)
        #expect(try store.preference(hash: "h", judge: "rating") == "first")
    }
}
