/// What a template may use.
///
/// It comes with a downloaded model: it must not be able to exhaust memory, time or
/// the stack. The numbers are far beyond what the families' templates need.
enum Limits {
    static let sourceBytes = 1 << 20
    /// Nesting of expressions, and of tags, in the template's text; and links of one chain of
    /// operators, which nest as deeply once parsed.
    static let nesting = 80
    static let chainLinks = 300
    /// Expressions and tags inside each other while rendering, macro calls included.
    static let depth = 400
    /// Lists in lists, in values.
    static let valueDepth = 400
    /// Expressions and tags evaluated in one rendering, and the cost of long scans.
    static let steps = 2_000_000
    /// Bytes of all strings and lists made in one rendering.
    static let bytes = 256 << 20
    /// As in Jinja2's sandbox.
    static let rangeCount = 100_000
}

/// Counts what a rendering used.
final class Budget {
    private var steps = 0
    private var bytes = 0
    private var depth = 0

    func step(_ count: Int = 1) throws {
        steps += min(count, Limits.steps + 1)
        guard steps <= Limits.steps else {
            throw RenderFailure.tooMuch("it computes for too long")
        }
    }

    /// Claims memory before it is used.
    func claim(bytes count: Int) throws {
        bytes += min(max(count, 0), Limits.bytes + 1)
        guard bytes <= Limits.bytes else {
            throw RenderFailure.tooMuch("it makes more than \(Limits.bytes >> 20) MiB of text")
        }
    }

    /// Claims the memory of a list's elements.
    func claim(elements count: Int) throws {
        try claim(bytes: min(max(count, 0), Limits.bytes) * MemoryLayout<Value>.stride)
    }

    /// Claims a text repeated.
    func claim(_ text: String, times count: Int) throws {
        let (product, overflows) = text.utf8.count.multipliedReportingOverflow(by: max(count, 0))
        try claim(bytes: overflows ? .max : product)
    }

    func enter() throws {
        depth += 1
        try step()
        guard depth <= Limits.depth else {
            throw RenderFailure.tooMuch("it nests or recurs deeper than \(Limits.depth) levels")
        }
    }

    func leave() { depth -= 1 }
}
