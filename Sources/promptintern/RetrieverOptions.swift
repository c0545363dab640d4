import ArgumentParser
import Project
import Prompts
import RunControl

/// `--retriever` and `--on`, in place of the project's own.
struct RetrieverOptions: ParsableArguments {
    @Option(help: "bleu, bm25, cosine or command, instead of the project's retriever.")
    var retriever: ProjectFile.Retriever.Kind?

    @Option(help: "Compare query or output, instead of what is usual for the retriever.")
    var on: ComparedText?

    func validate() throws {
        if on != nil, retriever == .command {
            throw ValidationError("--on has no meaning for a command: leave it out.")
        }
    }

    /// The project's settings with what was asked for instead.
    ///
    /// Bank and twins stay the project's; what belongs to another kind goes.
    func settings(_ project: LoadedProject) throws -> ProjectFile.Retriever {
        var settings = project.file.retriever
        if let retriever, retriever != settings.kind {
            settings.kind = retriever
            settings.on = nil
        }
        if let on {
            guard settings.kind != .command else {
                throw ValidationError("--on has no meaning for a command: leave it out.")
            }
            settings.on = on
        }
        return settings
    }
}

extension ProjectFile.Retriever.Kind: ExpressibleByArgument {}
extension ComparedText: ExpressibleByArgument {}
