import JSONText

/// What an expression of a template can be, with the types that Python has for it.
///
/// Lists and dictionaries never change, as in Jinja2's immutable sandbox; only a namespace does.
enum Value {
    case undefined(Undefined)
    case none
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case string(String)
    case list(ValueList)
    case tuple(ValueList)
    case dictionary(ValueDictionary)
    case namespace(Namespace)
    case range(ValueRange)
    case view(DictionaryView)
    case iterator(ValueIterator)
    case loop(LoopContext)
    case function(GlobalFunction)
    case method(BoundMethod)
    case macro(MacroValue)
}

/// A name, attribute or element that is not there, with what Jinja2 says once it is used.
final class Undefined {
    let message: String

    init(_ message: String) { self.message = message }
}

/// Elements, and how deep lists are nested in them.
final class ValueList {
    let elements: [Value]
    /// Names of a named tuple's elements; empty for others.
    let names: [String]
    let depth: Int

    fileprivate init(_ elements: [Value], names: [String], depth: Int) {
        self.elements = elements
        self.names = names
        self.depth = depth
    }
}

/// The values that `range` makes, without the list.
struct ValueRange {
    let start: Int
    let stop: Int
    let step: Int
    let count: Int

    /// - Returns: nil where the step is zero.
    init?(start: Int, stop: Int, step: Int) {
        guard step != 0 else { return nil }
        (self.start, self.stop, self.step) = (start, stop, step)
        let isEmpty = step > 0 ? start >= stop : start <= stop
        if isEmpty {
            count = 0
        } else {
            let low = min(start, stop)
            let distance = UInt(bitPattern: max(start, stop) &- low)
            let steps = (distance - 1) / step.magnitude
            count = steps >= UInt(Int.max) ? .max : Int(steps) + 1
        }
    }

    /// - Precondition: the index is below the count.
    subscript(index: Int) -> Int { start &+ step &* index }
}

/// What `items()`, `keys()` and `values()` give.
struct DictionaryView {
    enum Kind: String { case items, keys, values }

    let kind: Kind
    let dictionary: ValueDictionary
}

/// The mutable object of `namespace()`.
final class Namespace {
    var attributes: [(name: String, value: Value)]

    init(_ attributes: [(name: String, value: Value)]) { self.attributes = attributes }

    subscript(name: String) -> Value? {
        attributes.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    func set(_ name: String, _ value: Value) {
        if let index = attributes.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
            attributes[index].value = value
        } else {
            attributes.append((name, value))
        }
    }
}

/// A method taken from a value, not yet called.
final class BoundMethod {
    let receiver: Value
    let name: String

    init(_ receiver: Value, _ name: String) {
        self.receiver = receiver
        self.name = name
    }
}

/// A macro with the variables that it sees.
final class MacroValue {
    let definition: MacroDefinition
    let frame: Frame

    init(_ definition: MacroDefinition, _ frame: Frame) {
        self.definition = definition
        self.frame = frame
    }
}

/// What can be called by its name in every template.
enum GlobalFunction: String {
    case range, dict, namespace
    case raiseException = "raise_exception"
    case strftimeNow = "strftime_now"
    /// Not a name: the dictionary type's `fromkeys`.
    case fromKeys = "dict.fromkeys"
}

extension Value {
    static func list(_ elements: [Value]) throws -> Value {
        .list(ValueList(elements, names: [], depth: try depth(of: elements)))
    }

    static func tuple(_ elements: [Value], names: [String] = []) throws -> Value {
        .tuple(ValueList(elements, names: names, depth: try depth(of: elements)))
    }

    /// One more than the deepest element.
    ///
    /// A limit keeps every walk over a value, its release
    /// included, from exhausting the stack.
    static func depth(of elements: some Sequence<Value>) throws -> Int {
        var deepest = 0
        for element in elements { deepest = max(deepest, element.depth) }
        guard deepest < Limits.valueDepth else {
            throw RenderFailure.tooMuch("it nests lists deeper than \(Limits.valueDepth) levels")
        }
        return deepest + 1
    }

    var depth: Int {
        switch self {
        case .list(let list), .tuple(let list): list.depth
        case .dictionary(let dictionary): dictionary.depth
        case .view(let view): view.dictionary.depth
        case .iterator(let iterator): iterator.depth
        case .loop(let loop): loop.depth
        case .method(let method): method.receiver.depth
        default: 0
        }
    }

    static func undefined(_ message: String) -> Value { .undefined(Undefined(message)) }

    init(_ json: JSONValue) throws {
        switch json {
        case .null: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .float(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = try .list(elements.map { try Value($0) })
        case .object(let object):
            var builder = ValueDictionary.Builder()
            for member in object.members {
                try builder.set(.string(member.key), Value(member.value))
            }
            self = .dictionary(try builder.dictionary())
        }
    }

    var isUndefined: Bool { if case .undefined = self { true } else { false } }

    /// The name of Python's type, for messages.
    var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .bool: "bool"
        case .integer: "int"
        case .float: "float"
        case .string: "str"
        case .list: "list"
        case .tuple(let list): list.names.isEmpty ? "tuple" : "_GroupTuple"
        case .dictionary: "dict"
        case .namespace: "Namespace"
        case .range: "range"
        case .view(let view): "dict_" + view.kind.rawValue
        case .iterator(let iterator): iterator.typeName
        case .loop: "LoopContext"
        case .function: "function"
        case .method: "builtin_function_or_method"
        case .macro: "Macro"
        }
    }

    /// The words of Jinja2's `object_type_repr`.
    var objectWords: String {
        switch self {
        case .none: "None"
        case .namespace: "jinja2.utils.Namespace object"
        case .loop: "jinja2.runtime.LoopContext object"
        case .macro: "jinja2.runtime.Macro object"
        case .tuple(let list) where !list.names.isEmpty: "jinja2.filters._GroupTuple object"
        default: typeName + " object"
        }
    }
}
