import JSONText
import Judging
import RunControl

/// Costs for people and for scripts.
enum CostText {
    // MARK: Break-even

    static func text(
        _ table: BreakEven, _ prices: CostPrices, _ lengths: PromptLengths?, _ notes: [String]
    ) -> String {
        let inputs = table.inputs
        var lines = [
            "Prompt \(FixedText.count(inputs.promptTokens)) tokens, of which the query has "
                + "\(FixedText.count(inputs.queryTokens)); answer "
                + "\(FixedText.count(inputs.outputTokens)) tokens "
                + "(\(lengths?.source ?? "as given"))",
            "Cache: hit rate \(NumberText.percent(inputs.cacheHitRate)), prefixes from "
                + "\(FixedText.count(inputs.minimumCacheablePrefix)) tokens"
                + (inputs.sharedPrefixTokens.map {
                    "; all prompts begin with the same \(FixedText.count($0)) tokens"
                } ?? ""),
        ]
        lines += prices.notes.map { "Prices: \($0)" } + notes
        let requests = FixedText.count(inputs.requestCount)
        var rows = TextTable([
            "way to serve", "\(requests) requests", "with training", "query-only pays from",
        ])
        for row in table.rows {
            rows.rows.append([
                row.way.rawValue, FixedText.dollars(row.requestsCost),
                FixedText.dollars(row.totalCost), breakEven(row),
            ])
        }
        lines += ["", rows.text, ""]
        lines += table.rows.compactMap { row in row.note.map { "\(row.way.rawValue): \($0)" } }
        lines += [table.cachingText, table.summary].compactMap { $0 }
        return lines.joined(separator: "\n")
    }

    private static func breakEven(_ row: BreakEvenRow) -> String {
        if row.way.isQueryOnly { return "-" }
        guard let requests = row.breakEvenRequests else { return "never" }
        return requests == 0 ? "the first request" : "\(FixedText.count(requests)) requests"
    }

    static func json(
        _ table: BreakEven, _ prices: CostPrices, _ lengths: PromptLengths?, _ notes: [String]
    ) -> JSONValue {
        let inputs = table.inputs
        return [
            "prompt_tokens": .integer(inputs.promptTokens),
            "query_tokens": .integer(inputs.queryTokens),
            "output_tokens": .integer(inputs.outputTokens),
            "compressed_prompt_tokens": .optional(inputs.compressedPromptTokens),
            "shared_prefix_tokens": .optional(inputs.sharedPrefixTokens),
            "source": .string(lengths?.source ?? "as given"),
            "cache_hit_rate": .number(inputs.cacheHitRate),
            "minimum_cacheable_prefix": .integer(inputs.minimumCacheablePrefix),
            "training_cost": .number(inputs.trainingCost),
            "requests": .integer(inputs.requestCount),
            "prices": [
                "base": json(inputs.basePrices), "tuned": json(inputs.tunedPrices),
                "smaller": inputs.smallerPrices.map(json) ?? .null,
            ],
            "notes": .array((prices.notes + notes).map { .string($0) }),
            "rows": .array(
                table.rows.map { row in
                    [
                        "way": .string(row.way.rawValue),
                        "dollars_per_request": .number(row.costPerRequest),
                        "requests_dollars": .number(row.requestsCost),
                        "total_dollars": .number(row.totalCost),
                        "break_even_requests": row.way.isQueryOnly
                            ? .null
                            : row.breakEvenRequests.map { .integer($0) } ?? .string("never"),
                        "note": .optional(row.note),
                    ]
                }),
            "caching_alone_is_cheaper": .bool(table.isCachingCheaper),
            "summary": .string(
                [table.cachingText, table.summary].compactMap { $0 }.joined(separator: " ")),
        ]
    }

    private static func json(_ prices: TokenPrices) -> JSONValue {
        [
            "input": .number(prices.input), "cached_input": .number(prices.cachedInput),
            "output": .number(prices.output), "cache_write": .optional(prices.cacheWrite),
        ]
    }

    // MARK: Price tables

    static func text(_ table: PriceTable) -> String {
        var rows = TextTable([
            "model", "in", "cached", "out", "tuned in", "cached", "out", "training", "as of",
        ])
        for model in table.models {
            let tuned = model.tuned
            rows.rows.append(
                [model.name] + cells(model.base)
                    + (tuned.map(cells) ?? ["-", "-", "-"])
                    + [model.training.map(CostPrices.price) ?? "-", model.asOf])
        }
        let notes = table.models.compactMap { model in
            model.note.map { "\(model.name): \($0)" }
        }
        return (["Dollars per million tokens.", "", rows.text, ""] + notes).joined(separator: "\n")
    }

    private static func cells(_ prices: TokenPrices) -> [String] {
        [prices.input, prices.cachedInput, prices.output].map(CostPrices.price)
    }

    /// In the form that `--prices` reads.
    static func json(_ table: PriceTable) -> JSONValue {
        [
            "models": .array(
                table.models.map { model in
                    var value = JSONObject()
                    value.append("name", .string(model.name))
                    for member in json(model.base).objectValue?.members ?? [] {
                        value.append(member.key, member.value)
                    }
                    value.append("tuned", model.tuned.map(json) ?? .null)
                    value.append("training", .optional(model.training))
                    value.append("as_of", .string(model.asOf))
                    value.append("note", .optional(model.note))
                    return .object(value)
                })
        ]
    }
}
