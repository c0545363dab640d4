import Foundation
import Judging
import LanguageModel
import Project
import Prompts
import RunControl
import RunStore

/// Looks at a project as far as one can without training.
package struct ProjectExamination: Sendable {
    /// The project's folder.
    package let folder: URL
    /// Nil where the system does not tell.
    private let availableMemoryBytes: Int?

    /// An examination; nothing is read yet.
    package init(folder: URL, availableMemoryBytes: Int?) {
        self.folder = folder.standardizedFileURL
        self.availableMemoryBytes = availableMemoryBytes
    }

    /// The project's file as far as it can be read, whatever it names.
    package var file: ProjectFile? {
        let text = try? ProjectFile.readableText(in: folder)
        return text.flatMap { try? ProjectFile.parse($0) }
    }

    /// Settings, data, model, weights and the longest prompt, as far as one rests on the other.
    package var checks: [DoctorCheck] {
        var checks = [settingsCheck]
        // A model that is missing is no reason to keep silent about the data.
        guard let file else { return checks }
        checks.append(dataCheck(file))
        checks += measureChecks(file)
        let model = Result { try ModelFolder(ProjectPaths.resolve(file.model.path, in: folder)) }
        checks += modelChecks(model, file)
        guard !checks.contains(where: { $0.status == .error }) else { return checks }
        do {
            let planned = try Planned(folder)
            checks += [warningsCheck(planned), lengthCheck(planned)]
            if !checks.contains(where: { $0.status == .error }) {
                checks.append(memoryCheck(planned))
            }
        } catch {
            checks.append(DoctorCheck("prompts", .error, "\(error)"))
        }
        return checks
    }

    // MARK: Settings and data

    private var settingsCheck: DoctorCheck {
        do {
            let file = try ProjectFile.load(folder: folder)
            return DoctorCheck("project", .ok, "\(file.name): \(ProjectFile.fileName) is valid")
        } catch {
            guard case .invalid(let problems) = error else {
                return DoctorCheck("project", .error, "\(error)")
            }
            return DoctorCheck(
                "project", .error, error.description,
                advice: "Correct \(problems.count == 1 ? "this line" : "these lines").")
        }
    }

    private func dataCheck(_ file: ProjectFile) -> DoctorCheck {
        let data = file.data
        let paths = [data.train, data.validation, data.test].compactMap { $0 }
        let urls = paths.map { ProjectPaths.resolve($0, in: folder) }
        do {
            if let layout = data.layout {
                _ = try PromptLayout.load(ProjectPaths.resolve(layout, in: folder))
            }
            let records = try RecordReader().read(urls).records
            let byFile = Dictionary(
                zip(urls.map(\.lastPathComponent), DataSplit.splits(data)),
                uniquingKeysWith: { first, _ in first })
            let counts = DataSplit.allCases.map { split in
                records.count { ($0.split ?? byFile[$0.source.file] ?? .train) == split }
            }
            let finding =
                "\(counts[0]) training, \(counts[1]) validation, \(counts[2]) test records"
            if counts[0] == 0 {
                return DoctorCheck(
                    "data", .error, finding, advice: "Add records to \(urls[0].path).")
            }
            if counts[1] + counts[2] == 0 {
                return DoctorCheck(
                    "data", .warning, finding,
                    advice: "Set data.validation or data.test, so that results can be measured.")
            }
            return DoctorCheck("data", .ok, finding)
        } catch {
            return DoctorCheck("data", .error, "\(error)")
        }
    }

    // MARK: Files of measures

    /// The files that a run is measured with, where the project names them and they are there.
    ///
    /// One that is missing is told of with the settings.
    private func measureChecks(_ file: ProjectFile) -> [DoctorCheck] {
        func check(
            _ topic: String, _ path: String?, _ finding: (URL) throws -> String
        ) -> DoctorCheck? {
            guard let path else { return nil }
            let url = ProjectPaths.resolve(path, in: folder)
            guard FileManager.default.fileExists(atPath: url.path) else { return nil }
            do {
                return DoctorCheck(topic, .ok, try finding(url))
            } catch {
                return DoctorCheck(topic, .error, "\(error)")
            }
        }
        return [
            check("probes", file.evaluation.probes) { url in
                let probes = try RuleProbe.load(url)
                return "\(Count.text(probes.count, "rule")) to try"
            },
            check("off task", file.evaluation.offTask) { url in
                let queries = try OffTaskReader().read(url)
                let withOutput = queries.count { $0.output != nil }
                return "\(queries.count) queries, \(withOutput) with an output"
            },
        ].compactMap { $0 }
    }

    // MARK: Model

    private func modelChecks(
        _ model: Result<ModelFolder, any Error>, _ file: ProjectFile
    ) -> [DoctorCheck] {
        switch model {
        case .failure(let error): [DoctorCheck("model", .error, "\(error)")]
        case .success(let model): [modelCheck(model), weightsCheck(model, file)]
        }
    }

    private func modelCheck(_ model: ModelFolder) -> DoctorCheck {
        DoctorCheck(
            "model", .ok,
            "\(model.url.lastPathComponent): \(model.configuration.layerCount) layers, context "
                + "\(model.configuration.contextLength), tokenizer of "
                + "\(model.tokenizer.vocabularySize) tokens fits")
    }

    private func weightsCheck(_ model: ModelFolder, _ file: ProjectFile) -> DoctorCheck {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: model.url.path)) ?? []
        guard names.contains(where: { $0.hasSuffix(".safetensors") }) else {
            return DoctorCheck(
                "weights", .error, "\(model.url.path) has no *.safetensors",
                advice: "Put the model's weights there.")
        }
        return DoctorCheck(
            "weights", .ok,
            "\(Self.millions(model.parameterCount)) parameters, held as "
                + EngineStorage(file.training).name)
    }

    private static func millions(_ count: Int) -> String {
        String(format: "%.1f million", Double(count) / 1e6)
    }

    // MARK: Prompts

    /// A project with all its stages, as far as they can be made.
    private struct Planned {
        let project: LoadedProject
        let prepared: PreparedProject
        let plan: StagePlan

        init(_ folder: URL) throws {
            project = try LoadedProject.load(folder: folder)
            // A history that is there has a cache, which spares what a compressor did before.
            let history = project.paths.history
            let store =
                FileManager.default.fileExists(atPath: history.path)
                ? try RunStore.open(history) : nil
            prepared = try PreparedProject(project, store: store)
            plan = try prepared.draft(project.file.schedule.schedule)
        }
    }

    /// What the guide calls pitfalls.
    private func warningsCheck(_ planned: Planned) -> DoctorCheck {
        let warnings = planned.project.warnings(of: planned.plan)
        guard !warnings.isEmpty else { return DoctorCheck("schedule", .ok, "nothing doubtful") }
        return DoctorCheck("schedule", .warning, warnings.joined(separator: "\n"))
    }

    /// Renders all prompts of all stages, as a training would.
    private func lengthCheck(_ planned: Planned) -> DoctorCheck {
        let problems = planned.plan.stages.compactMap { stage in
            stage.problem.map { "stage \(stage.index): \($0.text)" }
        }
        guard problems.isEmpty else {
            return DoctorCheck("prompts", .error, problems.joined(separator: "\n"))
        }
        do {
            let longest = try LongestPrompt(planned.prepared, planned.plan)
            let limit = planned.prepared.model.configuration.contextLength
            let finding =
                "the longest, of record \"\(longest.record.id)\", has \(longest.tokenCount) of "
                + "\(limit) tokens with its answer"
            guard longest.tokenCount <= limit else {
                return DoctorCheck(
                    "prompts", .error, finding,
                    advice: "Shorten the template, use fewer examples, or take the record out "
                        + "(\(longest.record.source)).")
            }
            return DoctorCheck("prompts", .ok, finding)
        } catch {
            return DoctorCheck("prompts", .error, "\(error)")
        }
    }

    // MARK: Memory

    /// What training the project takes, against what the machine has.
    private func memoryCheck(_ planned: Planned) -> DoctorCheck {
        do {
            let prepared = planned.prepared
            let memory = RunMemory(
                prepared, storage: prepared.storage,
                batches: try RunBatches(prepared, planned.plan))
            do {
                try memory.check(available: availableMemoryBytes)
            } catch RunControlError.notEnoughMemory(let shortage) {
                return DoctorCheck(
                    "run memory", .error, shortage.finding, advice: shortage.advice)
            }
            return DoctorCheck(
                "run memory", .ok,
                memory.text(layerCount: prepared.model.configuration.layerCount))
        } catch {
            return DoctorCheck("run memory", .error, "\(error)")
        }
    }
}

extension DataSplit {
    /// The splits of a project's files in the order that they are read.
    fileprivate static func splits(_ data: ProjectFile.DataFiles) -> [DataSplit] {
        [.train] + (data.validation == nil ? [] : [.validation]) + (data.test == nil ? [] : [.test])
    }
}

extension ProjectFile {
    /// The text of a folder's project file, where it is UTF-8.
    fileprivate static func readableText(in folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: fileName), encoding: .utf8)
    }
}
