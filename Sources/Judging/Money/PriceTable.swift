import JSONText

/// Models with their prices.
package struct PriceTable: Equatable, Sendable {
    package var models: [ModelPrices]

    package init(_ models: [ModelPrices]) { self.models = models }

    /// The prices of a model.
    /// - Throws: `JudgingError.unknownModel` with the names there are.
    package func model(_ name: String) throws -> ModelPrices {
        guard let found = models.first(where: { $0.name == name }) else {
            throw JudgingError.unknownModel(name: name, known: models.map(\.name))
        }
        return found
    }

    /// Reads a table: `{"as_of", "models": [{"name", "input", "cached_input", "cache_write",
    /// "output", "tuned": {"input", ...}, "training", "as_of", "note"}]}`, dollars per million tokens.
    ///
    /// Only name, input and output are needed: input that is not said to be cheaper in the cache is
    /// not.
    /// - Parameters:
    ///   - bytes: JSON.
    ///   - path: for messages.
    /// - Throws: `JudgingError.invalidPriceFile` with all mistakes.
    package init(_ bytes: [UInt8], path: String) throws {
        guard let json = try? JSONValue.parse(bytes), let list = json["models"]?.arrayValue else {
            throw JudgingError.invalidPriceFile(
                path: path, problems: ["It is no JSON object with a list \"models\"."])
        }
        var problems: [String] = []
        let day = json["as_of"]?.stringValue
        models = list.enumerated().map { index, value in
            var reader = Reader(value, place: "models[\(index)]")
            defer { problems += reader.problems }
            return reader.model(asOf: day)
        }
        let names = models.map(\.name)
        for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
            problems.append("\"\(name)\" stands there more than once.")
        }
        if models.isEmpty { problems.append("\"models\" is empty.") }
        guard problems.isEmpty else {
            throw JudgingError.invalidPriceFile(path: path, problems: problems)
        }
    }

    /// Takes what is right of one model and notes what is wrong.
    private struct Reader {
        let value: JSONValue
        let place: String
        var problems: [String] = []

        init(_ value: JSONValue, place: String) {
            self.value = value
            self.place = place
        }

        mutating func model(asOf day: String?) -> ModelPrices {
            let name = value["name"]?.stringValue ?? ""
            if name.isEmpty { problems.append("\(place) has no \"name\".") }
            let base = prices(value, place)
            let tuned = value["tuned"].flatMap { $0.isNull ? nil : prices($0, place + ".tuned") }
            return ModelPrices(
                name: name, base: base, tuned: tuned, training: price(value, "training", place),
                asOf: value["as_of"]?.stringValue ?? day ?? "no date",
                note: value["note"]?.stringValue)
        }

        private mutating func prices(_ value: JSONValue, _ place: String) -> TokenPrices {
            for key in ["input", "output"] where value[key] == nil {
                problems.append("\(place) has no \"\(key)\".")
            }
            let input = price(value, "input", place) ?? 0
            return TokenPrices(
                input: input, cachedInput: price(value, "cached_input", place) ?? input,
                output: price(value, "output", place) ?? 0,
                cacheWrite: price(value, "cache_write", place))
        }

        private mutating func price(_ value: JSONValue, _ key: String, _ place: String) -> Double? {
            guard let found = value[key], !found.isNull else { return nil }
            if let number = found.doubleValue, number >= 0, number.isFinite { return number }
            problems.append("\(place).\(key) is no price: write a number of dollars, at least 0.")
            return nil
        }
    }
}
