/// A regular expression as instructions for `RegexMatcher`.
struct RegexProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes one scalar of the set.
        case set(Int)
        /// Takes as many scalars of the set as there are, then gives back one at a time unless
        /// possessive.
        case run(set: Int, minimum: Int, maximum: Int, isPossessive: Bool)
        /// Goes on behind this instruction and, should that fail, at `otherwise`. With a set (not
        /// -1), goes to `otherwise` at once when the next scalar is not in it.
        case branch(first: Int, otherwise: Int)
        /// Goes to `exit` and, should that fail, on behind this instruction.
        case branchLazily(exit: Int)
        case jump(Int)
        /// Runs the instructions behind this one up to their `accept`, then goes on at `next`
        /// without having moved.
        case lookahead(isNegative: Bool, next: Int)
        /// Like `lookahead`, but moves; no way of matching inside is tried again.
        case atomic(next: Int)
        case anchor(RegexNode.Anchor)
        case accept
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// A bit for each scalar below 0x10000, 1,024 words a set.
    private(set) var bitmaps: [UInt64] = []

    static let wordsPerSet = 1_024

    init(_ node: RegexNode) {
        // The sets that anchors ask for come first, at fixed places.
        _ = index(of: .word)
        emit(node)
        instructions.append(.accept)
    }

    static let wordSet = 0

    private mutating func emit(_ node: RegexNode) {
        switch node {
        case .set(let set): instructions.append(.set(index(of: set)))
        case .sequence(let parts): parts.forEach { emit($0) }
        case .alternatives(let choices): emit(choices: choices)
        case .repetition(let body, let minimum, let maximum, let greed):
            emit(repetition: body, minimum, maximum, greed)
        case .lookahead(let body, let isNegative):
            let place = reserve()
            emit(body)
            instructions.append(.accept)
            instructions[place] = .lookahead(isNegative: isNegative, next: instructions.count)
        case .atomic(let body):
            let place = reserve()
            emit(body)
            instructions.append(.accept)
            instructions[place] = .atomic(next: instructions.count)
        case .anchor(let anchor): instructions.append(.anchor(anchor))
        }
    }

    private mutating func emit(choices: [RegexNode]) {
        var jumps: [Int] = []
        for (number, choice) in choices.enumerated() {
            guard number < choices.count - 1 else {
                emit(choice)
                break
            }
            let place = reserve()
            emit(choice)
            jumps.append(reserve())
            instructions[place] = .branch(
                first: choice.firstScalars.map { index(of: $0) } ?? -1,
                otherwise: instructions.count)
        }
        for place in jumps { instructions[place] = .jump(instructions.count) }
    }

    private mutating func emit(
        repetition body: RegexNode, _ minimum: Int, _ maximum: Int?, _ greed: RegexNode.Greed
    ) {
        if case .set(let set) = body, greed != .lazy {
            instructions.append(
                .run(
                    set: index(of: set), minimum: minimum, maximum: maximum ?? .max,
                    isPossessive: greed == .possessive))
            return
        }
        if greed == .possessive {
            emit(
                .atomic(
                    .repetition(body, minimum: minimum, maximum: maximum, greed: .greedy)))
            return
        }
        for _ in 0..<minimum { emit(body) }
        let first = body.firstScalars.map { index(of: $0) } ?? -1
        func fork(exit: Int) -> Instruction {
            greed == .lazy ? .branchLazily(exit: exit) : .branch(first: first, otherwise: exit)
        }
        if let maximum {
            let places = (minimum..<max(maximum, minimum)).map { _ in
                let place = reserve()
                emit(body)
                return place
            }
            for place in places { instructions[place] = fork(exit: instructions.count) }
        } else {
            let place = reserve()
            emit(body)
            instructions.append(.jump(place))
            instructions[place] = fork(exit: instructions.count)
        }
    }

    /// A place for an instruction whose target is not known yet.
    private mutating func reserve() -> Int {
        instructions.append(.accept)
        return instructions.count - 1
    }

    private mutating func index(of set: ScalarSet) -> Int {
        if let index = sets.firstIndex(of: set) { return index }
        sets.append(set)
        var words = [UInt64](repeating: 0, count: Self.wordsPerSet)
        for range in set.ranges where range.lowerBound < 0x10000 {
            for value in range.lowerBound...min(range.upperBound, 0xFFFF) {
                words[Int(value >> 6)] |= 1 << UInt64(value & 63)
            }
        }
        bitmaps += words
        return sets.count - 1
    }
}
