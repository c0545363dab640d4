/// What every stage of a schedule shows the model, and how many tokens that is.
///
/// Examples are ranked once, for the largest number that a stage asks for. A change of one stage
/// computes that stage only, and going back to an earlier setting computes nothing.
package struct StagePlan: Sendable {
    package let input: PlanInput
    package private(set) var stages: [PlannedStage] = []

    private var exampleRanking: ExampleRanking
    /// Token counts by what a stage shows.
    private var counts: [StageContent: [Int]] = [:]
    private let fullTemplateTokens: Int
    /// Whether a stage that cannot be made is kept, with its problem.
    private let keepsProblems: Bool
    /// Why there are no examples.
    private var rankingFailure: PromptsError?

    /// What tells the prompts of one stage from those of another.
    private struct StageContent: Hashable {
        var compressionRate: Double
        var shots: Int
    }

    /// Plans all stages.
    ///
    /// - Parameters:
    ///   - schedule: what each stage shows.
    ///   - input: what it is made from.
    ///   - keepsProblems: keeps a stage whose template cannot be compressed, or whose examples
    ///     cannot be found, with its problem in place of its numbers. No stage of such a plan may be
    ///     trained on before its `problem` was looked at.
    /// - Throws: `PromptsError` for a layout without a query, for rates that are no shares, and
    ///   where dressing changes a record's query; what compressor, retriever and caches throw.
    package init(schedule: Schedule, input: PlanInput, keepsProblems: Bool = false) throws {
        try input.layout.validate()
        self.input = input
        self.keepsProblems = keepsProblems
        do {
            exampleRanking = try ExampleRanking(input: input, count: schedule.largestShots)
        } catch  where keepsProblems {
            exampleRanking = try ExampleRanking(input: input, count: 0)
            rankingFailure = Self.retrievalFailure(error, input)
        }
        let tools = input.layout.parts.filter { $0.kind == .tools }.map(\.text)
        fullTemplateTokens = (input.layout.templateTexts() + tools).reduce(0) {
            $0 + ($1.isEmpty ? 0 : input.countTokens($1))
        }
        for setting in schedule.stages {
            stages.append(try planned(setting, at: stages.count))
        }
    }

    package var schedule: Schedule { Schedule(stages: stages.map(\.setting)) }

    /// The first stage that has no prompts, and why.
    package var firstProblem: (stage: Int, problem: StageProblem)? {
        for stage in stages {
            if let problem = stage.problem { return (stage.index, problem) }
        }
        return nil
    }

    /// Input tokens of the whole training.
    package var totalTokens: Int { stages.reduce(0) { $0 + $1.totalTokens } }

    // MARK: Changes

    /// Gives a stage another setting and computes that stage anew.
    package mutating func update(stage: Int, to setting: StageSetting) throws {
        stages[stage] = try planned(setting, at: stage)
    }

    /// Puts a stage before that of the given index.
    package mutating func insert(_ setting: StageSetting, at stage: Int) throws {
        stages.insert(try planned(setting, at: stage), at: stage)
        renumber()
    }

    /// Takes a stage out.
    package mutating func remove(stage: Int) {
        stages.remove(at: stage)
        renumber()
    }

    private mutating func renumber() {
        for index in stages.indices { stages[index].index = index }
    }

    // MARK: Prompts

    /// The prompt of a training record, by its position, in a stage.
    package func rendered(record: Int, stage: Int) throws -> [PromptSpan] {
        try rendered(
            input.records[record], setting: stages[stage].setting,
            ranking: exampleRanking.training(record, count: stages[stage].setting.shots),
            stage: stage)
    }

    /// The prompt of any record in a stage: held-out records and production's queries, whose
    /// examples are chosen by the query alone.
    package func rendered(_ record: PromptRecord, stage: Int) throws -> [PromptSpan] {
        try rendered(record, setting: stages[stage].setting)
    }

    /// The prompt of any record under any setting, such as the full prompt.
    ///
    /// Training records are ranked already; others are ranked when they are first asked for, which
    /// costs an index of the bank: ask for many at once with `renderedAll`.
    package func rendered(
        _ record: PromptRecord, setting: StageSetting
    ) throws -> [PromptSpan] {
        try renderedAll([record], setting: setting)[0]
    }

    /// The prompts of many records under a setting.
    package func renderedAll(
        _ records: [PromptRecord], setting: StageSetting
    ) throws -> [[PromptSpan]] {
        if let rankingFailure, setting.shots > 0 { throw rankingFailure }
        let ranking = try exampleRanking.ranking(of: records, count: setting.shots)
        return try zip(records, ranking).map {
            let spans = try rendered($0, setting: setting, ranking: $1[...])
            try checkQuery(of: $0, in: spans)
            return spans
        }
    }

    /// What production sends for a record.
    ///
    /// - Throws: `PromptsError.cannotDress`.
    package func renderedQueryOnly(_ record: PromptRecord) throws -> [PromptSpan] {
        try dressed(input.layout.renderQueryOnly(record), of: record)
    }

    /// The layout's templates at the stage's rate are handed in where they are at hand.
    private func rendered(
        _ record: PromptRecord, setting: StageSetting, ranking: ArraySlice<Int>,
        sharedTexts: [String]? = nil, stage: Int? = nil
    ) throws -> [PromptSpan] {
        let texts =
            if let sharedTexts, record.template == nil {
                sharedTexts
            } else {
                try templateTexts(for: record, rate: setting.compressionRate, stage: stage)
            }
        let examples =
            record.examples.isEmpty
            ? ranking.map { Example(input: input.bank[$0].query, output: input.bank[$0].output) }
            : Array(record.examples.prefix(max(0, setting.shots)))
        let spans = input.layout.render(
            record, templateTexts: texts, examples: examples,
            showsTools: setting.compressionRate > 0)
        return try dressed(spans, of: record, stage: stage)
    }

    private func templateTexts(
        for record: PromptRecord?, rate: Double, stage: Int?
    ) throws -> [String] {
        let ownID = record?.template == nil ? nil : record?.id
        return try input.layout.templateTexts(for: record).enumerated().map { index, text in
            try input.compressed(
                text, rate: rate, part: index + 1, stage: stage, recordID: ownID)
        }
    }

    // MARK: Counting

    private mutating func planned(_ setting: StageSetting, at index: Int) throws -> PlannedStage {
        func troubled(_ problem: StageProblem) -> PlannedStage {
            PlannedStage(
                index: index, setting: setting, templateTexts: [],
                fullTemplateTokens: fullTemplateTokens, templateTokens: 0, recordTokens: [],
                problem: problem)
        }
        do {
            try rankExamples(setting.shots)
            return try made(setting, at: index)
        } catch PromptsError.notCompressed where keepsProblems {
            return troubled(.pending)
        } catch let error as PromptsError where keepsProblems && error.isOfOneStage {
            return troubled(.failed(error.description))
        }
    }

    /// Ranks anew where a stage asks for more examples than any before.
    private mutating func rankExamples(_ shots: Int) throws {
        if shots > 0, let rankingFailure { throw rankingFailure }
        guard shots > exampleRanking.count else { return }
        do {
            exampleRanking = try ExampleRanking(input: input, count: shots)
        } catch  where keepsProblems {
            let failure = Self.retrievalFailure(error, input)
            rankingFailure = failure
            throw failure
        }
    }

    private static func retrievalFailure(_ error: any Error, _ input: PlanInput) -> PromptsError {
        .cannotRetrieve(retriever: input.selector.name, reason: "\(error)")
    }

    private mutating func made(_ setting: StageSetting, at index: Int) throws -> PlannedStage {
        let texts = try templateTexts(for: nil, rate: setting.compressionRate, stage: index)
        let tools =
            setting.compressionRate > 0
            ? input.layout.parts.filter { $0.kind == .tools }.map(\.text) : []
        return PlannedStage(
            index: index, setting: setting, templateTexts: texts,
            fullTemplateTokens: fullTemplateTokens,
            templateTokens: (texts + tools).reduce(0) {
                $0 + ($1.isEmpty ? 0 : input.countTokens($1))
            },
            recordTokens: try recordTokens(setting, sharedTexts: texts, stage: index))
    }

    private mutating func recordTokens(
        _ setting: StageSetting, sharedTexts: [String], stage: Int
    ) throws -> [Int] {
        let content = StageContent(
            compressionRate: setting.compressionRate, shots: max(0, setting.shots))
        if let known = counts[content] { return known }
        let tokens = try input.records.indices.map { position in
            let spans = try rendered(
                input.records[position], setting: setting,
                ranking: exampleRanking.training(position, count: setting.shots),
                sharedTexts: sharedTexts, stage: stage)
            try checkQuery(of: input.records[position], in: spans, stage: stage)
            return input.countTokens(spans.joinedText)
        }
        counts[content] = tokens
        return tokens
    }
}
