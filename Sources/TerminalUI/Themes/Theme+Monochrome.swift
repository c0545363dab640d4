extension Theme {
    /// The built-in theme without colours.
    package static let monochrome = Theme(tier: .mono)
}
