extension Schedule {
    /// Below this share the template is as good as gone.
    private static let lowRate = 0.5
    /// The part of all epochs that the model should have seen a fuller prompt for before that.
    private static let earlyShare = 0.25

    /// What makes this schedule unlikely to work, each as a full sentence; nothing of it is
    /// forbidden.
    package func warnings() -> [String] {
        guard !stages.isEmpty else { return ["The schedule has no stages: nothing is trained."] }
        return rangeWarnings() + orderWarnings() + endWarnings() + progressionWarnings()
    }

    private func rangeWarnings() -> [String] {
        stages.enumerated().flatMap { index, stage -> [String] in
            var found: [String] = []
            if !(0...1).contains(stage.compressionRate) {
                found.append(
                    "Stage \(index) asks for a compression rate of \(stage.compressionRate): "
                        + "it is a share kept, from 0 to 1.")
            }
            if stage.shots < 0 {
                found.append("Stage \(index) asks for \(stage.shots) examples: it needs 0 or more.")
            }
            if stage.epochs < 1 {
                found.append(
                    "Stage \(index) has \(stage.epochs) epochs: it trains on nothing.")
            }
            return found
        }
    }

    private func orderWarnings() -> [String] {
        zip(stages, stages.dropFirst()).enumerated().flatMap { index, pair -> [String] in
            var found: [String] = []
            if pair.1.compressionRate > pair.0.compressionRate {
                found.append(
                    "Stage \(index + 1) keeps more of the template (\(pair.1.compressionRate)) "
                        + "than stage \(index) (\(pair.0.compressionRate)): "
                        + "what was absorbed is shown again.")
            }
            if pair.1.shots > pair.0.shots {
                found.append(
                    "Stage \(index + 1) has more examples (\(pair.1.shots)) "
                        + "than stage \(index) (\(pair.0.shots)): what was absorbed is shown again."
                )
            }
            return found
        }
    }

    private func endWarnings() -> [String] {
        guard let last = stages.last, last.compressionRate > 0 || last.shots > 0 else { return [] }
        return [
            "The last stage still shows \(Self.parts(of: last)): "
                + "the model is never trained on the query alone, which is what production sends."
        ]
    }

    private func progressionWarnings() -> [String] {
        guard let first = stages.first, stages.count > 1 else { return [] }
        let isFull = { (stage: StageSetting) in
            stage.compressionRate >= 1 && stage.shots == first.shots
        }
        let isEmpty = { (stage: StageSetting) in stage.compressionRate <= 0 && stage.shots <= 0 }
        for (index, pair) in zip(stages, stages.dropFirst()).enumerated()
        where isFull(pair.0) && isEmpty(pair.1) {
            return [
                "From stage \(index) to stage \(index + 1) the prompt goes from full to nothing "
                    + "at once: put a stage between them."
            ]
        }
        return lowTooEarlyWarning()
    }

    private func lowTooEarlyWarning() -> [String] {
        let total = epochs
        guard stages.count > 1, total > 0,
            let low = stages.firstIndex(where: { $0.compressionRate < Self.lowRate })
        else { return [] }
        if low == 0 {
            return [
                "The first stage keeps only \(stages[0].compressionRate) of the template: "
                    + "the model never sees the full prompt that it should learn."
            ]
        }
        let before = stages[..<low].reduce(0) { $0 + $1.epochs }
        guard Double(before) < Self.earlyShare * Double(total) else { return [] }
        return [
            "Stage \(low) keeps only \(stages[low].compressionRate) of the template after "
                + "\(before) of \(total) epochs: the template goes too early."
        ]
    }

    private static func parts(of stage: StageSetting) -> String {
        let template = "\(stage.compressionRate) of the template"
        let examples = stage.shots == 1 ? "1 example" : "\(stage.shots) examples"
        if stage.shots <= 0 { return template }
        return stage.compressionRate <= 0 ? examples : "\(template) and \(examples)"
    }
}
