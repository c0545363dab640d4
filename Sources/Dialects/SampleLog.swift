/// Training records as an API gateway would have logged them: full prompts in OpenAI's chat form.
package struct SampleLog {
    var template: String
    /// What stands before an example's answer, without its colon.
    var answerLabel: String
    /// The training split.
    var records: [any SampleRecord]
    var seed: UInt64

    private static let lineCount = 200
    private static let exampleCount = 4

    /// A line a request: template and examples as the system's message, query, answer.
    var text: String {
        var generator = SeededGenerator(seed: seed, index: 0, salt: 3)
        return generator.shuffled(records).prefix(Self.lineCount).map { record in
            var system = template
            let bank = records.filter { $0.output != record.output }
            for example in generator.shuffled(bank).prefix(Self.exampleCount) {
                system += "\n\n\(example.query)\n\(answerLabel): \(example.output)"
            }
            let messages = [
                ("system", system), ("user", record.query), ("assistant", record.output),
            ].map { JSONLine.object([("role", $0.0), ("content", $0.1)]) }
            return "{\"messages\":[\(messages.joined(separator: ","))]}\n"
        }.joined()
    }
}
