import Foundation
import Prompts
import RunEvents

@testable import Workbench

/// A small project with everything that the panes show, the same in every test.
enum FakeProject {
    static let schedule = Schedule(stages: [
        StageSetting(compressionRate: 1, shots: 4, epochs: 2),
        StageSetting(compressionRate: 0.6, shots: 2, epochs: 1),
        StageSetting(compressionRate: 0.3, shots: 1, epochs: 1),
        StageSetting(compressionRate: 0, shots: 0, epochs: 2),
    ])

    static let queries = [
        "What is the total revenue of the north region?", "How many orders came in March 2024?",
        "Which product has the highest margin?", "Average price of items with stock below ten",
        "List the three largest customers by revenue", "Revenue per region, largest first",
        "Orders of Ærø & Søn over 1,000 €", "顧客ごとの売上", "Count products without a category",
        "Share of returned orders in the last quarter",
    ]

    static let records: [RecordSummary] = (0..<40).map { index in
        let split: DataSplit = index < 30 ? .train : index < 36 ? .validation : .test
        return RecordSummary(
            id: "q-\(String(format: "%03d", index + 1))", split: split,
            query: queries[index % queries.count], source: "questions.jsonl:\(index + 1)")
    }

    static let snapshot = ProjectSnapshot(
        name: "sales-formulas", folder: "sample-data/sales", modelName: "tiny-12m",
        modelSummary: "llama · 12.4 M parameters · float32", contextLength: 2048, records: records,
        schedule: schedule, learningRate: 2e-4, warmupSteps: 10,
        methods: [
            NamedValue("template by", "rules"), NamedValue("examples by", "BLEU of outputs"),
            NamedValue("judged by", "exact match"),
        ])

    static let verdict = CompareVerdict(
        runID: 12, decision: "train on", isShip: false,
        reason: "Query-only is more than 2.0 points worse than the full prompt (difference -6.4 "
            + "points, 95 % interval -8.8 to -4.0, 500 records), but has taken over 91.2 % of what "
            + "the prompt gives: train longer, or shorten the prompt slower.",
        retention: "91.2 % of what the prompt gives (88.0 to 94.1)",
        speed: "First token 15.0x sooner, whole answer 2.3x; against a prefix cache that holds "
            + "what all prompts share, 3.6x and 1.3x.", metric: "exact match",
        figures: [
            .init(name: "base, full-prompt", value: "78.0", interval: "74.2 to 81.6"),
            .init(name: "tuned, query-only", value: "71.6", interval: "67.6 to 75.4"),
        ], reference: "base, full-prompt", lost: ["q-031", "q-034"], gained: ["q-036"],
        test: "McNemar's exact p 0.004")

    static let template = """
        You turn questions about a table into one formula of the Grid dialect.
        Write nothing but the formula. Column names stand in square brackets.
        Functions: TOTAL(column, condition), MEAN(column, condition), HOWMANY(condition), \
        TOPMOST(column, n). A condition is column IS value or column OVER value. \
        Join conditions with ALSO. Put every formula into «…».

        """

    static let examples = [
        "Q: revenue of the south region\nA: «TOTAL([revenue], [region] IS south)»\n",
        "Q: orders in May\nA: «HOWMANY([month] IS May)»\n",
        "Q: mean price of lamps\nA: «MEAN([price], [product] IS lamp)»\n",
        "Q: two best months\nA: «TOPMOST([month], 2)»\n",
    ]

    /// A few words stand for compression: whole sentences go, as the rules compressor does it.
    static func template(keeping rate: Double) -> String {
        if rate >= 1 { return template }
        if rate <= 0 { return "" }
        if rate > 0.5 {
            return """
                You turn questions into one formula of the Grid dialect.
                Functions: TOTAL(column, condition), MEAN(column, condition), HOWMANY(condition), \
                TOPMOST(column, n). Put every formula into «…».

                """
        }
        return "Functions: TOTAL, MEAN, HOWMANY, TOPMOST. Put every formula into «…».\n"
    }

    static func tokens(_ text: String) -> Int { text.utf8.count }

