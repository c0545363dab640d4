/// Renders one conversation.
///
/// This file holds text and tags.
final class Renderer {
    /// What a tag tells the loop around it.
    enum Flow { case onward, nextElement, endLoop }

    let scopes: [Scope]
    /// What the template was given, over the globals.
    let arguments: [String: Value]
    let now: LocalTime
    let budget = Budget()
    private var output = ""
    /// Kept to the end of the rendering, and then emptied one by one: chains of them could
    /// otherwise exhaust the stack on their release, and circles would never be released.
    var namespaces: [Namespace] = []
    private var macroFrames: [Frame] = []

    init(scopes: [Scope], arguments: [String: Value], now: LocalTime) {
        self.scopes = scopes
        self.arguments = arguments
        self.now = now
    }

    /// Renders a whole template.
    func render(_ body: Block) throws -> String {
        defer {
            for namespace in namespaces { namespace.attributes.removeAll() }
            for frame in macroFrames { frame.clear() }
        }
        let frame = Frame(scopes[body.scope], parent: nil)
        frame.begin(arguments: arguments)
        _ = try run(body.statements, frame)
        return output
    }

    private func write(_ text: String, line: Int) throws {
        do { try budget.claim(bytes: text.utf8.count) } catch let failure as RenderFailure {
            throw failure.located(at: line)
        }
        output += text
    }

    /// The text that statements write.
    func captured(_ run: () throws -> Flow) throws -> (text: String, flow: Flow) {
        let before = output
        output = ""
        defer { output = before }
        let flow = try run()
        return (output, flow)
    }

    private func newFrame(_ scope: ScopeID, in frame: Frame) -> Frame {
        let inner = Frame(scopes[scope], parent: frame)
        inner.begin(arguments: arguments)
        return inner
    }

    func run(_ statements: [Statement], _ frame: Frame) throws -> Flow {
        for statement in statements {
            let flow = try run(statement, frame)
            if flow != .onward { return flow }
        }
        return .onward
    }

    private func run(_ statement: Statement, _ frame: Frame) throws -> Flow {
        do {
            try budget.enter()
            defer { budget.leave() }
            return try runInner(statement, frame)
        } catch let failure as RenderFailure {
            throw failure.located(at: statement.line)
        }
    }

    private func runInner(_ statement: Statement, _ frame: Frame) throws -> Flow {
        switch statement.kind {
        case .text(let text): try write(text, line: statement.line)
        case .output(let values):
            for value in values {
                try write(try evaluate(value, frame).text(budget), line: statement.line)
            }
        case .assign(let target, let value):
            try checkNamespaces(target, frame)
            try assign(target, try evaluate(value, frame), frame)
        case .assignBlock(let target, let filter, let block):
            return try assign(target, filter, block, frame)
        case .loop(let loop): return try run(loop, frame)
        case .condition(let branches, let otherwise):
            for branch in branches where try evaluate(branch.test, frame).isTrue {
                return try run(branch.body, frame)
            }
            return try run(otherwise, frame)
        case .macro(let definition): frame.set(definition.name, macro(definition, frame))
        case .call(let call, let caller):
            let value = try evaluateCall(call, frame, caller: macro(caller, frame))
            try write(try value.text(budget), line: statement.line)
        case .filter(let filter, let block):
            let inner = newFrame(block.scope, in: frame)
            let (text, flow) = try captured { try run(block.statements, inner) }
            guard flow == .onward else { return flow }
            let value = try evaluate(filter, inner, blockText: text)
            try write(try value.text(budget), line: statement.line)
        case .with(let bindings, let block):
            let inner = newFrame(block.scope, in: frame)
            for binding in bindings {
                try assign(binding.target, try evaluate(binding.value, frame), inner)
            }
            return try run(block.statements, inner)
        case .generation(let block):
            let inner = newFrame(block.scope, in: frame)
            return try run(block.statements, inner)
        case .breakLoop: return .endLoop
        case .continueLoop: return .nextElement
        }
        return .onward
    }

    private func macro(_ definition: MacroDefinition, _ frame: Frame) -> Value {
        macroFrames.append(frame)
        return .macro(MacroValue(definition, frame))
    }

    // MARK: Assignments

