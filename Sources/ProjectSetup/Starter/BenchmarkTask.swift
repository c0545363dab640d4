import Project
import Prompts

/// The three benchmarks of the PromptIntern paper as projects: instructions, prompt format,
/// schedule, metric.
///
/// The instructions are ours, of the paper's kind. The data are the user's: records with `query` and
/// `output`, for MBPP with the tests in `meta.asserts`.
package enum BenchmarkTask: String, Sendable, CaseIterable {
    /// English to one-line Bash (Lin and others 2018); corpus BLEU.
    case nl2bash
    /// English and three assertions to Python (Austin and others 2021); pass@1.
    case mbpp
    /// A question over a table to a spreadsheet formula (Zhao and others 2024); exact match.
    case nl2formula

    /// Files that a folder of data may have, and the setting that each is for.
    static let dataNames = ["train.jsonl", "validation.jsonl", "test.jsonl"]

    /// Its settings, without name, model and data.
    var settings: ProjectFile {
        var file = ProjectFile()
        file.data.template = .file("template.txt")
        file.schedule.stages = stages
        file.training.batchSize = 16
        file.evaluation.records = 200
        switch self {
        case .nl2bash:
            file.data.format.query = "Request: {query}\nCommand:"
            file.data.format.example = "Request: {input}\nCommand: {output}"
            file.evaluation.metric = .bleu
            file.evaluation.bleuTokenizer = .v13a
        case .mbpp:
            file.data.format.query = "Task: {query}\nCode:\n"
            file.data.format.output = "{output}\n\(Self.codeEnd)"
            file.data.format.example = "Task: {input}\nCode:\n{output}\n\(Self.codeEnd)"
            file.evaluation.metric = .passAtOne
            file.evaluation.maxNewTokens = 512
            file.evaluation.stop = [Self.codeEnd]
        case .nl2formula:
            file.data.format.query = "{query}\nFormula:"
            file.data.format.example = "{input}\nFormula: {output}"
            file.evaluation.metric = .exactMatch
        }
        return file
    }

    /// Ends an answer of several lines.
    private static let codeEnd = "[END]"

    /// Ten examples first, none in the end, as the paper has them; fewer where they are whole
    /// tables or programs.
    private var stages: [StageSetting] {
        let shots = self == .nl2bash ? [10, 5, 2, 0] : [3, 2, 1, 0]
        return zip([1, 0.6, 0.3, 0], shots).map {
            StageSetting(compressionRate: $0, shots: $1, epochs: 1)
        }
    }

    /// What a record needs beside query and output; nil for nothing.
    var neededMeta: String? { self == .mbpp ? "asserts" : nil }

    /// The instructions of the full prompt.
    var template: String {
        switch self {
        case .nl2bash:
            """
            # Task
            You turn a request in English into one line of Bash that does exactly what it asks.

            # Rules
            - Answer with the command alone, on one line: no prompt sign, no explanation, no fence.
            - Use the tools of a usual Linux system: find, grep, sed, awk, sort, uniq, cut, xargs,
              tar, ssh, rsync, mount, crontab and the shell's own builtins.
            - Keep file names, patterns, numbers and times as the request spells them. Quote what
              the shell would expand otherwise: 'single quotes' for patterns and programs,
              "double quotes" around variables.
            - Where the request names no folder, search the current one: `.`
            - Prefer one command, or one pipeline; do not write loops where find or xargs will do.
            - Never delete or overwrite more than the request says.

            # Useful forms
            - Find by name, kind, size or age: find . -type f -name '*.log' -size +1M -mtime -7
            - Do something with each: find . -name '*.tmp' -exec rm {} \\; or ... -print0 | xargs -0
            - Search in files: grep -rn 'pattern' folder; only the names: grep -rl
            - Change text: sed 's/old/new/g' file; in place: sed -i
            - Columns: awk '{print $1}' file; cut -d',' -f2 file
            - Count and rank: sort | uniq -c | sort -rn | head

            """
        case .mbpp:
            """
            # Task
            You are an expert Python programmer. Write a function that does what the task says and
            passes the tests that follow it.

            # Rules
            - Answer with Python 3 code alone: no explanation, no fence, no tests of your own.
            - Name the function as the tests call it, with arguments in the tests' order.
            - Return the result; print nothing and read nothing.
            - Import what you use, from the standard library only.
            - Handle the cases that the tests show: empty lists, negative numbers, ties, types.
            - Return what the tests compare with: a list where they show a list, a tuple where they
              show a tuple.
            - Write the helper classes that the tests use, such as Pair, where they do not exist.
            - Finish with a line that says \(Self.codeEnd)

            """
        case .nl2formula:
            """
            # Task
            You turn a question about a table into one spreadsheet formula that computes the answer.

            # Rules
            - Answer with the formula alone.
            - The table's first row holds the headers. Columns are A, B, C and so on from the left,
              and the first row of data is row 2.
            - Refer to cells and ranges of the table, never to values that you have looked up: the
              formula must stay right when the table changes.
            - Texts stand in double quotes, as the table spells them.
            - Functions: SUM, AVERAGE, COUNT, COUNTA, COUNTIF, COUNTIFS, SUMIF, SUMIFS, MAX, MIN,
              INDEX, MATCH, FILTER, SORT, UNIQUE, IF, AND, OR, ABS, ROUND.
            - A row that fulfils a condition is found with MATCH and shown with INDEX.
            - The most and the least: MAX and MIN inside MATCH, with 0 as its last argument.
            - Differences and sums of two cells are written with - and +.

            """
        }
    }
}
