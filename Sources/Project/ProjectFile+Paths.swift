import Foundation

extension ProjectFile {
    /// The same settings with every path absolute, so that they hold from any folder.
    ///
    /// Commands stay as they are: what they start with may be a program of the shell's path.
    /// - Parameter folder: Of the project.
    /// - Returns: Settings that name the same files.
    package func withAbsolutePaths(in folder: URL) -> ProjectFile {
        func absolute(_ path: String) -> String {
            ProjectPaths.resolve(path, in: folder.absoluteURL).path
        }
        var file = self
        file.model.path = absolute(model.path)
        file.data.train = absolute(data.train)
        file.data.validation = data.validation.map(absolute)
        file.data.test = data.test.map(absolute)
        file.data.layout = data.layout.map(absolute)
        if case .file(let path) = data.template { file.data.template = .file(absolute(path)) }
        if case .file(let path) = data.chatTemplate {
            file.data.chatTemplate = .file(absolute(path))
        }
        file.evaluation.probes = evaluation.probes.map(absolute)
        file.evaluation.offTask = evaluation.offTask.map(absolute)
        if case .encoder(let path) = retriever.embedder {
            file.retriever.embedder = .encoder(absolute(path))
        }
        switch compressor {
        case .llmlingua2(var settings):
            settings.model = absolute(settings.model)
            file.compressor = .llmlingua2(settings)
        case .hand(.pattern(let pattern)):
            file.compressor = .hand(.pattern(absolute(pattern)))
        case .hand(.list(let list)):
            file.compressor = .hand(
                .list(
                    list.map { entry in
                        var entry = entry
                        entry.path = absolute(entry.path)
                        return entry
                    }))
        default: break
        }
        return file
    }
}
