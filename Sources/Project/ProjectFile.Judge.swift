extension ProjectFile.Evaluation {
    /// A model that says which of two answers is better.
    package struct Judge: Sendable, Equatable {
        /// The base of an OpenAI-compatible API, before "/chat/completions".
        package var endpoint: String
        package var model: String
        /// Names the environment variable of the key; nil sends none.
        package var keyVariable: String?
        /// What makes an answer good; nil leaves it to the model.
        package var instructions: String?
        /// How often one request is sent at most.
        package var attempts = 5
        /// For one answer.
        package var timeoutSeconds = 120.0

        package init(endpoint: String, model: String) {
            self.endpoint = endpoint
            self.model = model
        }
    }
}

extension ProjectFile.Evaluation.Judge {
    /// The section `evaluation.judge`; nil where it is absent.
    init?(in evaluation: YAMLSection) {
        guard let node = evaluation.node("judge"), !node.isEmptyValue else { return nil }
        let section = evaluation.section("judge")
        let endpoint = section.endpointURL()
        let model = section.optionalText("model")
        self.init(endpoint: endpoint ?? "", model: model ?? "")
        if endpoint == nil {
            section.log.add(
                "evaluation.judge.endpoint is missing.",
                "Write the base of an OpenAI-compatible API, such as https://api.openai.com/v1.",
                at: section.mark)
        }
        if model == nil {
            section.log.add(
                "evaluation.judge.model is missing.", "Name the endpoint's model.",
                at: section.mark)
        }
        keyVariable = section.keyVariable()
        instructions = section.optionalText("instructions")
        attempts = section.whole("attempts", attempts, in: 1...100)
        timeoutSeconds = section.number("timeout_seconds", timeoutSeconds, in: 0.1...86_400)
        section.finish()
    }

    /// The section as `promptintern init` writes it, without its indentation.
    var commentedLines: [String] {
        func text(_ value: String) -> String { YAMLScalar.text(value).yaml }
        return [
            "judge:",
            "  endpoint: \(text(endpoint))", "  model: \(text(model))",
            "  "
                + (keyVariable.map { "key_variable: \(text($0))" }
                    ?? "# key_variable: OPENAI_API_KEY"),
            "  # What makes an answer good.",
            "  "
                + (instructions.map { "instructions: \(text($0))" }
                    ?? "# instructions: A good answer names the article and stays polite."),
            "  attempts: \(attempts)", "  timeout_seconds: \(timeoutSeconds)",
        ]
    }

    /// The same as comments, for a project without a judge.
    static let exampleLines = [
        "# judge:", "#   endpoint: https://api.openai.com/v1", "#   model: gpt-4.1-mini",
        "#   key_variable: OPENAI_API_KEY",
        "#   instructions: A good answer names the article and stays polite.",
    ]
}
