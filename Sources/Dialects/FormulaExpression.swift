/// A formula before any dialect has spelled it: a call with its arguments in canonical order.
package struct FormulaExpression: Sendable, Hashable {
    /// What is called.
    package var function: FormulaFunction
    /// As many as the function has parameters, in canonical order.
    package var arguments: [FormulaArgument]
    /// Which rows are meant; nil is all.
    package var condition: FormulaCondition?

    /// A call.
    package init(
        _ function: FormulaFunction, _ arguments: [FormulaArgument] = [],
        where condition: FormulaCondition? = nil
    ) {
        self.function = function
        self.arguments = arguments
        self.condition = condition
    }

    /// Every function that the formula calls, the inner ones included.
    package var functions: [FormulaFunction] {
        var result = [function]
        for case .expression(let inner) in arguments { result += inner.functions }
        return result
    }
}
