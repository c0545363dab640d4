/// A program that cannot be started, such as one that is not there.
package struct ProcessStartError: Error, Equatable, CustomStringConvertible {
    /// As it was named.
    package var program: String
    /// In the system's words, such as "No such file or directory".
    package var reason: String

    package init(program: String, reason: String) {
        self.program = program
        self.reason = reason
    }

    package var description: String {
        "A program cannot be started: \(reason).\n\(program)\nCheck its path and rights."
    }
}
