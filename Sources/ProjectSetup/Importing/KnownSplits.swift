import Foundation
import Project
import Prompts

/// Which records a project trains on and which it holds out, so that an import of more lines moves
/// none of them to the other side.
struct KnownSplits {
    private var byOutput: [String: DataSplit] = [:]
    private var byQuery: [String: DataSplit] = [:]
    /// Of each record of the project.
    private var outputs: [String] = []

    /// Reads the records of a project's files; lines that are none are left out.
    init(_ data: ProjectFile.DataFiles, folder: URL) throws {
        let files: [(String?, DataSplit)] = [
            (data.train, .train), (data.validation, .validation), (data.test, .test),
        ]
        for case (let path?, let split) in files {
            let url = ProjectPaths.resolve(path, in: folder)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            for record in try RecordReader(skipsInvalid: true).read(url).records {
                outputs.append(RecordSplitter.normalised(record.output))
                // Twins on both sides came so; training is where one more does no harm.
                for (key, table) in [
                    (record.output, \KnownSplits.byOutput), (record.query, \.byQuery),
                ] as [(String, WritableKeyPath<KnownSplits, [String: DataSplit]>)] {
                    let key = RecordSplitter.normalised(key)
                    if self[keyPath: table][key] == nil { self[keyPath: table][key] = split }
                }
            }
        }
    }

    /// A correction may have changed a record's query: its output tells it then.
    func apply(to records: inout [PromptRecord]) {
        for index in records.indices where records[index].split == nil {
            records[index].split =
                byQuery[RecordSplitter.normalised(records[index].query)]
                ?? byOutput[RecordSplitter.normalised(records[index].output)]
        }
    }

    /// Records of the project whose answers are not among those of the given.
    func goneCount(_ records: [PromptRecord]) -> Int {
        let known = Set(records.map { RecordSplitter.normalised($0.output) })
        return outputs.count { !known.contains($0) }
    }
}
