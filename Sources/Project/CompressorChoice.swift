/// What shortens templates, with its options.
package enum CompressorChoice: Sendable, Equatable {
    case rules
    case selfInformation(SelfInformation)
    case llmlingua2(LLMLingua2)
    case summary(Summary)
    case attribution(Attribution)
    case command(Command)
    case hand(HandFiles)

    /// The compressors there are, as the file names them.
    package enum Kind: String, Sendable, CaseIterable {
        case rules
        case selfInformation = "self-information"
        case llmlingua2, summary, attribution, command, hand
    }

    package var kind: Kind {
        switch self {
        case .rules: .rules
        case .selfInformation: .selfInformation
        case .llmlingua2: .llmlingua2
        case .summary: .summary
        case .attribution: .attribution
        case .command: .command
        case .hand: .hand
        }
    }

    /// A compressor without options of its own; nil where it needs some.
    package init?(_ kind: Kind) {
        switch kind {
        case .rules: self = .rules
        case .selfInformation: self = .selfInformation(SelfInformation())
        case .summary: self = .summary(Summary())
        case .attribution: self = .attribution(Attribution())
        case .command, .llmlingua2: return nil
        case .hand: self = .hand(.pattern(Self.defaultHandPattern))
        }
    }

    /// Where texts made by hand are looked for unless the file says it.
    package static let defaultHandPattern = "template.{tau}.txt"

    /// Tokens that the local model finds probable are dropped (LLMLingua, LongLLMLingua).
    package struct SelfInformation: Sendable, Equatable {
        /// Training queries that tell what matters; 0 asks none.
        package var questions = 0
        /// Picks the queries.
        package var seed = 1
        /// Texts that are kept.
        package var force: [String] = []
        package var keepDigits = true
        package var keepNames = true
        package var keepLineBreaks = true
        /// Whether a segment is scored behind what is kept of the text before it, as LLMLingua does,
        /// instead of behind all of it.
        package var isIterative = false
        /// Tokens of such a segment.
        package var segmentTokens = 200

        package init() {}
    }

    /// Words that a token classifier gives up are dropped (LLMLingua-2).
    package struct LLMLingua2: Sendable, Equatable {
        /// Hugging Face folder of the classifier, absolute or relative to the project's.
        package var model: String
        /// Texts that are kept before all else.
        package var forceTokens: [String] = []
        package var forceReserveDigit = false
        package var dropConsecutive = false

        package init(model: String) { self.model = model }
    }

    /// A model writes the template anew.
    package struct Summary: Sendable, Equatable {
        /// Nil lets the project's own model write.
        package var endpoint: Endpoint?
        /// How often it is asked for a shorter text.
        package var attempts = 3

        package init() {}
    }

    /// An OpenAI-compatible API.
    package struct Endpoint: Sendable, Equatable {
        /// The base, before "/chat/completions".
        package var url: String
        package var model: String
        /// Names the environment variable of the key; nil sends none.
        package var keyVariable: String?
        package var timeoutSeconds = 120.0

        package init(url: String, model: String, keyVariable: String? = nil) {
            self.url = url
            self.model = model
            self.keyVariable = keyVariable
        }
    }

    /// Sections that validation does not miss are dropped.
    package struct Attribution: Sendable, Equatable {
        /// Validation records on which losses are measured; 0 is all.
        package var records = 32
        /// Picks the records.
        package var seed = 1

        package init() {}
    }

    /// A program of the user's.
    package struct Command: Sendable, Equatable {
        /// The program and its arguments.
        package var arguments: [String]
        package var timeoutSeconds = 60.0

        package init(arguments: [String]) { self.arguments = arguments }
    }

    /// Texts written by hand, absolute or relative to the project's folder.
    package enum HandFiles: Sendable, Equatable {
        /// A path whose name holds "{tau}", and "{part}" where there are several template parts.
        case pattern(String)
        /// Rates with their files, falling.
        case list([HandFile])
    }

    /// A file for one rate.
    package struct HandFile: Sendable, Equatable {
        package var rate: Double
        package var path: String

        package init(rate: Double, path: String) {
            self.rate = rate
            self.path = path
        }
    }
}
