/// An answer's code with the tests that its record holds.
package struct TestedAnswer: Equatable, Sendable {
    package var recordID: String
    /// Lines that stand before the code, such as imports of the tests.
    package var setup: String
    package var code: String
    /// Each a statement that fails where the code is wrong.
    package var tests: [String]

    package init(recordID: String, setup: String = "", code: String, tests: [String]) {
        self.recordID = recordID
        self.setup = setup
        self.code = code
        self.tests = tests
    }
}
