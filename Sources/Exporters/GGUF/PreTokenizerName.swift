import JSONText

/// llama.cpp's names for the ways in which byte-level tokenizers cut a text.
///
/// The format has no place for a regular expression, only for a name that llama.cpp knows.
enum PreTokenizerName {
    /// A pre-tokenizer of llama.cpp.
    struct Known: Equatable {
        let name: String
        /// Whether llama.cpp takes a piece that is a token as it is, whatever the merges say.
        var ignoresMerges = false
    }

    /// The name for a file's stages; nil where llama.cpp has none that cuts alike.
    static func find(_ stages: [JSONValue], ignoresMerges: Bool) -> Known? {
        let signature = stages.compactMap(describe)
        let candidates = known.filter { $0.stages == signature }.map(\.known)
        // Some differ in nothing but what they do with merges.
        return candidates.first { $0.ignoresMerges == ignoresMerges } ?? candidates.first
    }

    /// The stages in words, for a message.
    static func words(_ stages: [JSONValue]) -> String {
        stages.compactMap(describe).map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// What a stage cuts at; nil for one that only writes bytes as characters.
    private static func describe(_ stage: JSONValue) -> String? {
        switch TokenizerFileStages.type(stage) {
        case "ByteLevel":
            return stage["use_regex"]?.boolValue == false ? nil : "ByteLevel"
        case "Digits":
            return stage["individual_digits"]?.boolValue == true ? "Digit" : "Digits"
        case "Split":
            let pattern = stage["pattern"]?["Regex"]?.stringValue ?? stage["pattern"]?.text() ?? ""
            let behavior = stage["behavior"]?.stringValue ?? ""
            let isInverted = stage["invert"]?.boolValue == true
            // Dropping what lies between matches is no cut of another kind where a pattern that
            // matches every text leaves nothing between them.
            let isPlain =
                (behavior, isInverted) == ("Isolated", false)
                || (behavior, isInverted) == ("Removed", true)
            return isPlain ? pattern : "\(pattern) (\(behavior)\(isInverted ? ", inverted" : ""))"
        case let type: return type
        }
    }

    // MARK: Patterns

    private static let contractions = [
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)",
        "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])",
    ]
    private static let spaces = #"\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// Each way of cutting in the spellings that files have.
    private static let known: [(stages: [String], known: Known)] = {
        var list: [(stages: [String], known: Known)] = [
            (["ByteLevel"], Known(name: "gpt-2")),
            (["Digit", "ByteLevel"], Known(name: "smollm")),
            ([#"\p{N}"#, "ByteLevel"], Known(name: "smollm")),
        ]
        let words = #"[^\r\n\p{L}\p{N}]?\p{L}+"#
        let rest = #" ?[^\s\p{L}\p{N}]+[\r\n]*|"# + spaces
        for start in contractions {
            let llama3 = "\(start)|\(words)|\\p{N}{1,3}|\(rest)"
            list.append(([llama3], Known(name: "llama-bpe", ignoresMerges: true)))
            list.append(([llama3], Known(name: "dbrx")))
            list.append((["\(start)|\(words)|\\p{N}|\(rest)"], Known(name: "qwen2")))
            let marks = #"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|"#
            list.append((["\(start)|\(marks)\(spaces)"], Known(name: "qwen35")))
        }
        let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
        let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
        let before = #"[^\r\n\p{L}\p{N}]?"#
        let end = #" ?[^\s\p{L}\p{N}]+[\r\n/]*|"# + spaces
        list.append(
            (
                ["\(before)\(upper)*\(lower)+|\(before)\(upper)+\(lower)*|\\p{N}|\(end)"],
                Known(name: "tekken", ignoresMerges: true)
            ))
        for start in contractions {
            let pattern =
                "\(before)\(upper)*\(lower)+\(start)?|\(before)\(upper)+\(lower)*\(start)?"
                + "|\\p{N}{1,3}|\(end)"
            list.append(([pattern], Known(name: "gpt-4o")))
        }
        return list
    }()
}
