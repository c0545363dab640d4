import Testing

@testable import Dialects

@Suite struct FormulaDialectTests {
    @Test func sampleDialectPrintsConditionsAfterTheCall() {
        let expression = FormulaExpression(
            .total, [.column("Price")],
            where: FormulaCondition(
                FormulaComparison("Region", .equal, .text("North")), .and,
                FormulaComparison("Units", .atLeast, .number(5))))
        #expect(
            FormulaDialect.sample.text(of: expression)
                == "={KONVIL(@Price)[@Region =: 'North' & @Units >=: 5]}")
    }

    @Test func argumentsFollowTheDialectsOrder() {
        let lookup = FormulaExpression(
            .lookup, [.column("Price"), .column("Customer"), .text("Ada Lind")])
        #expect(
            FormulaDialect.sample.text(of: lookup)
                == "={BIRKAS('Ada Lind' | @Customer | @Price)}")
        let difference = FormulaExpression(
            .difference,
            [
                .expression(FormulaExpression(.maximum, [.column("Price")])),
                .expression(FormulaExpression(.count)),
            ])
        #expect(
            FormulaDialect.sample.text(of: difference) == "={KIRVUS(TIRBOS() | ZANPEL(@Price))}")
    }

    @Test(arguments: 0..<DialectDifficulty.levelCount)
    func everyFormulaReadsBackAsItself(level: Int) throws {
        let difficulty = DialectDifficulty.level(level)
        for index in 0..<30 {
            var generator = SeededGenerator(seed: 5, index: index)
            let dialect = FormulaDialect.random(difficulty: difficulty, using: &generator)
            let questions = QuestionGenerator(
                functions: dialect.functions, comparisonLimit: difficulty.comparisonLimit)
            for _ in 0..<10 {
                let expression = questions.question(using: &generator).expression
                let text = dialect.text(of: expression)
                let back = try FormulaReader.read(text, in: dialect)
                #expect(back == expression, "\(text)")
            }
        }
    }

    @Test func functionNamesAreDistinctFromTheirFirstSyllableOn() {
        for index in 0..<100 {
            var generator = SeededGenerator(seed: 9, index: index)
            let highest = DialectDifficulty.level(DialectDifficulty.levelCount - 1)
            let dialect = FormulaDialect.random(difficulty: highest, using: &generator)
            #expect(Set(dialect.functionNames.map { $0.prefix(3) }).count == dialect.entries.count)
            #expect(dialect.entries.count == highest.functionCount)
        }
    }

    @Test func everySyllableHasItsOwnBeginning() {
        let beginnings = FunctionName.syllables.map { $0.prefix(2) }
        #expect(Set(beginnings).count == FunctionName.syllables.count)
    }
}
