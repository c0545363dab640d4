import JSONText

/// One step into a JSON value.
enum JSONPathStep {
    case name(String)
    case index(Int)

    /// The value with the number at the path changed.
    static func changed(_ value: JSONValue, _ path: ArraySlice<JSONPathStep>, by delta: Double)
        -> JSONValue
    {
        switch (path.first, value) {
        case (nil, .integer(let number)): return .integer(number + Int(delta))
        case (nil, .number(let number)): return .number(number + delta)
        case (.name(let name), .object(var object)):
            object.set(name, changed(object[name] ?? nil, path.dropFirst(), by: delta))
            return .object(object)
        case (.index(let index), .array(var elements)):
            elements[index] = changed(elements[index], path.dropFirst(), by: delta)
            return .array(elements)
        default: return value
        }
    }
}
