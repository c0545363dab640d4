/// A value that comes from elsewhere.
package enum Loadable<Value: Sendable>: Sendable {
    case loading
    case loaded(Value)
    /// With what to tell the user.
    case failed(String)

    package var value: Value? {
        if case .loaded(let value) = self { value } else { nil }
    }
}
