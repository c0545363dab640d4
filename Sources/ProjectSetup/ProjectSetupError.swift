/// Why a project folder cannot be made.
package enum ProjectSetupError: Error, Equatable, CustomStringConvertible {
    /// The folder has a project.yaml of its own.
    case projectExists(path: String)
    /// Files that the new project needs stand there already.
    case filesExist(folder: String, names: [String])
    case noBenchmarkData(folder: String)
    case benchmarkFieldMissing(field: String, record: String, place: String)
    case cannotWrite(path: String, reason: String)
    /// Nothing recurs in a log's prompts.
    case noTemplate(file: String, promptCount: Int)
    /// Counted from 1.
    case noSuchTemplate(number: Int, count: Int, file: String)
    /// All records of a file are held out by the splits that they bring along.
    case noTrainingRecords(file: String)
    case sharesLeaveNoTraining(validation: Double, test: Double)

    /// What happened, where, and what to do.
    package var description: String {
        switch self {
        case .projectExists(let path):
            "There is a project already. \(path): left as it is. Choose another folder, or pass "
                + "--force to replace this one file."
        case .filesExist(let folder, let names):
            "The folder already holds \(names.joined(separator: ", ")). \(folder): left as it is. "
                + "Choose another folder, or move these files away."
        case .noBenchmarkData(let folder):
            "The folder has no train.jsonl. \(folder). Put the benchmark's records there: JSON lines "
                + "with query and output."
        case .benchmarkFieldMissing(let field, let record, let place):
            "Record \"\(record)\" (\(place)) has no \(field), which the benchmark is judged by. Add "
                + "it to every record."
        case .cannotWrite(let path, let reason):
            "The file cannot be written (\(reason)). \(path). Check the permissions of its folder "
                + "and the space on the disk."
        case .noTemplate(let file, let promptCount):
            "\(promptCount == 1 ? "The one prompt shares" : "The \(promptCount) prompts share") no "
                + "template, so there is nothing to train into a model. \(file). Import a log "
                + "whose prompts begin with the same instructions, or write records with a "
                + "\"template\"."
        case .noSuchTemplate(let number, let count, let file):
            "There is no template \(number): the log has \(count). \(file). Pass --template with "
                + "a number from 1 to \(count)."
        case .noTrainingRecords(let file):
            "No record is left to train on: all are held out by their \"split\", or follow a "
                + "record with the same output or query that is. \(file). Mark some with "
                + "\"split\": \"train\"."
        case .sharesLeaveNoTraining(let validation, let test):
            "--validation \(validation) and --test \(test) leave no training "
                + "records. Give two shares from 0 on whose sum is below 1."
        }
    }
}