    static func preview(_ recordID: String, stage: Int?, schedule: Schedule, revision: Int)
        -> RecordPreview
    {
        let setting =
            stage.map { schedule.stages[$0] }
            ?? StageSetting(compressionRate: 1, shots: 4, epochs: 1)
        let query = records.first { $0.id == recordID }?.query ?? ""
        var spans: [PromptSpan] = []
        let template = template(keeping: setting.compressionRate)
        if !template.isEmpty {
            spans.append(PromptSpan(kind: .template, role: "system", text: template))
        }
        for example in examples.prefix(setting.shots) {
            spans.append(PromptSpan(kind: .examples, role: "user", text: example))
        }
        spans.append(PromptSpan(kind: .query, role: "user", text: "Q: \(query)\nA:"))
        return RecordPreview(
            recordID: recordID, stage: stage, revision: revision,
            parts: spans.map { .init(span: $0, tokenCount: tokens($0.text)) },
            output: "«TOTAL([revenue], [region] IS north)»", outputTokenCount: 14)
    }

    static func stages(_ schedule: Schedule) -> [StageSummary] {
        schedule.stages.enumerated().map { index, setting in
            let kept = setting.compressionRate * 0.97
            let template = Int(370 * kept)
            return StageSummary(
                stage: index, compressionRate: setting.compressionRate, achievedRate: kept,
                shots: setting.shots, epochs: setting.epochs, learningRate: 2e-4,
                templateTokens: template,
                inputTokensPerRecord: Double(template + 51 * setting.shots + 45),
                stepCount: 60 * setting.epochs)
        }
    }

    static func plan(_ schedule: Schedule, revision: Int) -> PlanPreview {
        PlanPreview(
            revision: revision, stages: stages(schedule), recordCount: 480, meanOutputTokens: 14,
            warnings: schedule.warnings())
    }

    static let header = RunHeader(
        id: 12, name: "linear-4", started: Date(timeIntervalSince1970: 1_795_000_000),
        stages: stages(schedule),
        engine: RunEngine(precision: "bfloat16", base: "bfloat16", memoryGigabytes: 0.412))

    /// A loss that falls, jumps a little at each stage and is uneven in a fixed way.
    static func steps(_ range: ClosedRange<Int>) -> [StepMetrics] {
        let borders = [0, 120, 180, 240, 360]
        return range.map { step in
            let stage = borders.lastIndex { $0 < step }.map { min($0, 3) } ?? 0
            let since = Double(step - borders[stage])
            let noise = Double((step * 7919) % 101) / 101 - 0.5
            let loss =
                0.35 + 2.1 * exp(-Double(step) / 60) + 0.5 * Double(stage) / 3 * exp(-since / 20)
                + 0.25 * noise * exp(-Double(step) / 200)
            return StepMetrics(
                step: step, stage: stage, epoch: Double(step) / 60, loss: loss,
                learningRate: 2e-4 * (1 - Double(step) / 400), gradientNorm: 0.83 + noise / 5,
                recordCount: 8, tokenCount: 5840, uniqueTokenCount: 1210, labelTokenCount: 112,
                durationMilliseconds: 194)
        }
    }

    static func evaluations(_ step: Int, stage: Int) -> [EvaluationMetrics] {
        let progress = Double(step) / 360
        return [
            EvaluationMetrics(
                step: step, stage: stage, arm: .fullPrompt, model: .tuned, split: "validation",
                recordCount: 60, loss: 0.9 - 0.4 * progress, exactMatch: 0.55 + 0.3 * progress,
                inputTokensPerRecord: 607, prefillMilliseconds: 92.4,
                warmPrefillMilliseconds: 21.7, decodeMilliseconds: 61.2),
            EvaluationMetrics(
                step: step, stage: stage, arm: .queryOnly, model: .tuned, split: "validation",
                recordCount: 60, loss: 2.2 - 1.6 * progress, exactMatch: 0.8 * progress,
                inputTokensPerRecord: 45, prefillMilliseconds: 6.1,
                warmPrefillMilliseconds: 5.9, decodeMilliseconds: 58.9),
        ]
    }

