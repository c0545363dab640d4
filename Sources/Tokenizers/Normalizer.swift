/// A stage that rewrites the text before it is cut up.
indirect enum Normalizer: Sendable {
    case unicode(UnicodeForm)
    case prepend([UInt8])
    case replace(TextPattern, with: [UInt8])
    case strip(left: Bool, right: Bool)
    case lowercase
    case remove(ScalarSet)
    /// Writes a byte before and behind each scalar of the set.
    case surround(ScalarSet, with: UInt8)
    case precompiled(PrecompiledNormalizer)
    case sequence([Normalizer])

    func apply(to list: inout PieceList) {
        switch self {
        case .sequence(let stages): for stage in stages { stage.apply(to: &list) }
        case .unicode(let form):
            if form.leavesUnchanged(list.text.bytes) { return }
            list.rewrite { source, range, target in
                form.rewrite(source, range, into: &target)
            }
        case .prepend(let prefix):
            list.rewrite { source, range, target in
                let place = source.origins[range.lowerBound].start
                target.append(prefix, from: .init(start: place, end: place))
                target.copy(range, of: source)
            }
        case .replace(let pattern, let content):
            list.rewrite { source, range, target in
                Self.replace(pattern, with: content, source, range, into: &target)
            }
        case .strip(let left, let right):
            list.split { bytes, range, add in
                add(Self.stripped(bytes, range, left: left, right: right), -1)
            }
        case .remove(let set):
            list.rewrite { source, range, target in
                Self.edit(set, around: nil, source, range, into: &target)
            }
        case .surround(let set, let byte):
            list.rewrite { source, range, target in
                Self.edit(set, around: byte, source, range, into: &target)
            }
        case .precompiled(let table):
            list.rewrite { source, range, target in
                table.rewrite(source, range, into: &target)
            }
        case .lowercase:
            list.rewrite { source, range, target in
                source.bytes.withUnsafeBufferPointer { bytes in
                    UTF8Scan.forEach(bytes, range) { value, place in
                        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                        target.append(
                            scalar.properties.lowercaseMapping.utf8, from: source.origin(of: place))
                    }
                }
            }
        }
    }

    /// Takes scalars out, or puts a byte around each.
    private static func edit(
        _ set: ScalarSet, around: UInt8?, _ source: TrackedText, _ range: Range<Int>,
        into target: inout TrackedText
    ) {
        source.bytes.withUnsafeBufferPointer { bytes in
            UTF8Scan.forEach(bytes, range) { scalar, place in
                guard set.contains(scalar) else { return target.copy(place, of: source) }
                guard let around else { return }
                // Both stand for the scalar, as in the library.
                let origin = source.origin(of: place)
                target.append(around, from: origin)
                target.copy(place, of: source)
                target.append(around, from: origin)
            }
        }
    }

    static func replace(
        _ pattern: TextPattern, with content: [UInt8], _ source: TrackedText, _ range: Range<Int>,
        into target: inout TrackedText
    ) {
        source.bytes.withUnsafeBufferPointer { bytes in
            var previous = range.lowerBound
            pattern.forEachMatch(in: bytes, range) { match in
                target.copy(previous..<match.lowerBound, of: source)
                target.append(content, from: source.origin(of: match))
                previous = match.upperBound
            }
            target.copy(previous..<range.upperBound, of: source)
        }
    }

    private static func stripped(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, left: Bool, right: Bool
    ) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while left, start < end {
            let (scalar, width) = UTF8Scan.scalar(bytes, start)
            guard ScalarSet.whitespace.contains(scalar) else { break }
            start += width
        }
        while right, start < end {
            let last = UTF8Scan.before(bytes, end)
            guard ScalarSet.whitespace.contains(UTF8Scan.scalar(bytes, last).0) else { break }
            end = last
        }
        return start..<end
    }
}

extension Normalizer {
    init(_ reader: StageReader) throws {
        switch try reader.type() {
        case "NFC": self = .unicode(.composed)
        case "NFD": self = .unicode(.decomposed)
        case "NFKC": self = .unicode(.compatiblyComposed)
        case "NFKD": self = .unicode(.compatiblyDecomposed)
        case "Prepend": self = .prepend(Array(try reader.string("prepend").utf8))
        case "Replace":
            self = .replace(
                try reader.pattern("pattern"), with: Array(try reader.string("content").utf8))
        case "Strip":
            self = .strip(
                left: try reader.bool("strip_left", default: true),
                right: try reader.bool("strip_right", default: true))
        case "Lowercase": self = .lowercase
        case "BertNormalizer": self = try BertNormalizer.make(reader)
        case "Precompiled": self = .precompiled(try PrecompiledNormalizer(reader))
        case "Sequence":
            self = .sequence(try reader.nestedList("normalizers").map(Normalizer.init))
        default: throw reader.unknown
        }
    }
}
