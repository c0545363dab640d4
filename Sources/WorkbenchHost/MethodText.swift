import Project
import Workbench

/// What a project does with its prompts, in a few words each.
enum MethodText {
    static func values(_ file: ProjectFile) -> [NamedValue] {
        [
            NamedValue("template by", file.compressor.kind.rawValue),
            NamedValue("examples by", examples(file.retriever)),
            NamedValue("judged by", file.evaluation.metric.rawValue),
        ] + losses(file.training)
    }

    private static func examples(_ retriever: ProjectFile.Retriever) -> String {
        let bank: String? =
            switch retriever.bank {
            case .share(1): nil
            case .share(let share): "\((share * 1_000).rounded() / 10) % of the records"
            case .count(let count): "\(count) records"
            }
        let text = retriever.comparedText == .query ? "queries" : "outputs"
        let twins = retriever.allowSameOutput ? "same answers too" : nil
        return
            (["\(retriever.kind.rawValue) on \(text)", bank, twins]
            .compactMap(\.self)).joined(separator: ", ")
    }

    private static func losses(_ training: ProjectFile.Training) -> [NamedValue] {
        var values: [NamedValue] = []
        if training.distillation.weight > 0 {
            values.append(NamedValue("distillation", "\(training.distillation.weight)"))
        }
        if training.promptGeneration.weight > 0 {
            values.append(NamedValue("prompt generation", "\(training.promptGeneration.weight)"))
        }
        if training.patience > 0 {
            values.append(NamedValue("patience", "\(training.patience) evaluations"))
        }
        if training.keep == .best {
            values.append(NamedValue("keeps the best by", training.bestBy.rawValue))
        }
        return values
    }
}
