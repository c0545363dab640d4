/// A little program before any dialect has spelled it: helpers in the order in which they work.
package struct LibraryTask: Sendable, Hashable {
    /// A parameter of the program.
    package struct Parameter: Sendable, Hashable {
        /// A word of the catalogue.
        package var name: String
        /// Never a constant's.
        package var kind: LibraryKind
    }

    /// One helper with its arguments in canonical order.
    package struct Step: Sendable, Hashable {
        package var helper: LibraryHelper
        package var arguments: [LibraryArgument]

        package init(_ helper: LibraryHelper, _ arguments: [LibraryArgument] = []) {
            self.helper = helper
            self.arguments = arguments
        }
    }

    /// In the order in which the request names them.
    package var parameters: [Parameter]
    /// The name of the parameter that the first helper works on.
    package var subject: String
    /// One to three; each works on what the one before gives.
    package var steps: [Step]

    /// What the program gives for values of its parameters, in their order.
    ///
    /// Precondition: as many values as parameters, of their kinds.
    package func evaluate(_ values: [LibraryValue]) -> LibraryValue {
        precondition(values.count == parameters.count)
        var known: [String: LibraryValue] = [:]
        for (parameter, value) in zip(parameters, values) { known[parameter.name] = value }
        guard var result = known[subject] else { preconditionFailure("No parameter \(subject)") }
        for step in steps {
            result = step.helper.evaluate(result, step.arguments.map { Self.known($0, known) })
        }
        return result
    }

    private static func known(
        _ argument: LibraryArgument, _ values: [String: LibraryValue]
    ) -> LibraryArgument.Known {
        switch argument {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .constant(let constant): return .constant(constant)
        case .parameter(let name):
            switch values[name] {
            case .number(let number): return .number(number)
            case .text(let text): return .text(text)
            default: preconditionFailure("No argument comes from the parameter \(name)")
            }
        }
    }
}
