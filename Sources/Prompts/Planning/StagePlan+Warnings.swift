extension StagePlan {
    /// What makes this plan unlikely to work, as full sentences: the schedule's own warnings, a
    /// bank that is too small, prompts longer than the context, sentences of a chat template.
    package func warnings() -> [String] {
        schedule.warnings() + bankWarnings() + contextWarnings() + dressWarnings()
    }

    private func bankWarnings() -> [String] {
        let wanted = schedule.largestShots
        let count = input.bank.count { !$0.isHeldOut }
        // A record never is its own example.
        let available = max(0, count - 1)
        guard wanted > 0, available < wanted else { return [] }
        if count == 0 {
            return [
                "The example bank is empty, but the schedule asks for \(wanted) examples a prompt: "
                    + "prompts will hold none. Add training records, or set the shots to 0."
            ]
        }
        return [
            "The example bank has \(count) records, which leaves \(available) for a prompt, "
                + "but the schedule asks for \(wanted): prompts will hold fewer examples."
        ]
    }

    /// The worst prompt of each stage, and how many there are.
    private func contextWarnings() -> [String] {
        guard let limit = input.contextLimit else { return [] }
        return stages.compactMap { stage -> String? in
            let long = stage.recordTokens.indices.filter { stage.recordTokens[$0] > limit }
            guard let worst = long.max(by: { stage.recordTokens[$0] < stage.recordTokens[$1] })
            else { return nil }
            let record = input.records[worst]
            let more =
                long.count == 1
                ? "It is the only one" : "\(long.count) prompts are too long, this one most"
            return "In stage \(stage.index) the prompt of record \"\(record.id)\" "
                + "(\(record.source)) has \(stage.recordTokens[worst]) tokens, "
                + "but the context holds \(limit). \(more)."
        }
    }
}
