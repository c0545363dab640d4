/// Filters on texts.
extension FilterCall {
    func textFilter() throws -> Value? {
        switch name {
        case "upper", "lower", "capitalize", "title", "string", "safe last", "escape last",
            "e last":
            _ = try bound([])
            return try string(changed())
        case "trim":
            let bound = try bound(["chars"])
            var characters: String?
            switch bound["chars"] {
            case nil, .some(.none): break
            case .string(let text): characters = text
            default: throw RenderFailure.python("strip arg must be None or str")
            }
            return try string(try text().pythonStripped(characters))
        case "replace":
            let bound = try bound(["old", "new", "count"], required: 2)
            var limit = -1
            if let count = bound["count"], case .none = count {
            } else {
                limit = try bound.integer("count", default: -1)
            }
            let methods = StringMethods(text: try text(), budget: budget)
            return .string(
                try methods.replaced(
                    try bound.text("old", default: "", budget),
                    try bound.text("new", default: "", budget), limit: limit))
        case "center":
            let width = try bound(["width"]).integer("width", default: 80)
            return try StringMethods(text: try text(), budget: budget).call(
                "center", CallArguments(positional: [.integer(width)]))
        case "indent": return try indented()
        case "truncate": return try truncated()
        case "wordcount":
            _ = try bound([])
            return .integer(wordCount(try text()))
        case "format":
            guard arguments.positional.isEmpty || arguments.named.isEmpty else {
                throw RenderFailure.python(
                    "can't handle positional and keyword arguments at the same time")
            }
            var values = try Value.tuple(arguments.positional)
            if !arguments.named.isEmpty {
                var builder = ValueDictionary.Builder()
                for (name, value) in arguments.named { try builder.set(.string(name), value) }
                values = .dictionary(try builder.dictionary())
            }
            return .string(try PercentFormat(try text(), values, budget).text())
        case "join":
            let bound = try bound(["d", "attribute"])
            return try joined(
                try bound.text("d", default: "", budget), attribute: bound["attribute"])
        default: return nil
        }
    }

    private func changed() throws -> String {
        let text = try text()
        switch name {
        case "upper": return text.pythonUpper
        case "lower": return text.pythonLower
        case "capitalize": return text.pythonCapitalized
        case "title": return Self.title(text)
        case "escape last", "e last":
            return text.unicodeScalars.reduce(into: "") { output, scalar in
                switch scalar {
                case "&": output += "&amp;"
                case "<": output += "&lt;"
                case ">": output += "&gt;"
                case "'": output += "&#39;"
                case "\"": output += "&#34;"
                default: output.unicodeScalars.append(scalar)
                }
            }
        default: return text
        }
    }

    /// Unlike the method of that name, words begin only after spaces and some marks.
    private static func title(_ text: String) -> String {
        var output = ""
        var word = String.UnicodeScalarView()
        func flush() {
            guard let first = word.first else { return }
            output += String(first).pythonUpper
            output += String(word.dropFirst()).pythonLower
            word = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if scalar.isPythonSpace || "-({[<".unicodeScalars.contains(scalar) {
                flush()
                output.unicodeScalars.append(scalar)
            } else {
                word.append(scalar)
            }
        }
        flush()
        return output
    }

    private func wordCount(_ text: String) -> Int {
        var (count, isInWord) = (0, false)
        for scalar in text.unicodeScalars {
            let isWord = scalar == "_" || scalar.isPythonAlphanumeric
            if isWord, !isInWord { count += 1 }
            isInWord = isWord
        }
        return count
    }

    private func required() throws -> String {
        guard case .string(let text) = value else {
            if case .undefined(let undefined) = value {
                throw RenderFailure.python(undefined.message)
            }
            throw RenderFailure.unsupported("the filter '\(name)' on a \(value.typeName)")
        }
        return text
    }

    private func indented() throws -> Value {
        let bound = try bound(["width", "first", "blank"])
        let text = try required()
        var indentation = "    "
        switch bound["width"] {
        case nil: break
        case .string(let given): indentation = given
        case .some(let width):
            indentation = try Arithmetic.repeated(" ", try width.requiredIndex(), budget)
        }
        let lines = (text + "\n").pythonLines()
        try budget.claim(indentation, times: lines.count)
        try budget.claim(bytes: text.utf8.count)
        var output = bound.isTrue("first") ? indentation : ""
        for (index, line) in lines.enumerated() {
            if index > 0 {
                output += "\n"
                if bound.isTrue("blank") || !line.isEmpty { output += indentation }
            }
            output += line
        }
        return .string(output)
    }

    private func truncated() throws -> Value {
        let bound = try bound(["length", "killwords", "end", "leeway"])
        let text = try required()
        let length = try bound.integer("length", default: 255)
        let end = try bound.text("end", default: "...", budget)
        var leeway = 5
        if let given = bound["leeway"], case .none = given {
        } else {
            leeway = try bound.integer("leeway", default: 5)
        }
        let endCount = end.unicodeScalars.count
        guard length >= endCount else {
            throw RenderFailure.python("expected length >= \(endCount), got \(length)")
        }
        guard leeway >= 0 else { throw RenderFailure.python("expected leeway >= 0, got \(leeway)") }
        let (limit, overflows) = length.addingReportingOverflow(leeway)
        if overflows || text.unicodeScalars.count <= limit { return value }
        var head = text.scalarPrefix(length - endCount)
        if !bound.isTrue("killwords"),
            let space = head.unicodeScalars.lastIndex(of: " ")
        {
            head = String(head.unicodeScalars[..<space])
        }
        return try string(head + end)
    }

    private func joined(_ separator: String, attribute: Value?) throws -> Value {
        var getter: AttributePath?
        if let attribute, case .none = attribute {
        } else if let attribute {
            getter = try AttributePath(attribute)
        }
        let iterator = try value.makeIterator(budget)
        var output = ""
        var isFirst = true
        while let element = try iterator.next() {
            try budget.step()
            let element = try getter?.value(of: element, renderer) ?? element
            let part = try element.text(budget)
            try budget.claim(bytes: part.utf8.count + separator.utf8.count)
            if !isFirst { output += separator }
            output += part
            isFirst = false
        }
        return .string(output)
    }
}
