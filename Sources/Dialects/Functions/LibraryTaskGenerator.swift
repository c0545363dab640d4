/// Draws little programs that some helpers can be put together to.
struct LibraryTaskGenerator {
    /// What the programs use.
    let helpers: [LibraryHelper]
    /// The most arguments that a program's helpers have together, beside what they work on.
    let argumentLimit: Int
    /// Whether a program may have two or three helpers.
    let allowsNesting: Bool
    private let askable: [LibraryHelper]

    private static let percentNested = 55
    private static let percentOfThree = 20
    private static let percentParameter = 30
    private static let percentSubjectLater = 20

    /// Programs of a dialect's helpers.
    init(helpers: [LibraryHelper], argumentLimit: Int, allowsNesting: Bool) {
        self.helpers = helpers
        self.argumentLimit = argumentLimit
        self.allowsNesting = allowsNesting
        askable = helpers.filter { $0.roles.count <= argumentLimit }
        precondition(!askable.isEmpty, "No helper of these can be asked about on its own")
    }

    /// Programs as a rung of the curriculum asks for them.
    init(helpers: [LibraryHelper], difficulty: DialectDifficulty) {
        self.init(
            helpers: helpers, argumentLimit: difficulty.argumentLimit,
            allowsNesting: difficulty.allowsNesting)
    }

    /// One program, every helper as likely as the others to work last.
    func task(using generator: inout SeededGenerator) -> LibraryTask {
        task(endingWith: generator.pick(askable), using: &generator)
    }

    /// One program of a single helper, all of its arguments written out: for documentation.
    func usage(of helper: LibraryHelper, using generator: inout SeededGenerator) -> LibraryTask {
        task(of: [helper], from: generator.pick(helper.inputs), percentParameter: 0, &generator)
    }

    /// One program of which a given helper works last.
    func task(
        endingWith last: LibraryHelper, using generator: inout SeededGenerator
    ) -> LibraryTask {
        var chain = [last]
        var kind = generator.pick(last.inputs)
        var stepCount = 1
        if allowsNesting, generator.chance(Self.percentNested) {
            stepCount = generator.chance(Self.percentOfThree) ? 3 : 2
        }
        while chain.count < stepCount {
            let argumentCount = chain.reduce(0) { $0 + $1.roles.count }
            let candidates = askable.filter { helper in
                argumentCount + helper.roles.count <= argumentLimit
                    && helper.inputs.contains { helper.output(for: $0) == kind }
                    && HelperChain.isSensible([helper] + chain)
            }
            guard !candidates.isEmpty else { break }
            let helper = generator.pick(candidates)
            kind = generator.pick(helper.inputs.filter { helper.output(for: $0) == kind })
            chain.insert(helper, at: 0)
        }
        return task(
            of: chain, from: kind, percentParameter: Self.percentParameter, &generator)
    }

    private func task(
        of chain: [LibraryHelper], from kind: LibraryKind, percentParameter: Int,
        _ generator: inout SeededGenerator
    ) -> LibraryTask {
        let subject = generator.pick(LibraryCatalogue.names(kind))
        var parameters = [LibraryTask.Parameter(name: subject, kind: kind)]
        var values = Set<LibraryArgument>()
        let steps = chain.map { helper in
            LibraryTask.Step(
                helper,
                helper.roles.map { role in
                    if let kind = role.kind, generator.chance(percentParameter) {
                        let name = generator.pick(role.parameterNames)
                        // No two roles of a program share their names, but a role may come twice.
                        if !parameters.contains(where: { $0.name == name }) {
                            parameters.append(LibraryTask.Parameter(name: name, kind: kind))
                            return .parameter(name)
                        }
                    }
                    return Self.value(role, besides: &values, using: &generator)
                })
        }
        if parameters.count > 1, generator.chance(Self.percentSubjectLater) {
            parameters = Array(parameters.dropFirst()) + [parameters[0]]
        }
        return LibraryTask(parameters: parameters, subject: subject, steps: steps)
    }

    /// An argument written out, different from those before it.
    private static func value(
        _ role: LibraryRole, besides values: inout Set<LibraryArgument>,
        using generator: inout SeededGenerator
    ) -> LibraryArgument {
        while true {
            let value = LibraryCatalogue.argument(role, using: &generator)
            if values.insert(value).inserted { return value }
        }
    }
}

extension DialectDifficulty {
    /// The most arguments that a program's helpers have together, beside what they work on.
    var argumentLimit: Int { isSimple ? 0 : comparisonLimit }
}
