import Testing

@testable import Judging

@Suite struct PriceTableTests {
    private func table(_ text: String) throws -> PriceTable {
        try PriceTable(Array(text.utf8), path: "prices.json")
    }

    @Test func theBuiltInTableHasTheWorkedCase() throws {
        let model = try PriceTable.builtIn.model("gpt-4.1-mini")
        let tuned = try #require(model.tuned)
        let table = try BreakEven(
            BreakEvenInputs(
                basePrices: model.base, tunedPrices: tuned, promptTokens: 3000, queryTokens: 200,
                outputTokens: 150))
        #expect(
            table.rows.map { ($0.totalCost * 100).rounded() / 100 } == [2880, 1440, 1200, 640, 600])
        #expect(model.asOf == "2026-06-21")
    }

    @Test func everyBuiltInModelIsWellFormed() {
        let models = PriceTable.builtIn.models
        #expect(Set(models.map(\.name)).count == models.count)
        for model in models {
            #expect(model.asOf.wholeMatch(of: /2026(-[0-9]{2}){0,2}/) != nil, "\(model.name)")
            for prices in [model.base, model.tuned].compactMap({ $0 }) {
                #expect(prices.cachedInput <= prices.input, "\(model.name)")
                #expect(prices.input > 0 && prices.output > 0, "\(model.name)")
            }
        }
    }

    @Test func aFileMaySayLittleOrAll() throws {
        let table = try table(
            """
            {"as_of": "2026-11-25", "models": [
              {"name": "a", "input": 1, "output": 2},
              {"name": "b", "input": 3, "cached_input": 0.5, "cache_write": 4, "output": 9,
               "tuned": {"input": 6, "output": 18}, "training": 7, "as_of": "2026-12", "note": "n"}
            ]}
            """)
        #expect(
            table.models == [
                ModelPrices(
                    name: "a", base: TokenPrices(input: 1, cachedInput: 1, output: 2),
                    asOf: "2026-11-25"),
                ModelPrices(
                    name: "b",
                    base: TokenPrices(input: 3, cachedInput: 0.5, output: 9, cacheWrite: 4),
                    tuned: TokenPrices(input: 6, cachedInput: 6, output: 18), training: 7,
                    asOf: "2026-12", note: "n"),
            ])
    }

    @Test func allMistakesOfAFileAreTold() {
        let error = #expect(throws: JudgingError.self) {
            try table(
                #"{"models": [{"name": "a", "input": -1}, {"name": "a", "input": 1, "output": "x"}]}"#
            )
        }
        #expect(
            error
                == .invalidPriceFile(
                    path: "prices.json",
                    problems: [
                        "models[0] has no \"output\".",
                        "models[0].input is no price: write a number of dollars, at least 0.",
                        "models[1].output is no price: write a number of dollars, at least 0.",
                        "\"a\" stands there more than once.",
                    ]))
        #expect(throws: JudgingError.self) { try table("[]") }
        #expect(throws: JudgingError.self) { try table("{") }
        #expect(throws: JudgingError.self) { try table(#"{"models": []}"#) }
    }

    @Test func anUnknownModelIsNamedWithThoseThereAre() throws {
        let error = #expect(throws: JudgingError.self) {
            try PriceTable([
                ModelPrices(name: "a", base: .init(input: 1, cachedInput: 1, output: 1), asOf: "x")
            ])
            .model("b")
        }
        #expect(
            error?.description
                == "There are no prices of \"b\".\nthe table of prices\nName one of a, or give the "
                + "prices.")
    }
}
