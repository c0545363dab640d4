/// A demonstration: a query and the answer to it.
package struct Example: Sendable, Equatable, Hashable {
    package var input: String
    package var output: String

    package init(input: String, output: String) {
        self.input = input
        self.output = output
    }
}
