import Testing

@testable import Project

@Suite struct ProjectEditorRemovalTests {
    private let text = """
        # Mine.
        data:
          train: a.jsonl
          # The instructions.
          template:
            text: |
              Be brief.

              Never lie.
          format:
            query: "Q: {query}"
            output: " {output}"
        training: {seed: 3}

        """

    @Test func aKeyGoesWithItsLinesAndTheRestStays() throws {
        var editor = try ProjectEditor(text: text)
        try editor.remove(["data", "template"])
        try editor.remove(["data", "format", "query"])
        try editor.remove(["data", "pinned"])
        #expect(
            editor.text == """
                # Mine.
                data:
                  train: a.jsonl
                  # The instructions.
                  format:
                    output: " {output}"
                training: {seed: 3}

                """)
        #expect(editor.project.data.template == nil)
        #expect(editor.project.data.format.output == " {output}")
        try editor.remove(["data", "format", "output"])
        #expect(editor.project.data.format == .init())
    }

    @Test func aKeyInBracesIsLeftThere() throws {
        var editor = try ProjectEditor(text: text)
        #expect(throws: ProjectError.cannotEdit(path: "project.yaml", key: "training.seed")) {
            try editor.remove(["training", "seed"])
        }
        #expect(editor.text == text)
    }
}
