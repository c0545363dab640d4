import Foundation
import Judging
import Project
import Prompts

/// What a project is measured with beside its records.
extension LoadedProject {
    /// The rules that answers must keep; nil where the project names none.
    /// - Throws: `PromptsError.unreadableFile`, and `JudgingError.invalidProbes` with all mistakes.
    package func ruleProbes() throws -> [RuleProbe]? {
        guard let path = file.evaluation.probes else { return nil }
        return try RuleProbe.load(ProjectPaths.resolve(path, in: folder))
    }

    /// Queries off the task; nil where the project names none.
    /// - Throws: As `OffTaskReader.read`.
    package func offTaskQueries(skipsInvalid: Bool = false) throws -> [OffTaskQuery]? {
        guard let path = file.evaluation.offTask else { return nil }
        return try OffTaskReader(skipsInvalid: skipsInvalid).read(
            ProjectPaths.resolve(path, in: folder))
    }

    /// Held-out records that share the project's template.
    var recordsOfTemplate: [PromptRecord] { judged.records.filter { $0.template == nil } }

    /// The template's sections, each with the texts that stand in the places of the template's parts
    /// where it alone is shown.
    var templateSections: [(section: TemplateSection, texts: [String])] {
        let parts = layout.templateTexts()
        return parts.indices.flatMap { part in
            TemplateSection.sections(of: parts[part])
                .filter { !$0.text.allSatisfy(\.isWhitespace) }
                .map { section in
                    var texts = [String](repeating: "", count: parts.count)
                    texts[part] = section.text
                    // The layout puts its own space behind a part.
                    while texts[part].last?.isNewline == true { texts[part].removeLast() }
                    return (section, texts)
                }
        }
    }
}

extension RuleProbe {
    /// The probes of a JSON lines file.
    /// - Throws: `PromptsError.unreadableFile`, `JudgingError.invalidProbes`.
    package static func load(_ url: URL) throws -> [RuleProbe] {
        let file = url.lastPathComponent
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            let exists = FileManager.default.fileExists(atPath: url.path)
            throw PromptsError.unreadableFile(
                file: file, reason: exists ? error.localizedDescription : "it does not exist")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw PromptsError.unreadableFile(file: file, reason: "it is not UTF-8 text")
        }
        return try read(text, file: file)
    }
}
