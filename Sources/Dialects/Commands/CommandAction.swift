/// What a command does, whatever a dialect calls it.
package enum CommandAction: String, Sendable, CaseIterable, Hashable {
    case list, show, countLines, countWords, remove, makeFolder, extract
    case sort, distinct, reverse, diskUse, checksum, findEmpty
    case findName, findLarger, findOlder, findNewer, search, replace
    case firstLines, lastLines, permissions, owner, archive, copy, move, rename, compare, join

    /// What it works on, in canonical order; a dialect may put it in another one.
    package var operands: [CommandOperand] {
        switch self {
        case .list, .diskUse, .findEmpty: [.folder]
        case .show, .countLines, .countWords, .sort, .distinct, .reverse, .checksum: [.file]
        case .remove: [.entry]
        case .makeFolder: [.newFolder]
        case .extract: [.archive]
        case .findName: [.folder, .pattern]
        case .findLarger: [.folder, .size]
        case .findOlder, .findNewer: [.folder, .age]
        case .search: [.text, .file]
        case .replace: [.text, .replacement, .file]
        case .firstLines, .lastLines: [.count, .file]
        case .permissions: [.mode, .entry]
        case .owner: [.user, .entry]
        case .archive: [.entry, .archive]
        case .copy, .move: [.source, .destination]
        case .rename: [.source, .newName]
        case .compare: [.firstFile, .secondFile]
        case .join: [.firstFile, .secondFile, .joined]
        }
    }

    /// What may be asked for besides; a dialect has some of them.
    package var options: [CommandOption] {
        switch self {
        case .list: [.hidden, .recursive, .newestFirst]
        case .show, .firstLines, .lastLines: [.lineNumbers, .skipBlank]
        case .countLines: [.skipBlank]
        case .remove: [.recursive, .ask, .trial]
        case .makeFolder: [.parents]
        case .extract: [.into, .overwrite, .verbose]
        case .sort: [.reversed, .numeric, .ignoreCase]
        case .distinct: [.withCounts, .ignoreCase]
        case .diskUse, .findEmpty: [.depth, .hidden]
        case .findName: [.ignoreCase, .depth, .limit]
        case .findLarger, .findOlder, .findNewer: [.depth, .hidden, .limit]
        case .search: [.ignoreCase, .lineNumbers, .wholeWords]
        case .replace: [.ignoreCase, .wholeWords, .trial]
        case .permissions, .owner: [.recursive, .verbose]
        case .archive: [.strength, .excluded, .verbose]
        case .copy: [.overwrite, .keepTimes, .verbose]
        case .move: [.overwrite, .ask, .verbose]
        case .rename: [.overwrite, .trial]
        case .compare: [.ignoreCase, .ignoreSpaces]
        case .countWords, .reverse, .checksum, .join: []
        }
    }

    /// Where in `operands` stands what a command before it in a chain may hand over.
    package var pipedOperand: Int? {
        switch self {
        case .countLines, .sort, .distinct, .reverse, .remove, .copy, .move: 0
        case .firstLines, .lastLines, .permissions, .owner: 1
        default: nil
        }
    }

    /// Whether it works on the files that a command before it in a chain has found.
    var takesFiles: Bool {
        switch self {
        case .remove, .copy, .move, .permissions, .owner: true
        default: false
        }
    }

    /// Whether it works on the lines that a command before it in a chain has printed.
    var takesLines: Bool { pipedOperand != nil && !takesFiles }

    /// Whether it finds files, which another command of a chain may work on.
    var givesFiles: Bool {
        switch self {
        case .findEmpty, .findName, .findLarger, .findOlder, .findNewer: true
        default: false
        }
    }

    /// Whether it prints lines, which another command of a chain may work on.
    ///
    /// `show` does not: its chains would do the same as one command alone.
    var givesLines: Bool {
        switch self {
        case .list, .sort, .distinct, .reverse, .diskUse, .search, .firstLines, .lastLines: true
        default: givesFiles
        }
    }

    /// Whether another command may follow it in a chain.
    func isFollowed(by next: CommandAction) -> Bool {
        self != next && (givesFiles && next.takesFiles || givesLines && next.takesLines)
    }

    /// The actions with one operand: where a curriculum begins.
    package static let simple: [CommandAction] = allCases.filter { $0.operands.count <= 1 }
}
