import ArgumentParser
import Prompts

/// `--between` and `--answer`, for logs that are plain text.
struct PlainTextOptions: ParsableArguments {
    // Such lines often begin with dashes.
    @Option(
        parsing: .unconditional,
        help: "For plain text: the line between one prompt with its answer and the next.")
    var between: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "For plain text: what a prompt ends with, such as \"Answer:\"; the answer follows."))
    var answer: String?

    func validate() throws {
        guard (between == nil) == (answer == nil) else {
            throw ValidationError("--between and --answer belong together: plain text needs both.")
        }
        if between?.isEmpty == true || answer?.isEmpty == true {
            throw ValidationError("--between and --answer need a text.")
        }
    }

    /// Nil for JSON lines.
    var rules: PlainTextRules? {
        guard let between, let answer else { return nil }
        return PlainTextRules(between: between, answer: answer)
    }
}
