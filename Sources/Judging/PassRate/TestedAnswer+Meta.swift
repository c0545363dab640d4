import JSONText

extension TestedAnswer {
    /// The members of a record's meta that hold its tests, as the shared form of MBPP has them.
    private static let testsField = "asserts"
    private static let setupField = "setup"

    /// The code in an answer with the tests in its record's meta: "asserts", a list of statements,
    /// and "setup", a text that may be absent.
    /// - Throws: `JudgingError.noTests`.
    package init(_ answer: JudgedAnswer) throws {
        let tests = answer.meta?[Self.testsField]?.arrayValue?.map(\.stringValue) ?? []
        guard !tests.isEmpty, !tests.contains(nil) else {
            throw JudgingError.noTests(recordID: answer.recordID, field: Self.testsField)
        }
        self.init(
            recordID: answer.recordID, code: CodeAnswer.code(in: answer.answer),
            setup: answer.meta?[Self.setupField]?.stringValue ?? "", tests: tests.compactMap { $0 })
    }
}
