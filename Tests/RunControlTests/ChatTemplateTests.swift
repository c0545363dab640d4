import ChatTemplates
import JSONText
import Prompts
import RunControl
import RunTestSupport
import Testing

/// Projects whose prompts are put into a chat template.
@Suite struct ChatTemplateTests {
    /// Templates in the shapes of their families.
    enum Shape: String, CaseIterable {
        /// With a system prompt of its own.
        case chatML = """
            {% if messages[0].role != 'system' %}<|im_start|>system
            You are a model. You help wherever you can and tell what you know.<|im_end|>
            {% endif %}{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content }}<|im_end|>
            {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
            """
        case llama3 = """
            {{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m.role }}\
            {{ '<|end_header_id|>\\n\\n' + m.content | trim + '<|eot_id|>' }}{% endfor %}\
            {% if add_generation_prompt %}\
            {{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}
            """
        /// The system's text stands in the first turn.
        case mistral = """
            {{ bos_token }}{% set ns = namespace(system='') %}{% for m in messages %}\
            {% if m.role == 'system' %}{% set ns.system = m.content + '\\n\\n' %}\
            {% elif m.role == 'user' %}{{ '[INST] ' + ns.system + m.content + ' [/INST]' }}\
            {% set ns.system = '' %}{% else %}{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}
            """
    }

    private static let layout = """
        {"parts": [{"kind": "template", "role": "system", "text": "\(text)", "trailing": "\\n"},
            {"kind": "pinned", "role": "system", "text": "Be brief."},
            {"kind": "examples"},
            {"kind": "query", "role": "user", "text": "Q: {query}"}],
         "examples": {"input_role": "user", "output_role": "assistant"}}
        """

    private static let text = SmallProject.template.replacing("\n", with: "\\n")

    private func project(
        _ template: String?, layout: String? = Self.layout, settings: String = ""
    ) throws -> SmallProject {
        var options = SmallProject.Options()
        options.hasChatTokens = true
        options.contextLength = 1024
        let project = try SmallProject(options)
        if let template { try project.write("model/chat_template.jinja", template) }
        if let layout { try project.write("layout.json", layout) }
        try project.replace(
            in: "project.yaml", "  template: template.txt",
            with: (layout == nil ? "  template: template.txt" : "  layout: layout.json")
                + "\n  chat_template: model" + settings)
        return project
    }

    private func stagePlan(_ prepared: PreparedProject) throws -> StagePlan {
        try prepared.plan(prepared.project.file.schedule.schedule)
    }

    /// What the renderer makes of a prompt's messages.
    private func rendering(_ spans: [PromptSpan], _ chat: ChatDress) throws -> String {
        var messages: [(role: String, text: String)] = []
        for span in spans {
            if messages.last?.role == span.role ?? "user" {
                messages[messages.count - 1].text += span.text
            } else {
                messages.append((span.role ?? "user", span.text))
            }
        }
        return try chat.file.template.render(
            messages: .array(
                messages.map { ["role": .string($0.role), "content": .string($0.text)] }),
            addGenerationPrompt: true, bosToken: "<s>", eosToken: "<|endoftext|>", now: chat.now)
    }

    // MARK: Texts

    @Test(arguments: Shape.allCases)
    func promptsAreWhatTheTemplateRenders(_ shape: Shape) throws {
        let prepared = try project(shape.rawValue).prepared()
        let chat = try #require(prepared.project.chat)
        let plan = try stagePlan(prepared)
        var input = prepared.planInput
        input.dress = nil
        let plain = try StagePlan(schedule: plan.schedule, input: input)
        for stage in plan.stages.indices {
            for record in prepared.project.training.indices {
                let spans = try plan.rendered(record: record, stage: stage)
                let undressed = try plain.rendered(record: record, stage: stage)
                #expect(spans.joinedText == (try rendering(undressed, chat)))
                let kinds = spans.filter { $0.kind != .pinned }.map(\.kind)
                #expect(kinds == undressed.filter { $0.kind != .pinned }.map(\.kind))
            }
        }
        for record in prepared.project.heldOut {
            let spans = try plan.renderedQueryOnly(record)
            let undressed = try plain.renderedQueryOnly(record)
            #expect(spans.joinedText == (try rendering(undressed, chat)))
        }
    }

    @Test(arguments: Shape.allCases)
    func theQueryBlockIsTheSameInAllStages(_ shape: Shape) throws {
        let prepared = try project(shape.rawValue).prepared()
        let plan = try stagePlan(prepared)
        for (index, record) in prepared.project.training.enumerated() {
            func block(_ spans: [PromptSpan]) -> String {
                spans.drop { $0.kind != .query }.joinedText
            }
            let sent = block(try plan.renderedQueryOnly(record))
            #expect(sent.hasPrefix("Q: \(record.query)"))
            #expect(sent.count > "Q: \(record.query)".count)
            for stage in plan.stages.indices {
                let shown = block(try plan.rendered(record: index, stage: stage))
                #expect(shown.utf8.elementsEqual(sent.utf8))
            }
        }
    }

