extension LibraryTask {
    /// Programs that somebody could take for this one: a step less, another helper in a step's
    /// place, the other constant.
    ///
    /// Some may still compute the same.
    var rivals: [LibraryTask] {
        steps.indices.flatMap { place -> [LibraryTask] in
            var shorter = self
            shorter.steps.remove(at: place)
            let others = replacements(of: steps[place]).map { step in
                var other = self
                other.steps[place] = step
                return other
            }
            return ([shorter] + others).filter(\.isRunnable)
        }
    }

    /// Steps with the same arguments that are wrong nevertheless.
    private func replacements(of step: Step) -> [Step] {
        let roles = step.helper.roles
        let helpers = LibraryHelper.allCases.filter { other in
            other != step.helper && other.roles.map(\.kind) == roles.map(\.kind)
                && other.roles.map(\.constants) == roles.map(\.constants)
        }
        var result = helpers.map { Step($0, step.arguments) }
        for (place, argument) in step.arguments.enumerated() {
            guard case .constant(let constant) = argument else { continue }
            for other in roles[place].constants where other != constant {
                var changed = step
                changed.arguments[place] = .constant(other)
                result.append(changed)
            }
        }
        return result
    }

    /// Whether there is a step, and each can work on what the one before gives.
    private var isRunnable: Bool {
        guard var kind = parameters.first(where: { $0.name == subject })?.kind else { return false }
        for step in steps {
            guard step.helper.inputs.contains(kind) else { return false }
            kind = step.helper.output(for: kind)
        }
        return !steps.isEmpty
    }
}
