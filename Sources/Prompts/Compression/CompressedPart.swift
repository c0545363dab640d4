/// A template part as a rate leaves it.
package struct CompressedPart: Sendable, Equatable {
    /// Of the layout's template parts, counted from 1.
    package var part: Int
    package var fullText: String
    package var text: String
    package var fullTokens: Int
    package var tokens: Int

    /// Share of tokens that remains; 1 where there were none.
    package var achievedRate: Double {
        fullTokens == 0 ? 1 : Double(tokens) / Double(fullTokens)
    }
}

extension PlanInput {
    /// Shortens a template part, or takes it from the cache; rates of 1 and 0 need neither.
    ///
    /// - Parameters:
    ///   - text: the whole part.
    ///   - rate: share of tokens to keep.
    ///   - part: its number among the template's parts, counted from 1.
    ///   - stage: whose rate it is; nil outside of a plan.
    ///   - recordID: of a record that brings its own template.
    /// - Returns: the shortened text.
    /// - Throws: `PromptsError.cannotCompress`, also where the ledger knows it before;
    ///   `.notCompressed` where it is not to be done now; other `PromptsError`s, and the cache's
    ///   errors, as they are.
    package func compressed(
        _ text: String, rate: Double, part: Int, stage: Int? = nil, recordID: String? = nil
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        let key = CompressionKey(text: text, compressor: compressor, rate: rate)
        func failure(_ reason: String) -> PromptsError {
            .cannotCompress(
                compressor: compressor.name, rate: rate, part: part, stage: stage,
                record: recordID, reason: reason)
        }
        switch ledger?.outcome(key) {
        case .text(let text): return text
        case .failure(let reason):
            if let known = try cache.text(for: key) { return known }
            throw failure(reason)
        case nil:
            if let known = try cache.text(for: key) { return known }
        }
        guard compressesMissing else { throw PromptsError.notCompressed(rate: rate, stage: stage) }
        monitor.begin(rate: rate)
        let result: String
        do {
            if monitor.isStopped { throw CompressionStopped() }
            result = try compressor.compress(text, to: rate, countTokens: countTokens)
        } catch let error as PromptsError {
            throw error
        } catch {
            ledger?.note(.failure("\(error)"), for: key)
            throw failure("\(error)")
        }
        ledger?.note(.text(result), for: key)
        try cache.store(result, for: key)
        return result
    }

    /// Compresses all that the prompts of a stage need, the templates of records included, as far
    /// as it is not in the cache.
    /// - Throws: `PromptsError` of the first text that cannot be compressed.
    package func compressTemplates(rate: Double, stage: Int?) throws {
        let owners = [nil] + records.filter { $0.template != nil }.map(Optional.some)
        for owner in owners {
            for (index, text) in layout.templateTexts(for: owner).enumerated() {
                _ = try compressed(
                    text, rate: rate, part: index + 1, stage: stage, recordID: owner?.id)
            }
        }
    }

    /// The layout's template parts under a rate; empty parts are left out.
    /// - Throws: `PromptsError`.
    package func compressedParts(rate: Double) throws -> [CompressedPart] {
        try layout.templateTexts().enumerated().compactMap { index, full in
            guard !full.isEmpty else { return nil }
            let text = try compressed(full, rate: rate, part: index + 1)
            return CompressedPart(
                part: index + 1, fullText: full, text: text, fullTokens: countTokens(full),
                tokens: text.isEmpty ? 0 : countTokens(text))
        }
    }
}
