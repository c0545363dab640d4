import ArgumentParser
import Prompts

/// `--mask`.
struct MaskOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Put placeholders in the place of personal data and keys: all, or some of "
                + SensitiveKind.allCases.map(\.rawValue).joined(separator: ", ")
                + ", with commas between them. Names and postal addresses are not found.",
            valueName: "kinds"))
    var mask: String?

    /// - Throws: `ValidationError` for a kind that there is not.
    func textMask() throws -> TextMask? {
        guard let mask else { return nil }
        if mask == "all" { return TextMask() }
        let kinds = try mask.split(separator: ",").map { word in
            guard let kind = SensitiveKind(rawValue: String(word)) else {
                throw ValidationError(
                    "--mask does not know \"\(word)\". Give all, or some of "
                        + SensitiveKind.allCases.map(\.rawValue).joined(separator: ",") + ".")
            }
            return kind
        }
        guard !kinds.isEmpty else { throw ValidationError("--mask names nothing. Try: all") }
        return TextMask(kinds: Set(kinds))
    }
}
