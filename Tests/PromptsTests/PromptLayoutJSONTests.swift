import Foundation
import JSONText
import TestSupport
import Testing

@testable import Prompts

@Suite struct PromptLayoutJSONTests {
    private func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try PromptLayout(json: try JSONValue.parse(text), file: "layout.json")
            return []
        } catch PromptsError.invalidLayout(_, let mistakes) {
            return mistakes
        }
    }

    @Test func theJSONLeavesOutWhatIsEmpty() {
        let layout = PromptLayout(
            parts: [
                .init(kind: .template, role: "system", leading: "\n", text: "Be brief."),
                .init(kind: .examples, trailing: "\n\n"),
                .init(kind: .query, role: "user", text: "Q: {query}"),
            ], exampleFormat: .turns(inputRole: "user", outputRole: "assistant"))
        let parts =
            #"[{"kind":"template","role":"system","leading":"\n","text":"Be brief."},"#
            + #"{"kind":"examples","trailing":"\n\n"},"#
            + #"{"kind":"query","role":"user","text":"Q: {query}","query_piece":0}]"#
        let examples = #"{"input_role":"user","output_role":"assistant"}"#
        #expect(layout.json.text() == "{\"parts\":\(parts),\"examples\":\(examples)}")
    }

    /// Goal: no layout is changed by being written and read.
    ///
    /// Method: random layouts of all kinds.
    @Test func everyLayoutSurvivesItsFile() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            var parts = (0..<random.int(0...6)).map { _ in
                PromptLayout.Part(
                    kind: SpanKind.allCases.filter { $0 != .query }[random.int(0...4)],
                    role: random.int(0...1) == 0 ? nil : random.text(words: 0...2),
                    leading: random.text(words: 0...2), text: random.text(words: 0...9),
                    trailing: random.text(words: 0...2), queryPiece: random.int(0...2))
            }
            parts.insert(
                .init(
                    kind: .query, text: random.text(words: 0...4) + "{query}",
                    queryPiece: random.int(0...3)), at: random.int(0...parts.count))
            let format: ExampleFormat =
                random.int(0...1) == 0
                ? .turns(inputRole: "user", outputRole: random.text(words: 1...2))
                : .text(
                    format: random.text(words: 0...3) + "{input} {output}",
                    separator: random.text(words: 0...2))
            let layout = PromptLayout(parts: parts, exampleFormat: format)
            let text = layout.json.text(.indented)
            let back = try PromptLayout(json: try JSONValue.parse(text), file: "layout.json")
            #expect(back == layout)
            // Swift takes canonically equivalent texts for equal; the bytes must be the same too.
            #expect(back.json.text(.indented).utf8.elementsEqual(text.utf8))
        }
    }

    @Test(arguments: [
        ("[]", ["It is a list, not an object."]),
        ("{}", ["\"parts\" is absent, not a list."]),
        (#"{"parts": []}"#, ["\"parts\" has none of the kind \"query\"."]),
        (
            #"{"parts": [{"kind": "query", "text": "Q:"}]}"#,
            ["The format \"Q:\" has no {query}."]
        ),
        (
            #"{"parts": [7, {"text": 1, "tekst": ""}, {"kind": "querry", "query_piece": -1}]}"#,
            [
                "parts[0] is a number, not an object.",
                "parts[1].tekst is not known; known here: kind, role, leading, text, trailing, "
                    + "query_piece.",
                "parts[1] has no \"kind\".", "parts[1].text is a number, not a string.",
                "parts[2].kind is \"querry\", which is none of: template, pinned, tools, context, "
                    + "examples, query.",
                "parts[2].query_piece is not a whole number from 0 on.",
            ]
        ),
        (
            #"{"parts": [{"kind": "query", "text": "{query}"}], "examples": {"input_role": "a"}}"#,
            ["\"examples\" needs either \"format\" or both \"input_role\" and \"output_role\"."]
        ),
    ])
    func allMistakesAreToldAtOnce(text: String, expected: [String]) throws {
        #expect(try mistakes(text) == expected)
    }

    @Test func filesThatCannotBeReadAreNamed() throws {
        let folder = try TemporaryFolder()
        #expect(
            throws: PromptsError.unreadableFile(file: "layout.json", reason: "it does not exist")
        ) { try PromptLayout.load(folder.url.appending(path: "layout.json")) }
        let file = try folder.write("layout.json", "{\"parts\": ")
        let error = #expect(throws: PromptsError.self) { try PromptLayout.load(file) }
        #expect(
            error?.description.hasSuffix(
                "\nlayout.json\nCorrect the layout, or make it anew with: promptintern import")
                == true)
        #expect(error?.description.hasPrefix("It is not JSON: ") == true)
    }
}
