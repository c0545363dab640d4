/// The parts of a library's documentation that stand around the helper reference.
extension LibraryDocumentation {
    func role(using generator: inout SeededGenerator) -> [String] {
        let name = dialect.libraryName
        let opening = generator.pick([
            "You write little functions with \(name), a library of helpers for Python.",
            "You are the coding assistant of the library \(name), which runs in Python.",
            "You turn requests into one-line functions that use the helpers of \(name).",
        ])
        let task = generator.pick([
            "You get the names of the parameters with their kinds, and a task. Answer with the code.",
            "Each request says what is given and what the task is; you reply with the function.",
            "Read what is given, choose the helpers that do the task, and write the function.",
        ])
        guard detail == .full else { return [opening + " " + task] }
        let note = generator.pick([
            "The helpers of \(name) are known from this document only.",
            "No helper has the name that it has elsewhere: rely on the list below.",
            "What you know of other libraries does not hold in \(name).",
        ])
        let kinds =
            "The kinds are numbers (a list of whole numbers), words (a list of texts), "
            + "text and number."
        return [opening + " " + task + " " + note, kinds]
    }

    func outputRules(using generator: inout SeededGenerator) -> [String] {
        let name = dialect.syntax.functionName
        var lines = [
            generator.pick([
                "Write the code and nothing else: no greeting, no explanation.",
                "Answer with the code alone.", "Reply with one function and no other words.",
            ]),
            generator.pick([
                "The whole function stands on one line.", "Write one line of code.",
            ]),
            generator.pick([
                "Use only the helpers listed here.", "Helpers that are not listed do not exist.",
            ]),
        ]
        if detail == .full {
            lines += [
                generator.pick([
                    "The function is always called \(name)", "Every function has the name \(name)",
                ]),
                generator.pick([
                    "Neither imports nor comments are wanted.", "Import nothing, comment nothing.",
                ]),
                generator.pick([
                    "Do not use loops, slices or functions of Python itself.",
                    "Never do by hand what a helper does.",
                ]),
                generator.pick([
                    "Return the value; never print it.", "Nothing is printed, only returned.",
                ]),
            ]
        }
        return lines
    }

    // MARK: Code

    func codeLines(using generator: inout SeededGenerator) -> [String] {
        let form = dialect.text(parameters: "...", expression: "...")
        var lines = [
            detail == .brief
                ? "Function: \(form)"
                : generator.pick([
                    "A function is written \(form)", "The form of every function: \(form)",
                ])
        ]
        if detail >= .medium {
            lines.append(
                generator.pick([
                    "Parameters keep the names and the order that the request gives them.",
                    "The given names are the parameters, in the order of the request.",
                ]))
        }
        lines.append(callLine(using: &generator))
        if dialect.helpers.contains(where: { !$0.roles.isEmpty }) {
            lines += argumentLines(using: &generator)
        }
        if allowsNesting { lines.append(chainLine(using: &generator)) }
        return lines
    }

    private func callLine(using generator: inout SeededGenerator) -> String {
        switch dialect.syntax.style {
        case .nested:
            return generator.pick([
                "A helper is called with what it works on in brackets.",
                "What a helper works on is an argument of its call.",
            ])
        case .chained(let wrapper):
            return generator.pick([
                "Wrap the parameter, then call helpers behind a dot: \(wrapper)(...).",
                "Helpers are methods of the wrapped parameter \(wrapper)(...)",
            ])
        case .piped(let sign, let wrapper):
            let start = wrapper.map { "\($0)(...)" } ?? "the parameter"
            return generator.pick([
                "Begin with \(start), then \(sign) and the helper.",
                "The sign \(sign) hands \(start) to a helper.",
            ])
        }
    }

    private func argumentLines(using generator: inout SeededGenerator) -> [String] {
        let syntax = dialect.syntax
        let text = generator.pick(LibraryCatalogue.texts)
        let number = String(generator.below(90) + 10)
        var lines = [
            generator.pick([
                "Text is written \(syntax.quote)\(text)\(syntax.quote), a number as \(number)",
                "Quote text like \(syntax.quote)\(text)\(syntax.quote), but not a number: \(number)",
            ])
        ]
        if syntax.usesKeywords {
            lines.append(
                syntax.style == .nested
                    ? "Arguments after the first are told by keyword, as the signature shows."
                    : "Arguments are told by keyword, as the signature shows.")
        } else if detail >= .medium {
            lines.append(
                generator.pick([
                    "Arguments come in the order of the signature.",
                    "The signature tells the order of the arguments.",
                ]))
        }
        if detail >= .medium {
            lines.append(
                generator.pick([
                    "An argument that the request names without quotes is a parameter: write its name.",
                    "Where a request names a parameter as an argument, write its bare name.",
                ]))
        }
        return lines
    }

