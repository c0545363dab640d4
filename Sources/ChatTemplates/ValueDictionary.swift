/// A Python dictionary: keys of any hashable type, in the order of insertion.
final class ValueDictionary {
    let keys: [Value]
    let values: [Value]
    let depth: Int
    private let indices: [DictionaryKey: Int]

    private init(
        keys: [Value], values: [Value], indices: [DictionaryKey: Int], depth: Int
    ) {
        (self.keys, self.values, self.indices, self.depth) = (keys, values, indices, depth)
    }

    var count: Int { keys.count }

    func value(for key: DictionaryKey) -> Value? { indices[key].map { values[$0] } }

    subscript(key: String) -> Value? { value(for: .text(ByteText(key))) }

    /// Gathers members; a repeated key keeps its place and takes the later value.
    struct Builder {
        private var keys: [Value] = []
        private var values: [Value] = []
        private var indices: [DictionaryKey: Int] = [:]

        mutating func set(_ key: Value, _ value: Value) throws {
            let identity = try DictionaryKey(key)
            if let index = indices[identity] {
                values[index] = value
            } else {
                indices[identity] = keys.count
                keys.append(key)
                values.append(value)
            }
        }

        func dictionary() throws -> ValueDictionary {
            let depth = max(try Value.depth(of: values), try Value.depth(of: keys))
            return ValueDictionary(keys: keys, values: values, indices: indices, depth: depth)
        }
    }
}

/// A text compared by its bytes; Swift's strings fold canonical equivalents.
struct ByteText: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ByteText, right: ByteText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(text.utf8.count)
    }
}

/// What makes two keys the same one: `1`, `1.0` and `True` are.
enum DictionaryKey: Hashable {
    case none
    case undefined
    case integer(Int)
    case float(Double)
    case text(ByteText)
    case tuple([DictionaryKey])
    case function(GlobalFunction)
    case object(ObjectIdentifier)

    init(_ value: Value) throws {
        switch value {
        case .none: self = .none
        case .undefined: self = .undefined
        case .bool(let value): self = .integer(value ? 1 : 0)
        case .integer(let value): self = .integer(value)
        case .float(let value): self = Int(exactly: value).map { .integer($0) } ?? .float(value)
        case .string(let text): self = .text(ByteText(text))
        case .tuple(let list): self = .tuple(try list.elements.map { try DictionaryKey($0) })
        case .function(let function): self = .function(function)
        case .namespace(let object): self = .object(ObjectIdentifier(object))
        case .iterator(let object): self = .object(ObjectIdentifier(object))
        case .loop(let object): self = .object(ObjectIdentifier(object))
        case .method(let object): self = .object(ObjectIdentifier(object))
        case .macro(let object): self = .object(ObjectIdentifier(object))
        case .range: throw RenderFailure.unsupported("a range as a dictionary's key")
        case .list, .dictionary, .view:
            throw RenderFailure.python("unhashable type: '\(value.typeName)'")
        }
    }
}