    @Test func partsWithoutARoleAreTheUsersMessage() throws {
        let prepared = try project(Shape.llama3.rawValue, layout: nil).prepared()
        let plan = try stagePlan(prepared)
        let record = prepared.project.training[0]
        #expect(
            try plan.renderedQueryOnly(record) == [
                PromptSpan(
                    kind: .pinned, text: "<s><|start_header_id|>user<|end_header_id|>\n\n"),
                PromptSpan(kind: .query, text: "Question: \(record.query)\nAnswer:"),
                PromptSpan(
                    kind: .pinned,
                    text: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"),
            ])
        let full = try plan.rendered(record: 0, stage: 0)
        #expect(full.map(\.kind) == [.pinned, .template, .examples, .query, .pinned])
    }

    @Test func aSystemPromptOfTheTemplatesOwnIsShownAndWarnedOf() throws {
        let layout = Self.layout.replacing("\"kind\": \"pinned\"", with: "\"kind\": \"tools\"")
        let prepared = try project(Shape.chatML.rawValue, layout: layout).prepared()
        let plan = try stagePlan(prepared)
        let own = "You are a model. You help wherever you can and tell what you know."
        let spans = try plan.rendered(record: 0, stage: 2)
        #expect(spans.first?.kind == .pinned)
        #expect(spans.first?.text.contains(own) == true)
        #expect(try !plan.rendered(record: 0, stage: 0).joinedText.contains(own))
        #expect(
            plan.warnings() == [
                "The chat template adds text of its own to what production sends: "
                    + "\"You are a model. You help wherever you can and tell what you\". The Prompts "
                    + "pane shows it whole. A message in the role system may take its place."
            ])
        let pinned = try stagePlan(project(Shape.chatML.rawValue).prepared())
        #expect(pinned.warnings() == [])
    }

    // MARK: Tokens

    @Test(arguments: Shape.allCases)
    func tokensAreThoseOfTheTextWithOneBeginning(_ shape: Shape) throws {
        let project = try project(shape.rawValue)
        let plan = try project.plan()
        let prepared = plan.prepared
        let tokenizer = prepared.model.tokenizer
        let begin = try #require(tokenizer.id("<s>"))
        let end = try #require(tokenizer.id(shape == .chatML ? "<|im_end|>" : "<|endoftext|>"))
        for (stage, training) in plan.stages.enumerated() {
            for (index, sequence) in training.sequences.enumerated() {
                let spans = try plan.stagePlan.rendered(record: index, stage: stage)
                let ids = tokenizer.encode(spans.joinedText, addSpecialTokens: false)
                #expect(Array(sequence.tokens.prefix(sequence.promptCount)) == ids)
                #expect(sequence.tokens.count { $0 == begin } == (shape == .chatML ? 0 : 1))
                #expect(sequence.tokens.last == end)
                let answer = sequence.tokens.dropFirst(sequence.promptCount).dropLast()
                #expect(
                    tokenizer.decode(Array(answer), skipSpecialTokens: false)
                        == project.training[index].output)
                #expect(plan.stagePlan.stages[stage].recordTokens[index] == ids.count)
                #expect(prepared.tokenCounts(spans).reduce(0, +) == ids.count)
            }
        }
        #expect(prepared.endOfSequence == [0, 2])
    }

    @Test func aRunWithATemplateTrainsAndIsJudged() throws {
        let project = try project(Shape.chatML.rawValue)
        let store = try project.openStore()
        let trained = try project.train(store)
        #expect(trained.outcome.status == .finished)
        let evaluations = try store.evaluations(of: trained.id)
        #expect(evaluations.contains { $0.model == .tuned && $0.arm == .queryOnly })
    }

    @Test func withoutATemplateNothingChanges() throws {
        let project = try project(Shape.llama3.rawValue, layout: nil)
        try project.replace(in: "project.yaml", "chat_template: model", with: "chat_template: none")
        let prepared = try project.prepared()
        let record = prepared.project.training[0]
        let spans = try stagePlan(prepared).renderedQueryOnly(record)
        #expect(spans.map(\.text) == ["Question: \(record.query)\nAnswer:"])
        let sequence = prepared.sequence(record, spans)
        #expect(sequence.tokens.first == prepared.model.tokenizer.id("<s>"))
        #expect(prepared.project.completion(for: record) == " \(record.output)")
        #expect(prepared.project.dataHashes.allSatisfy { $0.name != "chat_template" })
    }

    @Test func theFingerprintCoversTemplateAndDate() throws {
        let project = try project(Shape.llama3.rawValue)
        var prints = [try project.plan().fingerprint]
        try project.write("model/chat_template.jinja", Shape.llama3.rawValue + "{# same text #}")
        prints.append(try project.plan().fingerprint)
        try project.replace(
            in: "project.yaml", "chat_template: model",
            with: "chat_template: model\n  chat_date: 2026-01-31")
        prints.append(try project.plan().fingerprint)
        #expect(Set(prints).count == 3)
        #expect(try project.plan().fingerprint == prints[2])
    }

    @Test func aFileServesAsWellAsTheModelsTemplate() throws {
        let project = try project(Shape.mistral.rawValue)
        let prompts = try stagePlan(project.prepared()).rendered(record: 1, stage: 0)
        try project.write("my chat.jinja", Shape.mistral.rawValue)
        try project.write("model/chat_template.jinja", "nothing")
        try project.replace(
            in: "project.yaml", "chat_template: model", with: "chat_template: my chat.jinja")
        #expect(try stagePlan(project.prepared()).rendered(record: 1, stage: 0) == prompts)
    }

    @Test func theDateIsTheProjects() throws {
        let template = "{{ strftime_now('%d %b %Y') }}: {{ messages[-1].content }}"
        let plain = """
            {"parts": [{"kind": "query", "text": "{query}"}]}
            """
        let project = try project(template, layout: plain, settings: "\n  chat_date: 2026-01-31")
        let prepared = try project.prepared()
        let record = prepared.project.training[0]
        let spans = try stagePlan(prepared).renderedQueryOnly(record)
        #expect(spans.joinedText == "31 Jan 2026: \(record.query)")
    }

    // MARK: Refusals

    private func refusal(_ project: SmallProject) -> String? {
        #expect(throws: (any Error).self) { try stagePlan(project.prepared()) }.map { "\($0)" }
    }

    @Test func aModelWithoutATemplateIsRefused() throws {
        let project = try project(nil)
        let path = project.url.appending(path: "model").standardizedFileURL.path
        #expect(
            refusal(project)
                == "\(path) has no chat template, neither chat_template.jinja nor one in "
                + "tokenizer_config.json. Set data.chat_template to a Jinja file, or to none.")
    }

    @Test func aTemplateThatAsksForTheDateIsRefused() throws {
        let project = try project(
            "{% macro day() %}{{ strftime_now('%d') }}{% endmacro %}{{ messages[0].content }}")
        let path = project.url.appending(path: "model/chat_template.jinja")
        #expect(
            refusal(project)
                == "\(path.standardizedFileURL.path): the chat template asks for today's date "
                + "(strftime_now), so that no run could be repeated. Set data.chat_date: YYYY-MM-DD."
        )
    }

    @Test func aTemplateThatRefusesThePromptIsToldWithTheRecord() throws {
        let project = try project("{{ raise_exception('no systems here') }}")
        #expect(
            refusal(project) == """
                The prompt of record "train-0" in stage 0 cannot be put into the chat template. The \
                chat template refuses the conversation, line 1: no systems here. Change the messages \
                to what the template asks for.
                train.jsonl, line 1
                Change the layout's roles, or set data.chat_template to none.
                """)
    }

    @Test func aTemplateThatHidesAMessageIsRefused() throws {
        let project = try project("{{ messages[-1].content }}")
        #expect(
            refusal(project) == """
                The prompt of record "train-0" in stage 0 cannot be put into the chat template. The \
                chat template leaves out a message in the role system.
                train.jsonl, line 1
                Change the layout's roles, or set data.chat_template to none.
                """)
    }

    @Test func aTemplateThatWritesTheQueryAnewIsRefused() throws {
        let project = try project("{% for m in messages %}{{ m.content | upper }}{% endfor %}")
        #expect(
            refusal(project) == """
                The chat template does not show the query of record "train-0" as it is.
                train.jsonl, line 1
                Use another chat template, or set data.chat_template to none.
                """)
    }

    @Test func aQueryThatIsTrimmedOnlyAloneIsRefused() throws {
        let layout = """
            {"parts": [{"kind": "template", "text": "Translate."},
                {"kind": "query", "text": "\\n\\nQ: {query}"}]}
            """
        let project = try project(Shape.llama3.rawValue, layout: layout)
        #expect(
            refusal(project) == """
                The chat template shows the query of record "train-0" in stage 0 otherwise than \
                production sends it alone.
                train.jsonl, line 1
                Let the query's format begin and end without white space, or set \
                data.chat_template to none.
                """)
    }
}
