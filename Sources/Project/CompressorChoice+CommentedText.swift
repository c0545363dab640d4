extension CompressorChoice {
    /// The section as `promptintern init` writes it.
    ///
    /// Read back it gives the same choice.
    var commentedText: String {
        ([Self.introduction, "  kind: \(kind.rawValue)"] + lines.map { "  \($0)" })
            .joined(separator: "\n")
    }

    private static let introduction = """
        compressor:
          # What shortens the template: rules (whole lines and sentences of little value go),
          # self-information (tokens that the model would guess go), llmlingua2 (words that a
          # classifier gives up go), summary (a model writes it shorter), attribution (sections that
          # validation does not miss go), command (a program of yours) or hand (files of yours).
          # Try them: promptintern compress --diff
        """

    private var lines: [String] {
        switch self {
        case .rules: []
        case .selfInformation(let settings): settings.lines
        case .llmlingua2(let settings):
            [
                "# Folder of an LLMLingua-2 token classifier (BERT, RoBERTa or XLM-R).",
                "model: \(text(settings.model))",
                "# Texts that it keeps before all else; words with digits too; of several forced",
                "# texts in a row only the first.",
                "force_tokens: \(list(settings.forceTokens))",
                "force_reserve_digit: \(settings.forceReserveDigit)",
                "drop_consecutive: \(settings.dropConsecutive)",
            ]
        case .summary(let settings): settings.lines
        case .attribution(let settings):
            [
                "# Validation records on which it measures what a section is worth (0: all).",
                "records: \(settings.records)", "seed: \(settings.seed)",
            ]
        case .command(let settings):
            [
                "# Gets the template on standard input, and how much to keep in PROMPTINTERN_TAU",
                "# and PROMPTINTERN_TOKENS ({tau} and {tokens} in arguments); writes it shorter to",
                "# standard output.",
                "command: \(list(settings.arguments))",
                "timeout_seconds: \(settings.timeoutSeconds)",
            ]
        case .hand(let files): files.lines
        }
    }
}

extension CompressorChoice.SelfInformation {
    fileprivate var lines: [String] {
        [
            "# Training queries that tell it what matters (0: none), and what picks them.",
            "questions: \(questions)", "seed: \(seed)",
            "# Texts, and kinds of text, that it keeps before all else.",
            "force: \(list(force))", "keep_digits: \(keepDigits)", "keep_names: \(keepNames)",
            "keep_line_breaks: \(keepLineBreaks)",
            "# Whether segments of so many tokens are scored behind what is kept of those before.",
            "iterative: \(isIterative)", "segment_tokens: \(segmentTokens)",
        ]
    }
}

extension CompressorChoice.Summary {
    fileprivate var lines: [String] {
        let asked = [
            "# How often it is asked to be shorter before rules cut what is too long.",
            "attempts: \(attempts)",
        ]
        guard let endpoint else {
            return asked + [
                "# An OpenAI-compatible API in place of the project's model, and the environment",
                "# variable that holds its key.",
                "# endpoint: https://api.openai.com/v1", "# model: gpt-4.1-mini",
                "# key_variable: OPENAI_API_KEY",
            ]
        }
        return asked + [
            "# An OpenAI-compatible API, and the environment variable that holds its key.",
            "endpoint: \(text(endpoint.url))", "model: \(text(endpoint.model))",
            endpoint.keyVariable.map { "key_variable: \(text($0))" }
                ?? "# key_variable: OPENAI_API_KEY",
            "timeout_seconds: \(endpoint.timeoutSeconds)",
        ]
    }
}

extension CompressorChoice.HandFiles {
    fileprivate var lines: [String] {
        switch self {
        case .pattern(let pattern):
            [
                "# A file for each tau below 1: {tau} stands for 0.67, 0.33 and so on, {part} for",
                "# the number of the template part where there are several.",
                "files: \(text(pattern))",
            ]
        case .list(let files):
            ["# A file for each tau below 1.", "files:"]
                + files.map { "  \($0.rate): \(text($0.path))" }
        }
    }
}

private func text(_ value: String) -> String { YAMLScalar.text(value).yaml }

private func list(_ values: [String]) -> String {
    "[\(values.map(text).joined(separator: ", "))]"
}
