/// A node of a template's expressions.
struct Expression: Sendable {
    let line: Int
    let kind: Kind

    indirect enum Kind: Sendable {
        case none
        case bool(Bool)
        case integer(Int)
        case float(Double)
        case string(String)
        case name(String)
        case list([Expression])
        case tuple([Expression])
        case dictionary([Pair])
        case attribute(Expression, String)
        case item(Expression, Expression)
        case slice(Expression, Slice)
        case call(Expression, Arguments)
        /// Without an operand in `{% filter %}` and `{% set x | filter %}`: the block's text.
        case filter(Expression?, String, Arguments)
        case test(Expression, String, Arguments)
        case sign(isMinus: Bool, Expression)
        case not(Expression)
        case and(Expression, Expression)
        case or(Expression, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case concatenation([Expression])
        case comparison(Expression, [Comparison])
        case conditional(test: Expression, then: Expression, otherwise: Expression?)
    }

    struct Pair: Sendable {
        let key: Expression
        let value: Expression
    }

    struct Slice: Sendable {
        let start: Expression?
        let stop: Expression?
        let step: Expression?
    }

    struct Comparison: Sendable {
        let comparator: Comparator
        let operand: Expression
    }

    enum BinaryOperator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case remainder = "%"
        case power = "**"
    }

    enum Comparator: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case `in`
        case notIn
    }

    /// What stands between the parentheses of a call.
    struct Arguments: Sendable {
        var positional: [Expression] = []
        var named: [Named] = []
        /// After `*`.
        var list: Expression?
        /// After `**`.
        var dictionary: Expression?

        struct Named: Sendable {
            let name: String
            let value: Expression
        }
    }
}
