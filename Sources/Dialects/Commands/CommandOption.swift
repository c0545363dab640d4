/// What a command may be asked for besides its operands, whatever a dialect calls the flag.
package enum CommandOption: String, Sendable, CaseIterable, Hashable {
    case hidden, recursive, newestFirst, lineNumbers, skipBlank, ask, trial, parents, into
    case overwrite, verbose, reversed, numeric, ignoreCase, withCounts, depth, limit, wholeWords
    case strength, excluded, keepTimes, ignoreSpaces

    /// What its flag is followed by; nil for a mere switch.
    package var operand: CommandOperand? {
        switch self {
        case .into: .destination
        case .depth: .levels
        case .limit: .limit
        case .strength: .strength
        case .excluded: .excluded
        default: nil
        }
    }

    /// How documentation explains it, in words that may follow the flag in brackets.
    ///
    /// Requests ask for it in `phrases`, which may stand after a whole request, one after another.
    var descriptions: [String] {
        switch self {
        case .hidden: ["include hidden entries", "hidden entries too", "hidden ones count as well"]
        case .recursive:
            ["work through all subfolders", "everything below as well", "subfolders too"]
        case .newestFirst:
            ["order by date, newest first", "latest changes at the top", "most recent first"]
        case .lineNumbers: ["number the lines", "a line number before each line", "line numbers"]
        case .skipBlank: ["leave out blank lines", "skip empty lines", "blank lines do not count"]
        case .ask: ["ask for consent first", "ask before acting", "wait for a confirmation"]
        case .trial: ["only pretend", "a dry run that changes nothing", "a trial without effect"]
        case .parents:
            ["make missing parents too", "the folders above it as well", "with all its parents"]
        case .into:
            ["put the contents into {v}", "unpack into {v}", "{v} is where the contents go"]
        case .overwrite:
            ["replace what is there", "overwrite what exists", "write over older versions"]
        case .verbose: ["report every step", "name each file that is done", "tell what is done"]
        case .reversed: ["descending order", "highest first", "from high to low"]
        case .numeric: ["compare as numbers", "by numeric value", "numbers, not letters, count"]
        case .ignoreCase:
            ["ignore case", "capitals and small letters are equal", "case does not matter"]
        case .withCounts: ["tell how often each occurs", "with counts", "count the repeats"]
        case .depth:
            ["go at most {v} levels deep", "the greatest depth is {v}", "no deeper than {v}"]
        case .limit: ["stop after {v} results", "at most {v} results", "no more results than {v}"]
        case .wholeWords: ["whole words only", "not inside longer words", "only as a whole word"]
        case .strength: ["compression level {v}", "pack at level {v}", "{v} sets the compression"]
        case .excluded: ["leave out {v}", "all but {v}", "{v} is left out"]
        case .keepTimes: ["keep the dates", "preserve time stamps", "dates stay as they were"]
        case .ignoreSpaces: ["ignore spaces", "spacing does not matter", "blanks are not compared"]
        }
    }

    /// How a request asks for it; `{v}` is its value.
    var phrases: [String] {
        switch self {
        case .hidden:
            ["hidden ones included", "including hidden entries", "with hidden entries too"]
        case .recursive:
            ["with all subfolders", "including everything below", "down through every subfolder"]
        case .newestFirst:
            ["newest first", "with the latest at the top", "ordered by date from new to old"]
        case .lineNumbers:
            ["with line numbers", "numbering the lines", "with a number before each line"]
        case .skipBlank:
            ["leaving out blank lines", "skipping empty lines", "not counting blank lines"]
        case .ask:
            ["asking me first", "with a question beforehand", "waiting for my confirmation"]
        case .trial:
            ["only as a trial", "as a dry run", "without really changing anything"]
        case .parents:
            ["with any missing parents", "making the folders above it too", "parents included"]
        case .into:
            ["into the folder {v}", "putting the contents into {v}", "with {v} as its new place"]
        case .overwrite:
            ["replacing what is there", "overwriting older versions", "writing over what exists"]
        case .verbose:
            ["reporting every step", "naming each file", "with a report of what is done"]
        case .reversed: ["in descending order", "highest first", "from high to low"]
        case .numeric: ["by numeric value", "comparing them as numbers", "as numbers"]
        case .ignoreCase:
            ["ignoring case", "in capitals or not", "whether upper or lower case"]
        case .withCounts:
            ["with how often each occurs", "counting the repeats", "with a count for each"]
        case .depth:
            ["at most {v} levels deep", "no deeper than {v} levels", "down to level {v}"]
        case .limit:
            ["stopping after {v} results", "with at most {v} results", "limited to {v} results"]
        case .wholeWords:
            ["as a whole word only", "not inside longer words", "taking whole words only"]
        case .strength:
            ["at compression level {v}", "with compression set to {v}", "packed at level {v}"]
        case .excluded: ["leaving out {v}", "without {v}", "all but {v}"]
        case .keepTimes:
            ["keeping the dates", "with the dates as they were", "preserving time stamps"]
        case .ignoreSpaces:
            ["ignoring spaces", "without regard to spacing", "whatever the spacing"]
        }
    }
}
