import JSONText

/// A model's chat template: Jinja as transformers sets it up, which makes a prompt of a
/// conversation.
package struct ChatTemplate: Sendable {
    package let source: String
    private let body: Block
    private let scopes: [Scope]

    /// Reads a template.
    /// - Throws: `ChatTemplateError` for what is not Jinja, and by its name for what Jinja2 knows
    ///   and this renderer does not.
    package init(source: String) throws {
        let (body, scopeCount) = try Parser.parse(source)
        self.source = source
        self.body = body
        scopes = try ScopeAnalysis.scopes(of: body, count: scopeCount)
    }

    /// Whether the template asks for the present date: its prompts differ from day to day then.
    package var readsClock: Bool {
        var result = false
        NameReads { if $0 == GlobalFunction.strftimeNow.rawValue { result = true } }
            .walk(body.statements)
        return result
    }

    /// The prompt of a conversation.
    ///
    /// Messages are a list of objects, mostly with `role` and `content`. With
    /// `addGenerationPrompt`, the prompt ends where the assistant begins. Extra variables win over
    /// the others.
    /// - Throws: `ChatTemplateError`, the template's own `raise_exception` included.
    package func render(
        messages: JSONValue, tools: JSONValue? = nil, addGenerationPrompt: Bool = false,
        bosToken: String? = nil, eosToken: String? = nil, extra: [String: JSONValue] = [:],
        now: LocalTime
    ) throws -> String {
        var arguments: [String: JSONValue] = [
            "messages": messages, "tools": tools ?? .null, "documents": .null,
            "add_generation_prompt": .bool(addGenerationPrompt),
        ]
        if let bosToken { arguments["bos_token"] = .string(bosToken) }
        if let eosToken { arguments["eos_token"] = .string(eosToken) }
        arguments.merge(extra) { $1 }
        return try render(arguments, now: now)
    }

    /// Renders with exactly these variables.
    package func render(_ arguments: [String: JSONValue], now: LocalTime) throws -> String {
        let globals: [GlobalFunction] = [
            .range, .dict, .namespace, .raiseException, .strftimeNow,
        ]
        var values: [String: Value] = [:]
        for function in globals { values[function.rawValue] = .function(function) }
        do {
            for (name, value) in arguments { values[name] = try Value(value) }
            return try Renderer(scopes: scopes, arguments: values, now: now).render(body)
        } catch let failure as RenderFailure {
            throw failure.located(at: 1)
        }
    }
}
