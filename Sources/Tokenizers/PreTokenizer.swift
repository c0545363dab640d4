/// A stage that cuts the text into the pieces within which merges happen.
indirect enum PreTokenizer: Sendable {
    case byteLevel(addsPrefixSpace: Bool, splits: ScalarRegex?)
    case metaspace(replacement: [UInt8], scheme: PrependScheme, splits: Bool)
    case split(TextPattern, SplitBehavior, isInverted: Bool)
    case sequence([PreTokenizer])

    /// Before which pieces Metaspace writes its replacement.
    ///
    /// The raw values are the file's words.
    enum PrependScheme: String, Sendable { case first, always, never }

    func apply(to list: inout PieceList) {
        switch self {
        case .sequence(let stages): for stage in stages { stage.apply(to: &list) }
        case .split(let pattern, let behavior, let isInverted):
            list.split(at: pattern, behavior, inverting: isInverted)
        case .byteLevel(let addsPrefixSpace, let pattern):
            if addsPrefixSpace { Self.prepend([0x20], to: &list) { _ in true } }
            if let pattern {
                list.split(at: .regex(pattern), .isolated, inverting: false)
            }
            list.rewrite { source, range, target in
                for place in range {
                    target.append(
                        ByteAlphabet.encoded[Int(source.bytes[place])], from: source.origins[place])
                }
            }
        case .metaspace(let replacement, let scheme, let splits):
            list.rewrite { source, range, target in
                Normalizer.replace(
                    .literal([0x20]), with: replacement, source, range, into: &target)
            }
            switch scheme {
            case .always: Self.prepend(replacement, to: &list) { _ in true }
            case .first: Self.prepend(replacement, to: &list) { $0.start == 0 }
            case .never: break
            }
            if splits {
                list.split(at: .literal(replacement), .mergedWithNext, inverting: false)
            }
        }
    }

    /// Writes the prefix before the pieces that do not start with it and whose origin satisfies.
    private static func prepend(
        _ prefix: [UInt8], to list: inout PieceList, where isWanted: (TrackedText.Origin) -> Bool
    ) {
        list.rewrite { source, range, target in
            let origin = source.origins[range.lowerBound]
            if isWanted(origin), !source.bytes[range].starts(with: prefix) {
                target.append(prefix, from: .init(start: origin.start, end: origin.start))
            }
            target.copy(range, of: source)
        }
    }
}

extension PreTokenizer {
    /// The pattern of GPT-2, which ByteLevel applies unless told not to.
    static let byteLevelPattern =
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

    /// Words without white space, each sign of punctuation on its own.
    static let bert = PreTokenizer.sequence([
        .split(.set(.whitespace), .removed, isInverted: false),
        .split(.set(.punctuation), .isolated, isInverted: false),
    ])

    init(_ reader: StageReader) throws {
        switch try reader.type() {
        case "BertPreTokenizer": self = .bert
        case "ByteLevel":
            self = .byteLevel(
                addsPrefixSpace: try reader.bool("add_prefix_space", default: true),
                splits: try reader.bool("use_regex", default: true)
                    ? ScalarRegex(Self.byteLevelPattern) : nil)
        case "Metaspace":
            self = .metaspace(
                replacement: Array(String(try reader.scalar("replacement")).utf8),
                scheme: try PrependScheme(reader),
                splits: try reader.bool("split", default: true))
        case "Split":
            self = .split(
                try reader.pattern("pattern"), try reader.behavior(default: nil),
                isInverted: try reader.bool("invert", default: false))
        case "Digits":
            let isIndividual = try reader.bool("individual_digits", default: false)
            self = .split(.set(.numeric), isIndividual ? .isolated : .contiguous, isInverted: false)
        case "Punctuation":
            self = .split(
                .set(.punctuation), try reader.behavior(default: .isolated), isInverted: false)
        case "Whitespace":
            let isOther = ScalarSet.rustWord.union(.whitespace).inverted
            // Runs of word characters and runs of the rest, whitespace dropped.
            self = .sequence([
                .split(.set(.whitespace), .removed, isInverted: false),
                .split(.set(isOther), .contiguous, isInverted: false),
            ])
        case "WhitespaceSplit": self = .split(.set(.whitespace), .removed, isInverted: false)
        case "Sequence":
            self = .sequence(try reader.nestedList("pretokenizers").map(PreTokenizer.init))
        default: throw reader.unknown
        }
    }
}

extension PreTokenizer.PrependScheme {
    /// Reads both spellings, `prepend_scheme` and the older `add_prefix_space`.
    init(_ reader: StageReader) throws {
        let addsPrefixSpace = try reader.bool("add_prefix_space", default: true)
        guard let word = try reader.optionalString("prepend_scheme") else {
            self = addsPrefixSpace ? .always : .never
            return
        }
        guard let scheme = Self(rawValue: word) else {
            throw reader.unsupported("prepend_scheme", "is \"\(word)\", which is not known")
        }
        guard addsPrefixSpace || scheme == .never else {
            throw reader.unsupported("add_prefix_space", "contradicts prepend_scheme \"\(word)\"")
        }
        self = scheme
    }
}

extension StageReader {
    fileprivate func behavior(default fallback: SplitBehavior?) throws -> SplitBehavior {
        if let fallback, isAbsent("behavior") { return fallback }
        let word = try string("behavior")
        guard let behavior = SplitBehavior(rawValue: word) else {
            throw unsupported("behavior", "is \"\(word)\", which is not known")
        }
        return behavior
    }
}