    private func chainLine(using generator: inout SeededGenerator) -> String {
        switch dialect.syntax.style {
        case .nested:
            generator.pick([
                "Helpers nest: what is done first stands innermost.",
                "A call may be what another call works on; the last step is the outermost.",
            ])
        case .chained:
            generator.pick([
                "Several helpers follow one another, each behind its dot, the first step first.",
                "Steps are chained in the order in which they happen.",
            ])
        case .piped(let sign, _):
            generator.pick([
                "Several helpers follow one another, a \(sign) before each, the first step first.",
                "Steps stand in the order in which they happen, with \(sign) in between.",
            ])
        }
    }

    // MARK: Mistakes and formatting

    func mistakes(using generator: inout SeededGenerator) -> [String] {
        var lines = Array(generator.shuffled(orderLines(using: &generator)).prefix(4))
        lines.append(
            generator.pick([
                "The sum of the first items is another thing than the first items of a sum: mind "
                    + "the order of steps.",
                "In \"A of B\", B is done first.",
            ]))
        lines.append(
            generator.pick([
                "Do not add steps that the task does not name.",
                "Never sort or filter unless the task says so.",
            ]))
        if let above = name(.keepAbove) ?? name(.keepBelow) {
            lines.append("\(above) leaves the limit itself out.")
        }
        if let first = name(.firstItems), let last = name(.lastItems) {
            lines.append("\(first) takes from the start, \(last) from the end.")
        }
        if let count = name(.count), let length = name(.length) {
            lines.append("\(count) is for lists, \(length) for texts.")
        }
        if let join = name(.join), let split = name(.split) {
            lines.append("\(join) makes one text of words, \(split) makes words of one text.")
        }
        lines.append(
            generator.pick([
                "An empty list is no mistake: numbers of it are 0, texts of it are empty.",
                "Nothing special is written for empty lists; the helpers know them.",
            ]))
        return generator.shuffled(lines)
    }

    private func name(_ helper: LibraryHelper) -> String? {
        dialect.entries.first { $0.helper == helper }?.name
    }

    /// What calls of several arguments may get wrong.
    private func orderLines(using generator: inout SeededGenerator) -> [String] {
        dialect.entries.compactMap { entry in
            let words = dialect.writtenOrder(of: entry).map { position in
                position == 0
                    ? dialect.subjectWord(of: entry.helper)
                    : dialect.word(entry.helper.roles[position - 1])
            }
            guard words.count > 1 else { return nil }
            return generator.pick([
                "\(entry.name) takes \(words.joined(separator: ", then ")).",
                "In \(entry.name), \(words[0]) comes first.",
            ])
        }
    }

    func formatting(using generator: inout SeededGenerator) -> [String] {
        let syntax = dialect.syntax
        let isUpperCase = dialect.helperNames.allSatisfy { $0.allSatisfy(\.isUppercase) }
        var lines = [
            isUpperCase
                ? "Names of helpers are written in capitals."
                : "Names of helpers are written in small letters.",
            generator.pick([
                "Copy names of parameters and values letter by letter from the request.",
                "Spell parameters and values exactly as the request does.",
            ]),
            generator.pick([
                "Numbers have no quotes and no thousands separators.",
                "Write numbers with digits only.",
            ]),
            "All quotes are \(syntax.quote), whatever quotes the request has.",
            syntax.comma == ", " ? "One space follows a comma." : "No space follows a comma.",
        ]
        if case .piped(let sign, _) = syntax.style {
            lines.append("One space stands on both sides of \(sign)")
        }
        switch syntax.form {
        case .bracketedDefinition, .bracketedLambda:
            lines.append("What is returned stands in brackets.")
        case .named(let word):
            lines.append("The value is named \(word) before it is returned.")
        default: break
        }
        return generator.shuffled(lines)
    }
}
