import Foundation
import TestSupport
import Testing

/// Runs many small Python programs in one interpreter, each with names of its own.
enum PythonPrograms {
    /// Whether there is a `python3` to be found.
    static let isAvailable: Bool = (try? run([""])) == [""]

    /// What each program failed with; empty where it ran to its end.
    static func run(_ programs: [String]) throws -> [String] {
        let folder = try TemporaryFolder()
        let list = folder.url.appending(path: "programs.json")
        let script = folder.url.appending(path: "run.py")
        let output = folder.url.appending(path: "results.json")
        try JSONEncoder().encode(programs).write(to: list)
        try Data(Self.script.utf8).write(to: script)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-s", "-B", script.path, list.path, output.path]
        try process.run()
        process.waitUntilExit()
        return try JSONDecoder().decode([String].self, from: Data(contentsOf: output))
    }

    private static let script = """
        import json, sys
        results = []
        for program in json.load(open(sys.argv[1])):
            try:
                exec(program, {})
                results.append("")
            except BaseException as error:
                results.append(repr(error) or "failed")
        json.dump(results, open(sys.argv[2], "w"))
        """
}
