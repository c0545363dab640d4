import Prompts

extension ProjectFile.Retriever {
    /// Longest time that a command may be given: a day.
    private static let longestTimeoutSeconds = 86_400.0

    init(_ section: YAMLSection, _ files: FileChecker?) {
        self.init()
        kind = section.word("kind", kind)
        if section.node("on") != nil {
            let compared = section.word("on", comparedText)
            on = compared
        }
        embedder = Self.embedder(section, files)
        command = section.texts("command", command)
        timeoutSeconds = section.number(
            "timeout_seconds", timeoutSeconds, in: 0.1...Self.longestTimeoutSeconds)
        allowSameOutput = section.flag("allow_same_output", allowSameOutput)
        // 1 is the whole bank however it is spelled: a bank of one record gives no example to it.
        if let count = section.node("bank")?.wholeNumber, count > 1 {
            bank = .count(count)
        } else {
            bank = .share(section.number("bank", 1, in: 0.001...1))
        }
        checkAgreement(section)
        section.finish()
    }

    /// `embedder: model`, or a folder.
    private static func embedder(_ section: YAMLSection, _ files: FileChecker?) -> Embedder {
        switch section.optionalText("embedder") {
        case nil, "model": return .model
        case .some(let path):
            files?.check(path, section, "embedder")
            return .encoder(path)
        }
    }

    /// A setting that another kind has would be without effect.
    private func checkAgreement(_ section: YAMLSection) {
        let owners: [(key: String, kinds: [Kind])] = [
            ("on", [.bleu, .bm25, .cosine]), ("embedder", [.cosine]), ("command", [.command]),
            ("timeout_seconds", [.command]),
        ]
        for (key, kinds) in owners where !kinds.contains(kind) {
            guard let node = section.node(key), !node.isEmptyValue, node.sequence?.isEmpty != true
            else { continue }
            let names = kinds.map(\.rawValue).joined(separator: ", ")
            section.log.add(
                "\(section.full(key)) has no meaning for the kind \(kind.rawValue).",
                "Remove it, or set retriever.kind to \(kinds.count > 1 ? "one of " : "")\(names).",
                at: section.mark(key))
        }
        if kind == .command, command.isEmpty || command[0].isEmpty {
            section.log.add(
                "retriever.kind is command, but retriever.command names no program.",
                "Write it as [PROGRAM, ARGUMENT, ...].",
                at: section.node("command") == nil
                    ? section.mark("kind") : section.mark("command"))
        }
    }
}
