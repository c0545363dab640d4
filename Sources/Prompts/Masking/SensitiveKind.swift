/// What a log may hold that should not be trained on.
package enum SensitiveKind: String, Sendable, CaseIterable {
    case email
    case phone
    /// A payment card, told by its check digit.
    case card
    /// An international bank account number, told by its check digits.
    case iban
    /// A social security number of the United States.
    case ssn
    case ip
    /// A key or token of a known service, a private key, or a value that is called a password.
    case key

    /// What stands in its place, such as `[EMAIL_1]`.
    func placeholder(_ number: Int) -> String { "[\(rawValue.uppercased())_\(number)]" }

    /// For people, after a number.
    package func title(_ count: Int) -> String {
        let one = count == 1
        return switch self {
        case .email: one ? "e-mail address" : "e-mail addresses"
        case .phone: one ? "phone number" : "phone numbers"
        case .card: one ? "card number" : "card numbers"
        case .iban: one ? "bank account number" : "bank account numbers"
        case .ssn: one ? "social security number" : "social security numbers"
        case .ip: one ? "IP address" : "IP addresses"
        case .key: one ? "key or password" : "keys or passwords"
        }
    }
}
