/// Rules that the library's template states, each with a request that tries it.
extension FunctionSampleProject {
    /// A request for each rule.
    static func probes(excluding records: [Record], seed: UInt64) -> [SampleProbe] {
        let dialect = LibraryDialect.sample
        let tasks = LibraryTaskGenerator(helpers: dialect.helpers, difficulty: difficulty)
        return SampleRule.probes(rules, excluding: records, seed: seed) { helper, generator in
            let task = tasks.task(endingWith: helper, using: &generator)
            let request = LibraryRequest(task, using: &generator)
            return .init(query: request.query, task: task, answer: dialect.text(of: task))
        }
    }

    private static let rules: [SampleRule<LibraryHelper, LibraryTask>] = [
        .init(name: "def task(...): return ..., alone on its line", subject: .sum) { _ in
            .matches(#"^def task\([a-z, ]+\): return [a-z][^\n]*\)$"#)
        },
        .init(
            name: "the given names are the parameters, in the request's order", subject: .join,
            isTried: { $0.parameters.count > 1 }
        ) { task in
            .contains("def task(\(task.parameters.map(\.name).joined(separator: ", "))):")
        },
        .init(
            name: "text stands in single quotes", subject: .beginningWith, isTried: hasText
        ) { _ in .matches(#"^def [^"]*\('[^'"]+', [^"]*$"#) },
        .init(
            name: "numbers have no quotes", subject: .addToEach,
            isTried: { $0.steps.count == 1 && hasNumber($0) }
        ) { _ in .matches(#"^def [^'"]*[(, ][0-9]+[,)][^'"]*$"#) },
        .init(
            name: "an argument without quotes is a parameter: write its name",
            subject: .keepAbove, isTried: { parameter($0) != nil }
        ) { .contains("balkon(\(parameter($0) ?? ""), ") },
        .init(
            name: "helpers nest: what is done first stands innermost", subject: .count,
            isTried: { $0.steps.map(\.helper) == [.distinct, .count] }
        ) { .contains("return ponhor(misdan(\($0.subject)))") },
        .init(
            name: "one space follows a comma", subject: .firstItems,
            isTried: { $0.steps.count == 1 }
        ) { _ in .matches("^def [^,]*(, [^ ,][^,]*)+$") },
        .init(
            name: "a sorting order is said by 'gandil' or 'pelvus'", subject: .sort
        ) { .contains("folvan(\(LibraryDialect.sample.text(of: last($0))), ") },
        .init(name: "balkon takes limit, then values", subject: .keepAbove, isTried: hasNumber) {
            _ in .matches(#"balkon\([0-9]+, [a-z]"#)
        },
        .init(name: "in jinpax, values comes first", subject: .firstItems, isTried: hasNumber) {
            _ in .matches(#"jinpax\([a-z].*, [0-9]+\)"#)
        },
        .init(
            name: "talgux takes prefix, then values", subject: .beginningWith, isTried: hasText
        ) { _ in .matches(#"talgux\('[^']+', [a-z]"#) },
        .init(
            name: "zelhus takes new, text, old", subject: .replace,
            isTried: { $0.steps.count == 1 }
        ) { task in
            let arguments = task.steps[0].arguments.map { LibraryDialect.sample.text(of: $0) }
            return .contains("zelhus(\(arguments[1]), \(task.subject), \(arguments[0]))")
        },
    ]

    /// The first argument of the helper that works last.
    private static func last(_ task: LibraryTask) -> LibraryArgument {
        guard let argument = task.steps.last?.arguments.first else {
            preconditionFailure("Only helpers with arguments are asked for them")
        }
        return argument
    }

    private static func parameter(_ task: LibraryTask) -> String? {
        guard case .parameter(let name) = last(task) else { return nil }
        return name
    }

    @Sendable private static func hasNumber(_ task: LibraryTask) -> Bool {
        guard case .number = last(task) else { return false }
        return true
    }

    @Sendable private static func hasText(_ task: LibraryTask) -> Bool {
        guard case .text = last(task) else { return false }
        return true
    }
}
