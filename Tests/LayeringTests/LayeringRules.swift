/// Who may import whom, written down a second time on purpose: Package.swift says what is linked,
/// this table what the design allows, and the two must be changed by two decisions.
enum LayeringRules {
    static let engine: Set<String> = [
        "Kernels", "Safetensors", "Tokenizers", "LanguageModel", "Training", "JSONText",
        "Encoders",
    ]
    static let screens: Set<String> = ["TerminalUI", "CursesTerminal", "CNcurses", "Workbench"]
    static let databases: Set<String> = ["GRDB", "RunStore"]

    /// Targets that stand on nothing of ours but JSONText, and the system library each may have.
    static let leaves: [String: Set<String>] = [
        "JSONText": [], "RunEvents": [], "Kernels": ["COneDNN", "CVector"], "Safetensors": [],
        "Tokenizers": [], "ChatTemplates": [], "ChatEndpoint": [], "TerminalUI": [], "Dialects": [],
        "Judging": ["Processes"], "Processes": ["CProcess"],
    ]

    /// Modules that few targets alone may touch.
    ///
    /// GRDB: the history, and a database in memory for one search.
    static let owners: [String: [String]] = [
        "CNcurses": ["CursesTerminal"], "GRDB": ["RunStore", "Retrieval"],
        "COneDNN": ["Kernels"], "CVector": ["Kernels"], "Yams": ["Project"],
        "CProcess": ["Processes"],
        "ArgumentParser": ["promptintern"], "CursesTerminal": ["promptintern"],
        "WorkbenchHost": ["promptintern"],
    ]

    /// Further pairs that are not allowed.
    static let forbidden: [String: Set<String>] = [
        "Workbench": ["CursesTerminal", "LanguageModel", "Training", "Kernels"],
        "CursesTerminal": ["Workbench", "RunStore", "RunControl", "Project", "Prompts"],
        "Encoders": ["LanguageModel", "Training", "RunStore", "RunControl", "Project"],
        "Prompts": [
            "Encoders", "Compressors", "LanguageModel", "Training", "RunStore", "TerminalUI",
        ],
        "Compressors": ["RunStore", "TerminalUI", "Workbench", "Project", "RunControl"],
        "Retrieval": ["LanguageModel", "Training", "RunStore", "TerminalUI", "Project"],
        "Evaluation": ["RunStore", "TerminalUI", "Workbench", "Project"],
        "RunStore": ["Training", "LanguageModel", "TerminalUI", "Workbench", "Project"],
        "RunControl": ["TerminalUI", "Workbench"],
        "WorkbenchHost": ["TerminalUI", "LanguageModel", "Kernels"],
        "ProjectSetup": ["TerminalUI", "Workbench", "Training"],
        "Conformance": ["TerminalUI", "Workbench", "RunStore", "Prompts"],
        "Pretraining": ["TerminalUI", "Workbench", "RunStore", "Prompts"],
        "Exporters": ["TerminalUI", "Workbench", "RunStore", "RunControl", "Project", "Training"],
    ]

    /// Why an import is not allowed; nil where it is.
    static func objection(to line: ImportLine, targets: Set<String>) -> String? {
        let (target, module) = (line.target, line.module)
        if engine.contains(target), screens.contains(module) {
            return "the engine knows no screen"
        }
        if engine.contains(target), databases.contains(module) {
            return "the engine knows no database"
        }
        if let own = leaves[target], targets.contains(module), module != "JSONText",
            !own.contains(module)
        {
            return "\(target) is a leaf"
        }
        if let owners = owners[module], !owners.contains(target) {
            return "only \(owners.joined(separator: " and ")) may import \(module)"
        }
        if forbidden[target, default: []].contains(module) {
            return "\(target) must not know \(module)"
        }
        return nil
    }
}
