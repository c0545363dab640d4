import TerminalUI

extension WorkbenchModel {
    mutating func performInRating(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .preferLeft: return rate(.left)
        case .preferRight: return rate(.right)
        case .preferNeither: return rate(.tie)
        case .skipPair: return goOn()
        case .undoRating: return undoRating()
        case .pageDown: scrollRating(3)
        case .pageUp: scrollRating(-3)
        case .leaveRating: return leaveRating()
        default: break
        }
        return []
    }

    /// Takes the pairs that were asked for; later ones, of a question that was given up, not.
    mutating func take(_ sheet: RatingSheet) -> [WorkbenchEffect] {
        guard rating == .loading else { return [] }
        guard sheet.pairs.isEmpty else {
            rating = .asking(sheet, position: 0, scroll: 0)
            return []
        }
        rating = .done(result: nil)
        return [.send(.ratingResult)]
    }

    private mutating func rate(_ choice: RatingSheet.Choice) -> [WorkbenchEffect] {
        guard let pair = rating?.current else { return [] }
        return [.send(.rate(pairID: pair.id, choice))] + goOn()
    }

    private mutating func goOn() -> [WorkbenchEffect] {
        guard case .asking(let sheet, let position, _) = rating else { return [] }
        guard position + 1 < sheet.pairs.count else {
            rating = .done(result: nil)
            return [.send(.ratingResult)]
        }
        rating = .asking(sheet, position: position + 1, scroll: 0)
        return []
    }

    private mutating func undoRating() -> [WorkbenchEffect] {
        guard case .asking(let sheet, let position, _) = rating, position > 0 else {
            show("There is nothing to take back.", .warning)
            return []
        }
        rating = .asking(sheet, position: position - 1, scroll: 0)
        return [.send(.rate(pairID: sheet.pairs[position - 1].id, nil))]
    }

    private mutating func scrollRating(_ rows: Int) {
        guard case .asking(let sheet, let position, let scroll) = rating else { return }
        let limit = RatingView(model: self).scrollLimit
        rating = .asking(
            sheet, position: position, scroll: min(max(0, scroll + rows), limit))
    }

    /// From a pair to the result, from there to the answers.
    private mutating func leaveRating() -> [WorkbenchEffect] {
        guard case .asking = rating else {
            rating = nil
            return []
        }
        rating = .done(result: nil)
        return [.send(.ratingResult)]
    }
}
