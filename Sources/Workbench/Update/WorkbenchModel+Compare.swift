extension WorkbenchModel {
    mutating func performInCompare(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .up: selectCompared(compare.selected - 1)
        case .down: selectCompared(compare.selected + 1)
        case .first: selectCompared(0)
        case .last: selectCompared(compare.records.count - 1)
        case .pageDown: compare.scroll += 3
        case .pageUp: compare.scroll = max(0, compare.scroll - 3)
        case .toggleModel: compare.model = compare.model == .tuned ? .base : .tuned
        case .toggleDifference: compare.showsDifference.toggle()
        case .nextDisagreement: findDisagreement(1)
        case .previousDisagreement: findDisagreement(-1)
        case .showVerdict:
            guard let verdict = compare.verdict else { return [] }
            overlay = .report(
                Report(title: "Verdict · run \(verdict.runID)", text: verdict.text))
        case .compareRecord:
            guard let record = comparedRecord else { return [] }
            compare.ask(record.id)
            return [.send(.compare(recordID: record.id, model: compare.model))]
        case .startRating:
            rating = .loading
            return [.send(.loadRatings)]
        default: break
        }
        let limit = CompareView(model: self).scrollLimit
        compare.scroll = min(compare.scroll, limit)
        return []
    }

    /// Goes to the first record that was answered, unless the user has chosen one.
    mutating func showAnsweredRecord() {
        guard !compare.isChosen else { return }
        let answered = compare.records.firstIndex { index in
            records.indices.contains(index)
                && compare.answer(records[index].id, .queryOnly, compare.model) != nil
        }
        if let answered { compare.selected = answered }
    }

    private mutating func selectCompared(_ index: Int) {
        let new = min(max(0, index), max(0, compare.records.count - 1))
        compare.isChosen = true
        guard new != compare.selected else { return }
        compare.selected = new
        compare.scroll = 0
    }

    private mutating func findDisagreement(_ direction: Int) {
        let count = compare.records.count
        for distance in 1...max(1, count) {
            let place = compare.selected + direction * distance
            let index = ((place % max(1, count)) + count) % max(1, count)
            guard compare.records.indices.contains(index) else { return }
            if isDisagreement(compare.records[index]) {
                selectCompared(index)
                return
            }
        }
    }
}
