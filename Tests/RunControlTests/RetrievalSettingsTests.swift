import Encoders
import Foundation
import JSONText
import Project
import Prompts
import Retrieval
import RunControl
import RunTestSupport
import TestSupport
import Testing

@Suite struct RetrievalSettingsTests {
    private func project(_ retriever: String) throws -> SmallProject {
        let project = try SmallProject()
        try project.write(
            "project.yaml", project.read("project.yaml") + "retriever: \(retriever)\n")
        return project
    }

    @Test(arguments: [
        ("{}", "bleu order 4, add-one above 1, same output left out"),
        (
            "{kind: bleu, on: query, allow_same_output: true}",
            "bleu on query, order 4, add-one above 1, same output allowed"
        ),
        ("{kind: bm25}", "bm25 on query, unicode61, k1 1.2, b 0.75, same output left out"),
        (
            "{kind: command, command: [rank, --fast]}",
            #"command ["rank","--fast"], same output left out"#
        ),
    ])
    func theProjectsRetrieverIsUsed(settings: String, text: String) throws {
        let selector = try project(settings).prepared().selector
        #expect("\(selector.name) \(selector.settingsText)" == text)
    }

    @Test func theModelsStatesAreAnEmbedding() throws {
        let folder = try project("{kind: cosine, on: output}")
        let project = try folder.load()
        let selector = try project.exampleSelector()
        #expect(selector.settingsText.hasPrefix("on output, model mean state, "))
        let all = project.training + project.heldOut
        let found = try selector.matches(for: all, in: project.bank, count: 5)
        for (record, matches) in zip(all, found) {
            #expect(matches.count == 5)
            let scores = matches.compactMap(\.score)
            #expect(scores == scores.sorted(by: >))
            #expect(scores.allSatisfy { $0 > -1.000_001 && $0 < 1.000_001 })
            #expect(!matches.contains { project.bank[$0.position].id == record.id })
        }
        // Another record's examples are others.
        #expect(Set(found.map { $0.map(\.position) }).count > all.count / 2)
        // A text that the model knows the direction of is nearest to itself.
        var twin = project.training[3]
        twin.id = "new"
        twin.query += "!"
        twin.output += " "
        let near = try ExampleSelector(selector.retriever, allowsSameOutput: true).matches(
            for: [twin], in: project.bank, count: 1)
        #expect(near[0].map(\.position) == [3])
        withExtendedLifetime(folder) {}
    }

    @Test func aPlanWithACommandShowsItsExamples() throws {
        let project = try project("{kind: command, command: [sh, rank.sh]}")
        try project.write(
            "rank.sh",
            #"""
            awk -F'"' 'NR == 1 { next }
                NR == 4 { third = $4 }
                NR > 25 { print "{\"id\":\"" $4 "\",\"examples\":[\"" third "\"]}" }'
            """#)
        let prepared = try project.prepared()
        let plan = try prepared.plan(project.load().file.schedule.schedule)
        let first = try plan.rendered(record: 0, stage: 0).joinedText
        #expect(first.contains(project.training[2].output))
        // The record that the program names has no example but itself, which it must not have.
        let own = try plan.rendered(record: 2, stage: 0).joinedText
        #expect(own.ranges(of: project.training[2].query).count == 1)
        #expect(!own.contains(project.training[2].output))
    }

    @Test func aFailingCommandStopsThePlan() throws {
        let project = try project("{kind: command, command: [sh, -c, 'echo broken >&2; exit 2']}")
        let error = #expect(throws: RetrievalError.self) {
            try project.prepared().plan(project.load().file.schedule.schedule)
        }
        #expect(
            error?.description == """
                The retriever's command ended with status 2. sh -c echo broken >&2; exit 2. It \
                wrote:
                broken
                Run it by hand to see why.
                """)
    }

    @Test func rankingsAreKeptInTheHistory() throws {
        let project = try project("{kind: bm25}")
        let schedule = try project.load().file.schedule.schedule
        let store = try project.openStore()
        let before = try project.prepared(store).plan(schedule)
        let selector = try project.prepared().selector
        let key = RankingKey(
            records: before.input.records, bank: before.input.bank, selector: selector, count: 2)
        let cache = try #require(before.input.rankingCache)
        let kept = try #require(try cache.ranking(for: key))
        #expect(kept.count == project.training.count)
        #expect(kept.allSatisfy { $0.count == 2 })
        // A ranking that only the history can have shows that it is read.
        let other = kept.indices.map { [($0 + 5) % 24, ($0 + 6) % 24] }
        try cache.store(other, for: key)
        let after = try project.prepared(try project.openStore()).plan(schedule)
        let text = try after.rendered(record: 0, stage: 0).joinedText
        #expect(text.contains(project.training[5].output))
        #expect(text.contains(project.training[6].output))
    }

    @Test func anEncodersFolderIsAnEmbedding() throws {
        let folder = SharedFixtures.projectRoot.appending(
            path: "Tests/EncodersTests/Resources/bert")
        let project = try project("{kind: cosine, embedder: \(folder.path)}").load()
        let selector = try project.exampleSelector()
        #expect(selector.settingsText.contains("bert"))
        let matches = try selector.matches(
            for: project.training, in: project.training, count: 3)
        #expect(matches.count == project.training.count)
        for (index, found) in matches.enumerated() {
            #expect(found.count == 3)
            #expect(!found.contains { $0.position == index })
            let scores = found.compactMap(\.score)
            #expect(scores.count == 3 && scores == scores.sorted(by: >))
        }
    }

    /// Read when the first text comes: a folder that is no encoder is told by name then.
    @Test func aFolderThatIsNoEncoderIsRefusedByName() throws {
        let folder = try project("{kind: cosine, embedder: model}")
        let project = try folder.load()
        var settings = project.file.retriever
        settings.embedder = .encoder(folder.url.path)
        let selector = try project.exampleSelector(settings)
        #expect(throws: EncoderError.self) {
            try selector.matches(
                for: Array(project.training.prefix(1)), in: project.training, count: 1)
        }
        withExtendedLifetime(folder) {}
    }
}
