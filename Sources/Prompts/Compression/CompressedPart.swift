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
    /// Shortens a template part, or takes it from the cache.
    ///
    /// - Parameters:
    ///   - text: the whole part.
    ///   - rate: share of tokens to keep.
    ///   - part: its number among the template's parts, counted from 1.
    ///   - stage: whose rate it is; nil outside of a plan.
    ///   - recordID: of a record that brings its own template.
    /// - Returns: the shortened text.
    /// - Throws: `PromptsError.cannotCompress`, and other `PromptsError`s as they are.
    package func compressed(
        _ text: String, rate: Double, part: Int, stage: Int? = nil, recordID: String? = nil
    ) throws -> String {
        do {
            return try compressor.compress(text, to: rate, cache: cache, countTokens: countTokens)
        } catch let error as PromptsError {
            throw error
        } catch {
            throw PromptsError.cannotCompress(
                compressor: compressor.name, rate: rate, part: part, stage: stage,
                record: recordID, reason: "\(error)")
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
