/// The variables of one block while it runs.
final class Frame {
    let scope: Scope
    let parent: Frame?
    /// Without those that have no value yet.
    private var variables: [String: Value] = [:]

    init(_ scope: Scope, parent: Frame?) {
        self.scope = scope
        self.parent = parent
    }

    /// Gives every variable its first value; a loop does so for each element.
    func begin(arguments: [String: Value]) {
        variables.removeAll(keepingCapacity: true)
        for (name, start) in scope.starts {
            switch start {
            case .argument: variables[name] = arguments[name]
            case .outer: variables[name] = parent?.value(of: name, arguments: arguments)
            case .parameter, .undefined: break
            }
        }
    }

    /// The value that a name has here; nil where it has none.
    func value(of name: String, arguments: [String: Value]) -> Value? {
        var frame: Frame? = self
        while let current = frame {
            if current.scope.starts[name] != nil { return current.variables[name] }
            frame = current.parent
        }
        return arguments[name]
    }

    func set(_ name: String, _ value: Value) { variables[name] = value }

    func has(_ name: String) -> Bool { variables[name] != nil }

    /// Lets go of every value, which also ends circles of macros and their frames.
    func clear() { variables.removeAll() }
}
