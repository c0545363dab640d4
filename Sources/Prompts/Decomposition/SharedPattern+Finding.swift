extension SharedPattern {
    private static let sampleCount = 48

    /// The pattern that texts share.
    ///
    /// A sample makes it and all texts test it. A few texts that do not follow it (one in fifty)
    /// are left as they are; more than that make it smaller. Near linear in the texts' size.
    init(sharedBy texts: [Bytes]) {
        let sample = Self.sample(of: texts)
        guard let anchor = sample.first else {
            self.init(head: [], middles: [], tail: [], isWhole: false)
            return
        }
        var pattern = SharedPattern(head: anchor, middles: [], tail: [], isWhole: true)
        if !sample.allSatisfy({ $0.elementsEqual(anchor) }) {
            pattern = Self.ends(of: sample, anchor: anchor)
            pattern.refine(bySample: sample)
        }
        pattern.refine(byAll: texts)
        self = pattern
    }

    /// Evenly spaced texts, a typical one first, without the few that share next to nothing.
    private static func sample(of texts: [Bytes]) -> [Bytes] {
        let count = min(sampleCount, texts.count)
        let sample = (0..<count).map { texts[$0 * texts.count / count] }
        guard count > 2 else { return sample }
        func likeness(_ one: Bytes, _ other: Bytes) -> Int {
            let head = commonHead(one, other)
            return head + commonTail(one.dropFirst(head), other.dropFirst(head))
        }
        var best: (median: Int, anchor: Int, scores: [Int]) = (-1, 0, [])
        for anchor in [0, count / 2, count - 1] {
            let scores = sample.map { likeness(sample[anchor], $0) }
            let median = scores.sorted()[count / 2]
            if median > best.median { best = (median, anchor, scores) }
        }
        let strangers = best.scores.indices.filter { 2 * best.scores[$0] < best.median }
        let isFew = 10 * strangers.count <= count
        let kept = sample.indices.filter {
            $0 != best.anchor && !(isFew && strangers.contains($0))
        }
        return [sample[best.anchor]] + kept.map { sample[$0] }
    }

    private static func ends(of sample: [Bytes], anchor: Bytes) -> SharedPattern {
        let headCount = sample.map { commonHead(anchor, $0) }.min() ?? 0
        let rest = anchor.dropFirst(headCount)
        let tailCount = sample.map { commonTail(rest, $0.dropFirst(headCount)) }.min() ?? 0
        return SharedPattern(
            head: anchor.prefix(headCount), middles: [rest.dropLast(tailCount)],
            tail: rest.suffix(tailCount), isWhole: false)
    }

    /// Texts that would take away most of what several others agreed on wait: if they are many,
    /// they are right.
    private mutating func refine(bySample sample: [Bytes]) {
        var waiting: [Bytes] = []
        for (index, text) in sample.dropFirst().enumerated() where !match(text).isComplete {
            let next = refined(by: text)
            if index > 2, 2 * next.byteCount < byteCount {
                waiting.append(text)
            } else {
                self = next
            }
        }
        if 10 * waiting.count > sample.count {
            for text in waiting { self = refined(by: text) }
        }
        middles.removeAll { TextTokens.wordCount($0) < SharedSegments.leastWords }
    }

    private mutating func refine(byAll texts: [Bytes]) {
        let strangers = texts.filter { !match($0).isComplete }
        if strangers.isEmpty || (texts.count >= 50 && 50 * strangers.count <= texts.count) {
            return
        }
        for text in strangers where !match(text).isComplete { self = refined(by: text) }
    }
}
