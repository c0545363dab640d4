/// How documentation explains a command.
///
/// Each begins with its only verb in the infinitive, so that it can be put into the third person.
/// Slots are `CommandOperand` names, replaced by the document's words for them.
enum CommandDescription {
    /// The forms in which a document explains all its commands.
    enum Mood: CaseIterable { case imperative, thirdPerson, infinitive }

    static func text(_ description: String, in mood: Mood) -> String {
        switch mood {
        case .imperative: description.startingUpperCase
        case .infinitive: "To " + description
        case .thirdPerson:
            thirdPerson(String(description.prefix { $0 != " " })).startingUpperCase
                + description.drop { $0 != " " }
        }
    }

    /// `list` becomes `lists`, `copy` copies, `search` searches.
    private static func thirdPerson(_ verb: String) -> String {
        for ending in ["s", "x", "ch", "sh"] where verb.hasSuffix(ending) { return verb + "es" }
        guard verb.hasSuffix("y"), let before = verb.dropLast().last, !"aeiou".contains(before)
        else { return verb + "s" }
        return verb.dropLast() + "ies"
    }

    static func all(_ action: CommandAction) -> [String] {
        switch action {
        case .list:
            [
                "list the entries of {folder}", "name all files and folders in {folder}",
                "enumerate what lies in {folder}", "print the names of the entries of {folder}",
            ]
        case .show:
            [
                "print the whole text of {file}", "show all lines of {file}",
                "display {file} from its beginning to its end", "write out the text of {file}",
            ]
        case .countLines:
            [
                "count the lines of {file}", "tell how many lines {file} has",
                "give the number of lines in {file}", "add up how many lines stand in {file}",
            ]
        case .countWords:
            [
                "count the words of {file}", "tell how many words {file} has",
                "give the number of words in {file}", "add up how many words stand in {file}",
            ]
        case .remove:
            [
                "remove {entry}", "delete {entry}", "erase {entry} for good",
                "make {entry} disappear for ever",
            ]
        case .makeFolder:
            [
                "make a new folder called {newFolder}", "create {newFolder} as an empty folder",
                "add a folder with the name {newFolder}", "set up the new folder {newFolder}",
            ]
        case .extract:
            [
                "unpack {archive}", "extract all that {archive} holds",
                "take the files out of {archive}", "restore the files that {archive} holds",
            ]
        case .sort:
            [
                "sort the lines of {file}", "put the lines of {file} in order",
                "print {file} with its lines sorted", "order {file} line by line",
            ]
        case .distinct:
            [
                "print each different line of {file} once", "drop repeated lines of {file}",
                "show the lines of {file} without repeats",
                "give only the distinct lines of {file}",
            ]
        case .reverse:
            [
                "print the lines of {file} from last to first", "turn {file} upside down",
                "show {file} backwards, line by line", "reverse the order of the lines of {file}",
            ]
        case .diskUse:
            [
                "tell how much disk space {folder} takes", "measure the disk use of {folder}",
                "add up the space that {folder} fills", "give the total size of {folder} on disk",
            ]
        case .checksum:
            [
                "compute the checksum of {file}", "print a hash of {file}",
                "give a fingerprint of the bytes of {file}", "work out the check digits of {file}",
            ]
        case .findEmpty:
            [
                "find the empty files in {folder}", "look in {folder} for files that hold nothing",
                "report files of {folder} without any content",
                "search {folder} for files of no bytes",
            ]
        case .findName:
            [
                "find files in {folder} whose name fits {pattern}",
                "look in {folder} for names like {pattern}",
                "search {folder} for files that are named like {pattern}",
                "report files of {folder} with a name that matches {pattern}",
            ]
        case .findLarger:
            [
                "find files in {folder} that are larger than {size}",
                "look in {folder} for files above {size}",
                "report files of {folder} that take more than {size}",
                "search {folder} for files bigger than {size}",
            ]
        case .findOlder:
            [
                "find files in {folder} that are older than {age}",
                "look in {folder} for files unchanged for {age} or longer",
                "report files of {folder} last changed more than {age} ago",
                "search {folder} for files that nobody changed within {age}",
            ]
        case .findNewer:
            [
                "find files in {folder} that are newer than {age}",
                "look in {folder} for files changed within the last {age}",
                "report files of {folder} changed less than {age} ago",
                "search {folder} for recent files, changed in the past {age}",
            ]
        case .search:
            [
                "print the lines of {file} that contain {text}", "search {file} for {text}",
                "look for {text} in the lines of {file}", "find {text} inside {file}",
            ]
        case .replace:
            [
                "replace {text} by {replacement} throughout {file}",
                "change every {text} in {file} to {replacement}",
                "put {replacement} wherever {text} stands in {file}",
                "substitute {replacement} for {text} in {file}",
            ]
        case .firstLines:
            [
                "print the first {count} lines of {file}", "show the top {count} lines of {file}",
                "give the beginning of {file}, {count} lines long",
                "display {count} lines from the start of {file}",
            ]
        case .lastLines:
            [
                "print the last {count} lines of {file}", "show the bottom {count} lines of {file}",
                "give the end of {file}, {count} lines long",
                "display {count} lines from the end of {file}",
            ]
        case .permissions:
            [
                "set the permissions of {entry} to {mode}", "give {entry} the mode {mode}",
                "change the access rights of {entry} to {mode}",
                "protect {entry} with the permissions {mode}",
            ]
        case .owner:
            [
                "make {user} the owner of {entry}", "give {entry} to {user}",
                "change the owner of {entry} to {user}", "let {user} own {entry}",
            ]
        case .archive:
            [
                "pack {entry} into {archive}", "make the archive {archive} from {entry}",
                "compress {entry} as {archive}", "store {entry} in a new archive {archive}",
            ]
        case .copy:
            [
                "copy {source} to {destination}", "make a copy of {source} in {destination}",
                "duplicate {source} into {destination}", "put a second {source} into {destination}",
            ]
        case .move:
            [
                "move {source} to {destination}", "take {source} from its folder to {destination}",
                "transfer {source} to {destination}, where it lives from then on",
                "shift {source} into {destination}",
            ]
        case .rename:
            [
                "rename {source} to {newName}", "give {source} the name {newName}",
                "call {source} {newName} from now on", "change the name of {source} to {newName}",
            ]
        case .compare:
            [
                "compare {firstFile} with {secondFile}",
                "show the differences between {firstFile} and {secondFile}",
                "tell where {firstFile} and {secondFile} differ",
                "print what is not the same in {firstFile} and {secondFile}",
            ]
        case .join:
            [
                "join {firstFile} and {secondFile} into {joined}",
                "write {firstFile}, then {secondFile} to {joined}",
                "put {firstFile} and {secondFile} together as {joined}",
                "make {joined} by adding {secondFile} to {firstFile}",
            ]
        }
    }
}
