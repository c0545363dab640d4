/// Asks questions over tables that some functions can answer, each with its formula.
package struct QuestionGenerator: Sendable {
    /// What the questions use.
    package let functions: [FormulaFunction]
    private let comparisonLimit: Int
    private let operands: [FormulaFunction]
    private let askable: [FormulaFunction]
    private let isHard: Bool
    private let nested: [FormulaFunction]
    private let ordered: [FormulaFunction]

    /// How many of 100 hard questions are drawn among functions that take calls.
    private static let nestedPerHundred = 45
    /// The same among functions of several columns.
    private static let orderedPerHundred = 25

    /// Questions for a dialect's functions, with conditions of at most so many comparisons (0 to
    /// 2); hard ones are mostly about functions that take calls or several columns.
    package init(functions: [FormulaFunction], comparisonLimit: Int, isHard: Bool = false) {
        self.functions = functions
        self.comparisonLimit = comparisonLimit
        self.isHard = isHard
        let operands = functions.filter(\.isOperand)
        self.operands = operands
        let hasAggregate = operands.contains { $0.parameters == [.measure] }
        askable = functions.filter {
            (!$0.isNested || hasAggregate) && (!$0.requiresCondition || comparisonLimit > 0)
        }
        precondition(!askable.isEmpty, "No function of these can be asked about on its own")
        nested = askable.filter(\.isNested)
        ordered = askable.filter { !$0.isNested && $0.parameters.count > 1 }
    }

    /// One question about a random table, every function as likely as the others unless the
    /// questions are hard.
    package func question(using generator: inout SeededGenerator) -> Question {
        let table = QuestionTable(domain: generator.pick(TableDomain.all), using: &generator)
        return question(for: function(using: &generator), on: table, using: &generator)
    }

    private func function(using generator: inout SeededGenerator) -> FormulaFunction {
        guard isHard else { return generator.pick(askable) }
        let draw = generator.below(100)
        let pool =
            draw < Self.nestedPerHundred
            ? nested : draw < Self.nestedPerHundred + Self.orderedPerHundred ? ordered : askable
        return generator.pick(pool.isEmpty ? askable : pool)
    }

    /// One question that a given function answers.
    func question(
        for function: FormulaFunction, on table: QuestionTable,
        using generator: inout SeededGenerator
    ) -> Question {
        var draft = QuestionDraft(
            table: table, comparisonLimit: comparisonLimit, operands: operands,
            isHard: isHard)
        let result = draft.result(of: function, using: &generator)
        let sentence: String
        if generator.chance(30) {
            let template = generator.pick(QuestionWording.sentences(function))
            sentence = PhraseTemplate.fill(template, result.word).startingUpperCase
        } else {
            let nominal = PhraseTemplate.fill(
                generator.pick(QuestionWording.nominals(function)), result.word)
            var frames = QuestionWording.frames
            if function.isOperand || function.isNested { frames += QuestionWording.numberFrames }
            if function.givesList { frames += QuestionWording.listFrames }
            if result.isPlural { frames += QuestionWording.pluralFrames }
            sentence = PhraseTemplate.fill(generator.pick(frames)) { slot in
                switch slot {
                case "be": result.isPlural ? "are" : "is"
                case "X": nominal.startingUpperCase
                default: nominal
                }
            }
        }
        return Question(
            query: "\(table.header)\nQuestion: \(sentence)", sentence: sentence,
            expression: result.expression)
    }

    /// A short usage of a function for the documentation: a formula and what it gives.
    func usage(
        of function: FormulaFunction, on table: QuestionTable,
        using generator: inout SeededGenerator
    ) -> (expression: FormulaExpression, meaning: String) {
        var draft = QuestionDraft(
            table: table, comparisonLimit: function.requiresCondition ? 1 : 0, operands: operands)
        let result = draft.result(of: function, using: &generator)
        let nominal = PhraseTemplate.fill(
            generator.pick(QuestionWording.nominals(function)), result.word)
        return (result.expression, nominal)
    }
}
