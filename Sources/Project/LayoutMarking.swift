import Foundation
import Prompts

/// Says for all records of a project what a part of their prompt is: in the layout, and as a
/// correction that the next import applies.
package struct LayoutMarking: Sendable {
    private let folder: URL
    private let data: ProjectFile.DataFiles

    package init(folder: URL, data: ProjectFile.DataFiles) {
        self.folder = folder
        self.data = data
    }

    /// Writes both files, the correction first: an import then makes the layout that is missing.
    /// - Parameters:
    ///   - text: The part as a prompt shows it, with the white space around it.
    ///   - occurrence: Which of the prompt's parts of that kind.
    ///   - old: What it is now.
    ///   - kind: What it is to be.
    /// - Throws: `MarkingError`, and what reading and writing the files throws.
    package func mark(
        _ text: String, occurrence: Int, from old: SpanKind, as kind: SpanKind
    ) throws {
        guard let path = data.layout else { throw MarkingError.noLayout(folder: folder.path) }
        let file = ProjectPaths.resolve(path, in: folder)
        let layout = try PromptLayout.load(file)
        let fixed = layout.parts.indices.filter {
            layout.parts[$0].kind == old && layout.parts[$0].text.contains { !$0.isWhitespace }
        }
        // A chat template adds to texts, and a stage shortens them: then it is not the part alone.
        guard
            let index = ([fixed.dropFirst(occurrence).first] + fixed.map { $0 }).lazy
                .compactMap({ $0 }).first(where: { text.contains(layout.parts[$0].text) })
        else { throw MarkingError.partNotFound(file: path) }
        let part = layout.parts[index]
        guard let marked = layout.marking(index, as: kind) else {
            throw MarkingError.differsByRecord(
                kind: kind, text: part.text, folder: folder.path)
        }
        var corrections = try CorrectionsFile.load(folder: folder) ?? CorrectionsFile()
        let correction = Correction(.kind(kind), .text(part.text), role: part.role)
        let earlier = corrections.corrections.list.last {
            $0.selection == correction.selection && $0.role == correction.role
                && $0.group == nil && $0.record == nil && $0.content == nil
        }
        if let earlier { try corrections.remove(earlier.number) }
        try corrections.add(correction)
        try corrections.save(folder: folder)
        do {
            try AtomicFile.write(marked.fileText, to: file)
        } catch {
            throw ProjectError.cannotWrite(path: file.path, reason: error.localizedDescription)
        }
    }
}

/// Why a part cannot be marked.
package enum MarkingError: Error, Equatable, CustomStringConvertible {
    /// project.yaml describes the prompt by itself.
    case noLayout(folder: String)
    case partNotFound(file: String)
    /// The layout holds what is the same in all records, and no more.
    case differsByRecord(kind: SpanKind, text: String, folder: String)

    /// What happened, where, and what to do.
    package var description: String {
        switch self {
        case .noLayout(let folder):
            "The prompt's parts stand in project.yaml, which has one template only. \(folder): left "
                + "as it is. Say it with promptintern correct add, and import the log again with "
                + "--update."
        case .partNotFound(let file):
            "The part is not in the layout as it is shown. \(file): left as it is. Choose it in a "
                + "stage with tau 1, or edit the layout."
        case .differsByRecord(let kind, let text, let folder):
            "A layout cannot make this part \(kind.rawValue): it stands beside no query of its "
                + "role. \"\(text.prefix(40))\" in \(folder): left as it is. Say it with "
                + "promptintern correct add, and import the log again with --update."
        }
    }
}
