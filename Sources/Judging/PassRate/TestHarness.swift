/// How a program of code and tests is put together and run.
package struct TestHarness: Equatable, Sendable {
    /// The program that runs tests, with its arguments but the file's path.
    ///
    /// It is looked for in `Sandbox.searchPath`.
    package var command: [String]
    package var fileName: String
    /// A statement that prints `markPlace`'s value on a line of its own, put at the program's end; nil
    /// lets the exit status alone decide.
    ///
    /// Code that leaves the program early with status 0 does not pass thereby. It is no guard
    /// against code that reads its own file.
    package var closing: String?

    package static let markPlace = "{mark}"

    /// Python 3, without packages of a user and without site settings of the environment.
    package static let python = TestHarness(
        command: ["python3", "-s", "-B"], fileName: "program.py",
        // Not `print`, which the answer may have given another meaning.
        closing: #"__import__("os").write(1, b"\n{mark}\n")"#)

    package init(command: [String], fileName: String, closing: String?) {
        self.command = command
        self.fileName = fileName
        self.closing = closing
    }

    /// The whole program of one answer.
    func program(_ answer: TestedAnswer, mark: String) -> String {
        let end = closing?.replacing(Self.markPlace, with: mark)
        let parts = [answer.code, answer.setup] + answer.tests + [end ?? ""]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }
}