    static let baseEvaluations: [EvaluationMetrics] = [
        EvaluationMetrics(
            step: 0, stage: 0, arm: .fullPrompt, model: .base, split: "validation",
            recordCount: 60, loss: 1.71, exactMatch: 0.217, inputTokensPerRecord: 607,
            prefillMilliseconds: 91.8, warmPrefillMilliseconds: 21.5, decodeMilliseconds: 60.4),
        EvaluationMetrics(
            step: 0, stage: 0, arm: .queryOnly, model: .base, split: "validation",
            recordCount: 60, loss: 3.42, exactMatch: 0, inputTokensPerRecord: 45,
            prefillMilliseconds: 6.0, warmPrefillMilliseconds: 5.8, decodeMilliseconds: 59.7),
    ]

    static let log: [LogLine] = [
        LogLine(
            time: Date(timeIntervalSince1970: 1_795_000_003), level: .info,
            text: "480 training records, 60 for validation"),
        LogLine(
            time: Date(timeIntervalSince1970: 1_795_000_004), level: .info,
            text: "stage 0: τ 1.00, k 4, 120 steps"),
        LogLine(
            time: Date(timeIntervalSince1970: 1_795_000_090), level: .warning,
            text: "record q-017 is cut to the context of 2,048 tokens"),
    ]

    static func prediction(_ recordID: String, _ arm: PromptArm, right: Bool) -> Prediction {
        let expected = "«TOTAL([revenue], [region] IS north)»"
        return Prediction(
            step: 360, recordID: recordID, arm: arm, model: .tuned,
            text: right ? expected : "«TOTAL([revenue], [region] OVER north)»", expected: expected,
            isExactMatch: right, promptTokens: arm == .fullPrompt ? 607 : 45, outputTokens: 14,
            prefillMilliseconds: arm == .fullPrompt ? 92.4 : 6.1, decodeMilliseconds: 60.3)
    }

    static let ratingSheet = RatingSheet(
        runID: 11,
        pairs: (0..<3).map { index in
            RatingSheet.Pair(
                id: "pair-\(index)", query: queries[index],
                left: "«TOTAL([revenue], [region] IS north)» \(index)",
                right: index == 2
                    ? (0..<60).map { "line \($0)" }.joined(separator: "\n")
                    : "«MEAN([revenue])» \(index)")
        }, doneCount: 7)

    static let runs: [RunSummary] = [
        RunSummary(
            id: 12, name: "linear-4", status: .running,
            started: Date(timeIntervalSince1970: 1_795_000_000), stageCount: 4, stepsDone: 203,
            stepsPlanned: 360, loss: 0.512),
        RunSummary(
            id: 11, name: "exponential-4", status: .finished,
            started: Date(timeIntervalSince1970: 1_794_900_000),
            ended: Date(timeIntervalSince1970: 1_794_900_412), stageCount: 4, stepsDone: 360,
            stepsPlanned: 360, loss: 0.381, fullPromptAccuracy: 0.817, queryOnlyAccuracy: 0.733),
        RunSummary(
            id: 10, name: "direct", status: .interrupted,
            started: Date(timeIntervalSince1970: 1_794_800_000), stageCount: 1, stepsDone: 88,
            stepsPlanned: 1_360, loss: 0.944),
        RunSummary(
            id: 9, name: "high-rate", status: .failed,
            started: Date(timeIntervalSince1970: 1_794_700_000), stageCount: 4, stepsDone: 12,
            stepsPlanned: 360, loss: .nan),
    ]

    static let detail = RunDetail(
        summary: runs[1], stages: stages(schedule), steps: steps(1...360),
        evaluations: baseEvaluations + evaluations(120, stage: 0) + evaluations(180, stage: 1)
            + evaluations(240, stage: 2) + evaluations(360, stage: 3),
        log: log,
        settings: [
            .init("model", "tiny-12m"), .init("LoRA", "rank 16, alpha 32, q k v o"),
            .init("learning rate", "2.00e-04, cosine, 20 steps of warm-up"),
            .init("batch", "8 records"), .init("seed", "17"),
        ])
}
