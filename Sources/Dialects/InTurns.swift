extension Array {
    /// The elements of each kind in turn: first the first of every kind, then the second ones.
    ///
    /// Elements of one turn stay in their order.
    func inTurns<Kind: Hashable>(by kind: (Element) -> Kind) -> [Element] {
        var turns: [Kind: Int] = [:]
        let ordered = enumerated().map { place, element in
            let kind = kind(element)
            let turn = turns[kind, default: 0]
            turns[kind] = turn + 1
            return (turn: turn, place: place, element: element)
        }
        return ordered.sorted { ($0.turn, $0.place) < ($1.turn, $1.place) }.map(\.element)
    }
}
