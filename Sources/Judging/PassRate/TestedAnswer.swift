/// An answer's code with the tests that its record holds.
package struct TestedAnswer: Equatable, Sendable {
    package var recordID: String
    package var code: String
    /// Lines between the code and the tests, such as values that the tests share; MBPP's use what
    /// the code defines.
    package var setup: String
    /// Each a statement that fails where the code is wrong.
    package var tests: [String]

    package init(recordID: String, code: String, setup: String = "", tests: [String]) {
        self.recordID = recordID
        self.code = code
        self.setup = setup
        self.tests = tests
    }
}
