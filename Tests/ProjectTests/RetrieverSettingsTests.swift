import Project
import Prompts
import TestSupport
import Testing

@Suite struct RetrieverSettingsTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try ProjectFile.parse(text)
            return []
        } catch .invalid(let problems) {
            return problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func everyKindHasItsUsualText() throws {
        for (kind, text) in [
            ("bleu", ComparedText.output), ("bm25", .query), ("cosine", .query),
        ] {
            let usual = try ProjectFile.parse("retriever: {kind: \(kind)}").retriever
            #expect(usual.kind.rawValue == kind)
            #expect(usual.on == nil)
            #expect(usual.comparedText == text)
            let other: ComparedText = text == .query ? .output : .query
            let set = try ProjectFile.parse("retriever: {kind: \(kind), on: \(other)}").retriever
            #expect(set.comparedText == other)
        }
        #expect(try ProjectFile.parse("").retriever == ProjectFile.Retriever())
    }

    @Test func everySettingSurvivesTheTemplate() throws {
        var project = ProjectFile()
        project.retriever.on = .query
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
        project.retriever.kind = .bm25
        project.retriever.on = .output
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
        project.retriever.kind = .cosine
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
        project.retriever.embedder = .encoder("encoders/mini: lm")
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
        project.retriever = ProjectFile.Retriever()
        project.retriever.kind = .command
        project.retriever.command = ["python3", "rank.py", "--like", "a: \"b\"", ""]
        project.retriever.timeoutSeconds = 12.5
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
    }

    @Test(arguments: [
        (
            "retriever: {kind: bleau}",
            #"project.yaml:1:19: retriever.kind is "bleau", which is not known. "#
                + #"Did you mean "bleu"? Allowed: bleu, bm25, cosine, command."#
        ),
        (
            "retriever: {kind: bm25, on: outputs}",
            #"project.yaml:1:29: retriever.on is "outputs", which is not known. "#
                + #"Did you mean "output"? Allowed: query, output."#
        ),
        (
            "retriever: {kind: command, command: [x], on: query}",
            "project.yaml:1:46: retriever.on has no meaning for the kind command. "
                + "Remove it, or set retriever.kind to one of bleu, bm25, cosine."
        ),
        (
            "retriever: {embedder: model}",
            "project.yaml:1:23: retriever.embedder has no meaning for the kind bleu. "
                + "Remove it, or set retriever.kind to cosine."
        ),
        (
            "retriever: {kind: bm25, command: [rank]}",
            "project.yaml:1:34: retriever.command has no meaning for the kind bm25. "
                + "Remove it, or set retriever.kind to command."
        ),
        (
            "retriever: {timeout_seconds: 5}",
            "project.yaml:1:30: retriever.timeout_seconds has no meaning for the kind bleu. "
                + "Remove it, or set retriever.kind to command."
        ),
        (
            "retriever: {kind: command}",
            "project.yaml:1:19: retriever.kind is command, but retriever.command names no program. "
                + "Write it as [PROGRAM, ARGUMENT, ...]."
        ),
        (
            "retriever: {kind: command, command: rank.py}",
            #"project.yaml:1:37: retriever.command is "rank.py", not a list. "#
                + "Write it as [A, B], or as lines that begin with a dash."
        ),
        (
            "retriever: {kind: command, command: [x], timeout_seconds: 0}",
            "project.yaml:1:59: retriever.timeout_seconds is 0.0, outside 0.1 to 86400.0. "
                + "Give a number of that range."
        ),
        (
            "retriever: {commnd: [x]}",
            #"project.yaml:1:13: retriever.commnd is not a setting. Did you mean "command"?"#
        ),
    ])
    func mistakesAreNamed(text: String, problem: String) {
        #expect(problems(text).contains(problem), "\(problems(text))")
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let folder = try TemporaryFolder()
        let text = "retriever: {kind: cosine, embedder: encoders/mini}"
        #expect(throws: ProjectError.self) {
            try ProjectFile.parse(text, checkingFilesIn: folder.url)
        }
        #expect(
            (try ProjectFile.parse(text)).retriever.embedder == .encoder("encoders/mini"))
    }
}
