/// Changes of texts as Python's `str` makes them, by code points.
extension String {
    func scalarPrefix(_ count: Int) -> String { String(unicodeScalars.prefix(count)) }

    /// Without spaces, or without the given characters, at its ends.
    func pythonStripped(
        _ characters: String? = nil, atStart: Bool = true, atEnd: Bool = true
    ) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        func goes(_ scalar: Unicode.Scalar) -> Bool {
            set?.contains(scalar) ?? scalar.isPythonSpace
        }
        var rest = Substring(self).unicodeScalars
        if atStart { while let first = rest.first, goes(first) { rest.removeFirst() } }
        if atEnd { while let last = rest.last, goes(last) { rest.removeLast() } }
        return String(rest)
    }

    func pythonLines(keepingEnds: Bool = false) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isOpen = false
        var wasReturn = false
        for scalar in unicodeScalars {
            if scalar == "\n", wasReturn {
                if keepingEnds { lines[lines.count - 1].unicodeScalars.append(scalar) }
                wasReturn = false
                continue
            }
            wasReturn = scalar == "\r"
            guard scalar.isPythonLineBreak else {
                line.append(scalar)
                isOpen = true
                continue
            }
            if keepingEnds { line.append(scalar) }
            lines.append(String(line))
            line = String.UnicodeScalarView()
            isOpen = false
        }
        if isOpen { lines.append(String(line)) }
        return lines
    }

    // MARK: Case

    var pythonUpper: String {
        unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping }
    }

    var pythonLower: String {
        let scalars = Array(unicodeScalars)
        return scalars.indices.reduce(into: "") { $0 += scalars.pythonLower(at: $1) }
    }

    /// The first letter of each word in title case, the rest in lower case.
    var pythonTitle: String {
        let scalars = Array(unicodeScalars)
        var output = ""
        var isInWord = false
        for (index, scalar) in scalars.enumerated() {
            output +=
                isInWord
                ? scalars.pythonLower(at: index) : scalar.properties.titlecaseMapping
            isInWord = scalar.properties.isCased
        }
        return output
    }

    var pythonCapitalized: String {
        let scalars = Array(unicodeScalars)
        guard let first = scalars.first else { return "" }
        return scalars.indices.dropFirst().reduce(into: first.properties.titlecaseMapping) {
            $0 += scalars.pythonLower(at: $1)
        }
    }

    var pythonSwapCase: String {
        let scalars = Array(unicodeScalars)
        var output = ""
        for (index, scalar) in scalars.enumerated() {
            if scalar.properties.isUppercase {
                output += scalars.pythonLower(at: index)
            } else if scalar.properties.isLowercase {
                output += scalar.properties.uppercaseMapping
            } else {
                output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    var isPythonLower: Bool {
        unicodeScalars.contains { $0.properties.isLowercase }
            && !unicodeScalars.contains { $0.properties.isUppercase || $0.isTitlecase }
    }

    var isPythonUpper: Bool {
        unicodeScalars.contains { $0.properties.isUppercase }
            && !unicodeScalars.contains { $0.properties.isLowercase || $0.isTitlecase }
    }

    var isPythonTitle: Bool {
        var (isTitle, isInWord) = (false, false)
        for scalar in unicodeScalars {
            if scalar.properties.isUppercase || scalar.isTitlecase {
                if isInWord { return false }
                (isTitle, isInWord) = (true, true)
            } else if scalar.properties.isLowercase {
                if !isInWord { return false }
                isTitle = true
            } else {
                isInWord = false
            }
        }
        return isTitle
    }
}

extension Unicode.Scalar {
    fileprivate var isTitlecase: Bool { properties.generalCategory == .titlecaseLetter }
}

extension [Unicode.Scalar] {
    /// A sigma that ends a word has a form of its own.
    fileprivate func pythonLower(at index: Int) -> String {
        guard self[index] == "\u{3A3}" else { return self[index].properties.lowercaseMapping }
        let before = self[..<index].last { !$0.properties.isCaseIgnorable }
        let after = self[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        let isFinal =
            before?.properties.isCased == true && after?.properties.isCased != true
        return isFinal ? "\u{3C2}" : "\u{3C3}"
    }
}
