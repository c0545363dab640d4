/// Corrections held against a log's prompts: which stay, which group claims them, and which of
/// their text has a kind already.
struct CorrectedPrompts {
    /// A prompt that a correction leaves out.
    struct LeftOut {
        var prompt: ImportedPrompt
        /// An index into the corrections.
        var correction: Int
    }

    private(set) var prompts: [ImportedPrompt] = []
    /// For each prompt an index into the corrections' group names, or nil.
    private(set) var claims: [Int?] = []
    /// For each prompt its corrected texts, by message and place.
    private(set) var marks: [[TextMark]] = []
    private(set) var leftOut: [LeftOut] = []
    /// For each correction the number of prompts.
    private(set) var touched: [Int]

    private let corrections: [Correction]
    private let selectors: [TextSelector]
    private let groups: [(name: String, correction: Int)]

    /// Prompts of which nothing is corrected.
    init(_ prompts: [ImportedPrompt]) {
        self.prompts = prompts
        claims = [Int?](repeating: nil, count: prompts.count)
        marks = [[TextMark]](repeating: [], count: prompts.count)
        (touched, corrections, selectors, groups) = ([], [], [], [])
    }

    /// - Throws: `CorrectionError` where two corrections contradict each other in a prompt.
    init(_ prompts: [ImportedPrompt], _ corrections: Corrections) throws(CorrectionError) {
        self.corrections = corrections.list
        touched = [Int](repeating: 0, count: corrections.list.count)
        var groups: [(name: String, correction: Int)] = []
        var selectors: [TextSelector] = []
        for (index, correction) in corrections.list.enumerated() {
            if case .group(let name) = correction.verdict { groups.append((name, index)) }
            do { selectors.append(try TextSelector(correction)) } catch {
                throw .invalidPattern(correction, reason: error.text)
            }
        }
        self.groups = groups
        self.selectors = selectors
        for prompt in prompts { try take(prompt) }
    }

    private mutating func take(_ prompt: ImportedPrompt) throws(CorrectionError) {
        let claim = try claim(of: prompt)
        let group = claim.map { groups[$0].name }
        // Also where the group is left out: then the name is what tells it.
        if let claim { touched[groups[claim].correction] += 1 }
        for (index, correction) in corrections.enumerated()
        where correction.verdict == .leftOut && isAbout(prompt, group, correction) {
            let isWhole = correction.selection == .all && correction.role == nil
            if !isWhole, try places(index, prompt).isEmpty { continue }
            touched[index] += 1
            leftOut.append(LeftOut(prompt: prompt, correction: index))
            return
        }
        prompts.append(prompt)
        claims.append(claim)
        marks.append(try marks(of: prompt, group))
    }

    /// Whether a correction is about the prompt at all.
    private func isAbout(
        _ prompt: ImportedPrompt, _ group: String?, _ correction: Correction
    ) -> Bool {
        if let wanted = correction.group, wanted != group { return false }
        if let content = correction.content {
            return PromptContent(content)?.isContent(of: prompt) == true
        }
        return correction.record == nil || correction.record == prompt.id
    }

    private func claim(of prompt: ImportedPrompt) throws(CorrectionError) -> Int? {
        var found: Int?
        for (index, group) in groups.enumerated()
        where try !places(group.correction, prompt).isEmpty {
            if let found {
                throw .contradiction(
                    corrections[groups[found].correction], corrections[group.correction],
                    place: "\(prompt.source)")
            }
            found = index
        }
        return found
    }

    private func places(
        _ index: Int, _ prompt: ImportedPrompt
    ) throws(CorrectionError) -> [TextMark] {
        let correction = corrections[index]
        var found: [TextMark] = []
        for (turn, message) in prompt.turns.enumerated()
        where correction.role == nil || correction.role == message.role {
            do throws(TextPattern.TooSlow) {
                for range in try selectors[index].ranges(in: message.text) {
                    found.append(
                        TextMark(turn: turn, range: range, kind: .query, correction: index))
                }
            } catch {
                throw .slowPattern(correction, place: "\(prompt.source)")
            }
        }
        return found
    }

    // MARK: Marks

    private mutating func marks(
        of prompt: ImportedPrompt, _ group: String?
    ) throws(CorrectionError) -> [TextMark] {
        var accepted: [TextMark] = []
        for rank in [2, 1, 0] {
            var found: [TextMark] = []
            for (index, correction) in corrections.enumerated() {
                guard case .kind(let kind) = correction.verdict, correction.rank == rank,
                    isAbout(prompt, group, correction)
                else { continue }
                let places = try places(index, prompt)
                if !places.isEmpty { touched[index] += 1 }
                found += places.map {
                    var mark = $0
                    mark.kind = kind
                    mark.isOwn = rank == 2
                    return mark
                }
            }
            guard !found.isEmpty else { continue }
            let sorted = found.sorted()
            for (mark, next) in zip(sorted, sorted.dropFirst())
            where mark.overlaps(next) && mark.kind != next.kind {
                throw .contradiction(
                    corrections[mark.correction], corrections[next.correction],
                    place: "\(prompt.source)")
            }
            // What a narrower correction has said already stands.
            accepted += TextMark.united(sorted).flatMap { $0.without(accepted) }
        }
        guard !accepted.isEmpty else { return [] }
        let texts = prompt.turns.map(\.text)
        return TextMark.joined(accepted.sorted(), texts)
    }
}
