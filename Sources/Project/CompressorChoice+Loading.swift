import Yams

extension CompressorChoice {
    /// The settings that each kind has besides `kind`.
    private static let settings: [(kind: Kind, keys: [String])] = [
        (
            .selfInformation,
            [
                "questions", "seed", "force", "keep_digits", "keep_names", "keep_line_breaks",
                "iterative", "segment_tokens",
            ]
        ),
        (.llmlingua2, ["model", "force_tokens", "force_reserve_digit", "drop_consecutive"]),
        (.summary, ["endpoint", "model", "key_variable", "timeout_seconds", "attempts"]),
        (.attribution, ["records", "seed"]),
        (.command, ["command", "timeout_seconds"]),
        (.hand, ["files"]),
    ]

    /// Files and folders that it names may be missing: that is told by the stages that need them.
    init(_ section: YAMLSection) {
        let kind = section.word("kind", Kind.rules)
        Self.refuseForeign(section, kind)
        switch kind {
        case .rules: self = .rules
        case .selfInformation: self = .selfInformation(SelfInformation(section))
        case .llmlingua2: self = .llmlingua2(LLMLingua2(section))
        case .summary: self = .summary(Summary(section))
        case .attribution: self = .attribution(Attribution(section))
        case .command: self = .command(Command(section))
        case .hand: self = .hand(HandFiles(section))
        }
        section.finish()
    }

    /// A setting of another kind would do nothing.
    private static func refuseForeign(_ section: YAMLSection, _ kind: Kind) {
        let own = settings.first { $0.kind == kind }?.keys ?? []
        var seen: Set<String> = []
        for (_, keys) in settings {
            for key in keys where !own.contains(key) && seen.insert(key).inserted {
                guard section.has(key), section.node(key) != nil else { continue }
                let owners = settings.filter { $0.keys.contains(key) }.map(\.kind.rawValue)
                section.log.add(
                    "\(section.full(key)) belongs to \(owners.joined(separator: " and ")), but "
                        + "compressor.kind is \(kind.rawValue).",
                    "Remove it, or set the kind to \(owners.joined(separator: " or ")).",
                    at: section.mark(key))
            }
        }
    }
}

extension CompressorChoice.SelfInformation {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        questions = section.whole("questions", questions, in: 0...1_000)
        seed = section.whole("seed", seed, in: 0...Int.max)
        force = section.texts("force", force)
        keepDigits = section.flag("keep_digits", keepDigits)
        keepNames = section.flag("keep_names", keepNames)
        keepLineBreaks = section.flag("keep_line_breaks", keepLineBreaks)
        isIterative = section.flag("iterative", isIterative)
        segmentTokens = section.whole("segment_tokens", segmentTokens, in: 1...100_000)
    }
}

extension CompressorChoice.LLMLingua2 {
    fileprivate init(_ section: YAMLSection) {
        let model = section.optionalText("model")
        self.init(model: model ?? "")
        if model == nil {
            section.log.add(
                "compressor.model is missing.",
                "Name the folder of an LLMLingua-2 token classifier.", at: section.mark("kind"))
        }
        forceTokens = section.texts("force_tokens", forceTokens)
        forceReserveDigit = section.flag("force_reserve_digit", forceReserveDigit)
        dropConsecutive = section.flag("drop_consecutive", dropConsecutive)
    }
}

extension CompressorChoice.Summary {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        attempts = section.whole("attempts", attempts, in: 1...20)
        let url = section.endpointURL()
        let model = section.optionalText("model")
        let keyVariable = section.keyVariable()
        let hasTimeout = section.has("timeout_seconds")
        guard let url else {
            // Without an endpoint the project's own model writes, which has none of these.
            let others: [(String, Bool)] = [
                ("model", model != nil), ("key_variable", keyVariable != nil),
                ("timeout_seconds", hasTimeout),
            ]
            for (key, isGiven) in others where isGiven {
                _ = section.node(key)
                section.log.add(
                    "\(section.full(key)) belongs to an endpoint, but compressor.endpoint is "
                        + "not set.", "Set the endpoint, or remove the line.",
                    at: section.mark(key))
            }
            return
        }
        if model == nil {
            section.log.add(
                "compressor.model is missing.", "Name the endpoint's model.",
                at: section.mark("endpoint"))
        }
        var endpoint = CompressorChoice.Endpoint(
            url: url, model: model ?? "", keyVariable: keyVariable)
        endpoint.timeoutSeconds = section.number(
            "timeout_seconds", endpoint.timeoutSeconds, in: 0.1...86_400)
        self.endpoint = endpoint
    }
}

extension CompressorChoice.Attribution {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        records = section.whole("records", records, in: 0...10_000_000)
        seed = section.whole("seed", seed, in: 0...Int.max)
    }
}

extension CompressorChoice.Command {
    /// `command: [PROGRAM, ARGUMENT]`, or a line for the shell.
    fileprivate init(_ section: YAMLSection) {
        self.init(arguments: [])
        timeoutSeconds = section.number("timeout_seconds", timeoutSeconds, in: 0.1...86_400)
        if section.node("command")?.scalar != nil {
            arguments = section.optionalText("command").map { ["sh", "-c", $0] } ?? []
        } else {
            arguments = section.texts("command", [])
        }
        if arguments.first?.isEmpty ?? true {
            section.log.add(
                "compressor.command is missing.",
                "Write the program and its arguments, such as [python3, shorten.py].",
                at: section.mark("command"))
        }
    }
}

extension CompressorChoice.HandFiles {
    /// `files: PATTERN`, or a mapping from rates to files.
    fileprivate init(_ section: YAMLSection) {
        guard let mapping = section.node("files")?.mapping else {
            let pattern = section.text("files", CompressorChoice.defaultHandPattern)
            let name = pattern.split(separator: "/").last ?? ""
            if !name.contains("{tau}") {
                section.log.add(
                    "compressor.files does not hold {tau} in the file's name.",
                    "Put {tau} where the share of kept tokens stands, or list the files as "
                        + "lines of 0.67: FILE.", at: section.mark("files"))
            }
            self = .pattern(pattern)
            return
        }
        let inner = section.section("files")
        var list: [CompressorChoice.HandFile] = []
        for (key, _) in mapping {
            guard let word = key.string else { continue }
            guard let rate = key.number, (0...1).contains(rate) else {
                section.log.add(
                    "compressor.files has the key \"\(word)\", which is no share.",
                    "Write a number from 0 to 1, such as 0.67.", at: key.mark)
                _ = inner.node(word)
                continue
            }
            let path = inner.text(word, "")
            list.append(.init(rate: rate, path: path))
        }
        if mapping.isEmpty {
            section.log.add(
                "compressor.files is empty.", "List a file for each tau.",
                at: section.mark("files"))
        }
        inner.finish()
        self = .list(list.sorted { $0.rate > $1.rate })
    }
}
