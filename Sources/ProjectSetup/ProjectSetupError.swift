import Prompts

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
    /// A project cannot be found again among several templates without a name.
    case unnamedTemplates(file: String, count: Int)
    /// The project has corrections, and others were given.
    case correctionsExist(path: String)
    case noCorrectionsFile(path: String)
    case pinnedBesideLayout(folder: String)
    /// No record of a split that the project has is in the log.
    case splitGone(split: DataSplit, name: String, folder: String)
    case noFolder(path: String)
    /// There is nothing to take apart, and so nothing to correct.
    case recordsAreNoLog(file: String)
    /// With the id of the log's first record, as a hint.
    case noSuchRecord(id: String, file: String, first: String?)
    /// Corrections say of all text that it is something else; templates are counted from 1.
    case noQueryLeft(template: Int, file: String)
    /// Corrections leave nothing to train on.
    case allLeftOut(file: String)

    /// What happened, where, and what to do.
    package var description: String {
        switch self {
        case .projectExists(let path):
            "There is a project already. \(path): left as it is. Choose another folder, or pass "
                + "--force to replace this one file."
        case .filesExist(let folder, let names):
            "The folder already holds \(names.joined(separator: ", ")). \(folder): left as it is. "
                + "Choose another folder, move these files away, or pass --update to fill a project "
                + "of this log anew."
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
        case .unnamedTemplates(let file, let count):
            "The log has \(count) templates, and which of them belongs to which project is told by "
                + "names only. \(file). Name each with: promptintern correct add FOLDER --is group "
                + "--name NAME --holds TEXT"
        case .correctionsExist(let path):
            "The project has corrections of its own. \(path): left as it is. Leave out "
                + "--corrections, or move that file away."
        case .noCorrectionsFile(let path):
            "There is no such file with corrections. \(path). Check the path, or make one with: "
                + "promptintern correct add"
        case .pinnedBesideLayout(let folder):
            "The prompt needs a layout file now, beside which data.pinned of project.yaml cannot "
                + "stand. \(folder): left as it is. Remove data.pinned and say it as a correction: "
                + "promptintern correct add FOLDER --is pinned --text TEXT"
        case .splitGone(let split, let name, let folder):
            "The log gives no \(split.rawValue) records, which the project keeps in \(name). "
                + "\(folder): left as it is. Import a log that has them, or remove "
                + "data.\(split.rawValue) from project.yaml."
        case .recordsAreNoLog(let file):
            "The file holds records with a query and an output already, to which corrections and "
                + "--update do not apply. \(file). Put it in the place of the project's own file, or "
                + "import it without these options into another folder."
        case .noFolder(let path):
            "There is no such folder. \(path). Check the path, or make the project first: "
                + "promptintern import LOG --output FOLDER"
        case .noSuchRecord(let id, let file, let first):
            "The log has no record \"\(id)\". \(file). Ids are "
                + (first.map { "the file's name and the line, such as \($0)." } ?? "not there: "
                    + "the log has no records.")
        case .noQueryLeft(let template, let file):
            "The corrections leave no query in template \(template): nothing would be asked. "
                + "\(file). Look at a record with promptintern correct check, and say which text is "
                + "the query."
        case .allLeftOut(let file):
            "The corrections leave out all prompts. \(file). Look at them with: promptintern correct "
                + "list"
        case .sharesLeaveNoTraining(let validation, let test):
            "--validation \(validation) and --test \(test) leave no training "
                + "records. Give two shares from 0 on whose sum is below 1."
        }
    }
}
