/// Runs a program over UTF-8 by backtracking with a stack of its own.
struct RegexMatcher {
    private let program: RegexProgram
    private let instructions: UnsafeBufferPointer<RegexProgram.Instruction>
    private let bitmaps: UnsafeBufferPointer<UInt64>
    private let bytes: UnsafeBufferPointer<UInt8>
    private let start: Int
    private let end: Int
    private var stack: [Frame] = []

    /// A place to go on from after a failure.
    ///
    /// `floor` is -1, or the least position that a run can shrink to.
    private struct Frame {
        var instruction: Int
        var position: Int
        var floor: Int
    }

    /// Makes a matcher for the range, which the pattern takes for the whole text.
    init(
        program: RegexProgram, instructions: UnsafeBufferPointer<RegexProgram.Instruction>,
        bitmaps: UnsafeBufferPointer<UInt64>, bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>
    ) {
        self.program = program
        self.instructions = instructions
        self.bitmaps = bitmaps
        self.bytes = bytes
        start = range.lowerBound
        end = range.upperBound
    }

    /// The end of the match that starts at the position, or -1.
    mutating func match(at position: Int) -> Int { run(from: 0, at: position) }

    private mutating func run(from first: Int, at origin: Int) -> Int {
        let base = stack.count
        var next = first
        var position = origin
        while true {
            var isMatching = true
            switch instructions[next] {
            case .set(let set):
                if position < end {
                    let (scalar, width) = UTF8Scan.scalar(bytes, position)
                    isMatching = contains(set, scalar)
                    position += width
                    next += 1
                } else {
                    isMatching = false
                }
            case .run(let set, let minimum, let maximum, let isPossessive):
                var count = 0
                var floor = minimum == 0 ? position : -1
                while count < maximum, position < end {
                    let (scalar, width) = UTF8Scan.scalar(bytes, position)
                    guard contains(set, scalar) else { break }
                    position += width
                    count += 1
                    if count == minimum { floor = position }
                }
                if count < minimum {
                    isMatching = false
                } else {
                    next += 1
                    if !isPossessive, position > floor {
                        stack.append(Frame(instruction: next, position: position, floor: floor))
                    }
                }
            case .branch(let set, let otherwise):
                if set >= 0 {
                    guard position < end,
                        contains(set, UTF8Scan.scalar(bytes, position).0)
                    else {
                        next = otherwise
                        continue
                    }
                }
                stack.append(Frame(instruction: otherwise, position: position, floor: -1))
                next += 1
            case .branchLazily(let exit):
                stack.append(Frame(instruction: next + 1, position: position, floor: -1))
                next = exit
            case .jump(let target): next = target
            case .lookahead(let isNegative, let target):
                isMatching = (run(from: next + 1, at: position) >= 0) != isNegative
                next = target
            case .atomic(let target):
                let stop = run(from: next + 1, at: position)
                isMatching = stop >= 0
                position = stop
                next = target
            case .anchor(let anchor):
                isMatching = holds(anchor, at: position)
                next += 1
            case .accept:
                stack.removeLast(stack.count - base)
                return position
            }
            if !isMatching {
                guard stack.count > base, let frame = stack.popLast() else { return -1 }
                next = frame.instruction
                position = frame.position
                if frame.floor >= 0 {
                    position -= 1
                    while bytes[position] & 0xC0 == 0x80 { position -= 1 }
                    if position > frame.floor {
                        stack.append(
                            Frame(instruction: next, position: position, floor: frame.floor))
                    }
                }
            }
        }
    }

    @inline(__always)
    private func contains(_ set: Int, _ scalar: UInt32) -> Bool {
        if scalar < 0x10000 {
            let word = bitmaps[set &* RegexProgram.wordsPerSet &+ Int(scalar >> 6)]
            return word >> UInt64(scalar & 63) & 1 != 0
        }
        return program.sets[set].contains(scalar)
    }

    private func holds(_ anchor: RegexNode.Anchor, at position: Int) -> Bool {
        let newline = UInt8(ascii: "\n")
        switch anchor {
        case .textStart: return position == start
        case .textEnd: return position == end
        case .textEndOrLastNewline:
            return position == end || position + 1 == end && bytes[position] == newline
        case .lineStart:
            return position == start || position < end && bytes[position - 1] == newline
        case .lineEnd: return position == end || bytes[position] == newline
        case .wordBoundary: return isWord(before: position) != isWord(at: position)
        case .notWordBoundary: return isWord(before: position) == isWord(at: position)
        }
    }

    private func isWord(at position: Int) -> Bool {
        position < end && contains(RegexProgram.wordSet, UTF8Scan.scalar(bytes, position).0)
    }

    private func isWord(before position: Int) -> Bool {
        guard position > start else { return false }
        return contains(
            RegexProgram.wordSet, UTF8Scan.scalar(bytes, UTF8Scan.before(bytes, position)).0)
    }
}