    private func assign(
        _ target: Target, _ filter: Expression?, _ block: Block, _ frame: Frame
    ) throws -> Flow {
        let inner = newFrame(block.scope, in: frame)
        let (text, flow) = try captured { try run(block.statements, inner) }
        guard flow == .onward else { return flow }
        var value = Value.string(text)
        if let filter { value = try evaluate(filter, inner, blockText: text) }
        try checkNamespaces(target, frame)
        try assign(target, value, frame)
        return .onward
    }

    /// A namespace's attribute can be set only on a namespace, which is checked before the value.
    private func checkNamespaces(_ target: Target, _ frame: Frame) throws {
        switch target {
        case .name: break
        case .namespaceAttribute(let name, _):
            guard case .namespace = frame.value(of: name, arguments: arguments) else {
                throw RenderFailure.python("cannot assign attribute on non-namespace object")
            }
        case .tuple(let targets):
            for target in targets { try checkNamespaces(target, frame) }
        }
    }

    private func assign(_ target: Target, _ value: Value, _ frame: Frame) throws {
        switch target {
        case .name(let name): frame.set(name, value)
        case .namespaceAttribute(let name, let attribute):
            guard case .namespace(let namespace) = frame.value(of: name, arguments: arguments)
            else { throw RenderFailure.python("cannot assign attribute on non-namespace object") }
            try Self.checkAttribute(attribute)
            namespace.set(attribute, value)
        case .tuple(let targets):
            let elements = try unpack(value, count: targets.count)
            for (target, element) in zip(targets, elements) {
                try assign(target, element, frame)
            }
        }
    }

    /// transformers lets no attribute of a namespace begin with an underscore.
    static func checkAttribute(_ name: String) throws {
        guard !name.hasPrefix("_") else {
            throw RenderFailure.python(
                """
                Chat templates cannot store underscore-prefixed attributes on a namespace, but \
                got \(name.pythonRepr). Please rename the attribute.
                """)
        }
    }

    private func unpack(_ value: Value, count: Int) throws -> [Value] {
        let iterator: ValueIterator
        do { iterator = try value.makeIterator(budget) } catch RenderFailure.python {
            throw RenderFailure.python("cannot unpack non-iterable \(value.typeName) object")
        }
        var elements: [Value] = []
        while elements.count < count {
            guard let element = try iterator.next() else {
                throw RenderFailure.python(
                    "not enough values to unpack (expected \(count), got \(elements.count))")
            }
            elements.append(element)
        }
        guard try iterator.next() == nil else {
            throw RenderFailure.python("too many values to unpack (expected \(count))")
        }
        return elements
    }

    // MARK: Loops

    private func run(_ loop: Statement.Loop, _ frame: Frame) throws -> Flow {
        let source = try evaluate(loop.iterable, frame)
        var iterable = source
        var iterator = try source.makeIterator(budget)
        if let filter = loop.filter {
            let all = iterator
            let inner = newFrame(loop.filterScope, in: frame)
            // Lazy: the filter can look at what the body changes in a namespace.
            iterator = try ValueIterator(over: [source]) { [self] in
                while let element = try all.next() {
                    try assign(loop.target, element, inner)
                    if try evaluate(filter, inner).isTrue { return element }
                }
                return nil
            }
            iterable = .iterator(iterator)
        }
        let context = try LoopContext(iterable, iterator: iterator)
        let inner = Frame(scopes[loop.body.scope], parent: frame)
        // As in Jinja2, an element whose body is left early does not count as one here.
        var hasRun = false
        while let element = try context.next() {
            try budget.step()
            inner.begin(arguments: arguments)
            inner.set("loop", .loop(context))
            try assign(loop.target, element, inner)
            switch try run(loop.body.statements, inner) {
            case .onward: hasRun = true
            case .nextElement: continue
            case .endLoop:
                return hasRun ? .onward : try runOtherwise(loop, frame)
            }
        }
        return hasRun ? .onward : try runOtherwise(loop, frame)
    }

    private func runOtherwise(_ loop: Statement.Loop, _ frame: Frame) throws -> Flow {
        try run(loop.otherwise.statements, newFrame(loop.otherwise.scope, in: frame))
    }
}
