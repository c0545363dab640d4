/// A short word in the status line that goes away by itself.
package struct Toast: Sendable, Equatable {
    package enum Kind: Sendable { case notice, warning, error }

    package var text: String
    package var kind: Kind
    /// On the model's clock, in seconds.
    package var expires: Double

    /// How long a toast stays.
    static let duration = 4.0
}
