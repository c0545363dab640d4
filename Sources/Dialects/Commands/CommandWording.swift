/// How requests ask for a command.
///
/// Clauses fit after "please" and after "to"; slots are `CommandOperand` names, replaced by values.
/// Each action has verbs and nouns of its own, so that no request can be meant for two commands.
enum CommandWording {
    static func clauses(_ action: CommandAction) -> [String] {
        switch action {
        case .list:
            [
                "list the entries of {folder}", "list what {folder} contains",
                "show which files and folders are in {folder}", "see the entries of {folder}",
                "list everything in {folder}", "print the names of all that is in {folder}",
                "get a listing of {folder}", "list the files and folders of {folder}",
                "name all entries in {folder}",
            ]
        case .show:
            [
                "print the whole text of {file}", "show the text of {file}", "print all of {file}",
                "read {file} from top to bottom", "display the full text of {file}",
                "show {file} in full", "see all lines of {file}", "write out all of {file}",
            ]
        case .countLines:
            [
                "count the lines of {file}", "count how many lines {file} has",
                "find out how many lines {file} has", "get the number of lines in {file}",
                "tell the line count of {file}", "count the lines in {file}",
                "give the number of lines of {file}", "know how long {file} is in lines",
            ]
        case .countWords:
            [
                "count the words of {file}", "count how many words {file} has",
                "find out how many words {file} has", "get the number of words in {file}",
                "tell the word count of {file}", "count the words in {file}",
                "give the number of words of {file}", "know how long {file} is in words",
            ]
        case .remove:
            [
                "remove {entry}", "delete {entry}", "erase {entry}", "get rid of {entry}",
                "throw {entry} away", "wipe {entry} from the disk", "dispose of {entry}",
                "clear {entry} away", "discard {entry}",
            ]
        case .makeFolder:
            [
                "make a folder called {newFolder}", "create the folder {newFolder}",
                "make the new folder {newFolder}", "create a folder named {newFolder}",
                "add a new folder {newFolder}", "set up an empty folder {newFolder}",
                "start a folder with the name {newFolder}", "have a new folder called {newFolder}",
            ]
        case .extract:
            [
                "unpack {archive}", "extract {archive}", "unpack the archive {archive}",
                "extract the files from {archive}", "take everything out of the archive {archive}",
                "get the files out of {archive}", "decompress {archive}",
                "open up the archive {archive}", "restore the files packed in {archive}",
            ]
        case .sort:
            [
                "sort {file}", "sort the lines of {file}", "put the lines of {file} in order",
                "order the lines of {file}", "bring the lines of {file} into order",
                "show {file} sorted", "print {file} in sorted order", "get {file} sorted by line",
            ]
        case .distinct:
            [
                "show the different lines of {file}", "print each line of {file} only once",
                "list the distinct lines of {file}", "drop the repeated lines of {file}",
                "see the unique lines of {file}", "print {file} without repeated lines",
                "show every different line in {file} once",
                "get rid of repeats among the lines of {file}",
            ]
        case .reverse:
            [
                "reverse the lines of {file}", "print {file} from the last line to the first",
                "show {file} upside down", "print {file} backwards",
                "turn the order of the lines in {file} around", "read {file} from bottom to top",
                "see the lines of {file} in reverse order",
                "show the last line of {file} first and so on",
            ]
        case .diskUse:
            [
                "measure how much space {folder} takes", "tell how much disk space {folder} uses",
                "find out how big {folder} is on disk", "get the disk use of {folder}",
                "show the disk use of {folder}", "see how much room {folder} takes up",
                "know the total size of {folder}", "check how much disk {folder} fills",
            ]
        case .checksum:
            [
                "compute the checksum of {file}", "get the checksum of {file}",
                "work out a hash of {file}", "print the hash of {file}",
                "calculate a checksum for {file}", "make a fingerprint of {file}",
                "see the fingerprint of {file}", "tell the checksum of {file}",
            ]
        case .findEmpty:
            [
                "find the empty files in {folder}", "find files with nothing in them in {folder}",
                "look for empty files in {folder}", "search {folder} for empty files",
                "see which files in {folder} are empty",
                "list the files in {folder} that are empty",
                "track down empty files in {folder}", "find files without content in {folder}",
            ]
        case .findName:
            [
                "find the files in {folder} whose name {pattern}",
                "look in {folder} for files whose name {pattern}",
                "search {folder} for every file whose name {pattern}",
                "find each file in {folder} with a name that {pattern}",
                "list the files in {folder} whose name {pattern}",
                "see which files in {folder} have a name that {pattern}",
                "locate files in {folder} whose name {pattern}",
                "get all files of {folder} with a name that {pattern}",
            ]
        case .findLarger:
            [
                "find the files in {folder} that are larger than {size}",
                "find files above {size} in {folder}",
                "look for files bigger than {size} in {folder}",
                "search {folder} for files of more than {size}",
                "list the files in {folder} that take more than {size}",
                "see which files in {folder} exceed {size}",
                "locate files over {size} in {folder}",
                "get all files of {folder} with more than {size}",
            ]
        case .findOlder:
            [
                "find the files in {folder} that are older than {age}",
                "find files in {folder} not changed for {age}",
                "look for files older than {age} in {folder}",
                "search {folder} for files last changed more than {age} ago",
                "list the files in {folder} that nobody touched for {age}",
                "see which files in {folder} are older than {age}",
                "locate files in {folder} left unchanged for {age}",
                "get all files of {folder} that are more than {age} old",
            ]
        case .findNewer:
            [
                "find the files in {folder} that are newer than {age}",
                "find files in {folder} changed in the last {age}",
                "look for files newer than {age} in {folder}",
                "search {folder} for files changed less than {age} ago",
                "list the files in {folder} that were touched within the last {age}",
                "see which files in {folder} changed in the past {age}",
                "locate files in {folder} changed within the past {age}",
                "get all files of {folder} that are less than {age} old",
            ]
        case .search:
            [
                "search {file} for {text}", "find the lines of {file} that contain {text}",
                "look for {text} in {file}", "print the lines with {text} in {file}",
                "show every line of {file} that mentions {text}", "find {text} in {file}",
                "see where {text} occurs in {file}",
                "get the lines of {file} in which {text} stands",
            ]
        case .replace:
            [
                "replace {text} by {replacement} in {file}",
                "change {text} to {replacement} in {file}",
                "put {replacement} in place of {text} in {file}",
                "turn every {text} in {file} into {replacement}",
                "replace each {text} of {file} with {replacement}",
                "substitute {replacement} for {text} in {file}",
                "write {replacement} instead of {text} throughout {file}",
                "swap {text} for {replacement} everywhere in {file}",
            ]
        case .firstLines:
            [
                "show the first {count} lines of {file}", "print the first {count} lines of {file}",
                "see the top {count} lines of {file}", "read the first {count} lines of {file}",
                "get {count} lines from the start of {file}",
                "show the beginning of {file}, {count} lines of it",
                "display the first {count} lines in {file}",
                "print {count} lines from the top of {file}",
            ]
        case .lastLines:
            [
                "show the last {count} lines of {file}", "print the last {count} lines of {file}",
                "see the bottom {count} lines of {file}", "read the last {count} lines of {file}",
                "get {count} lines from the end of {file}",
                "show the end of {file}, {count} lines of it",
                "display the last {count} lines in {file}",
                "print {count} lines from the bottom of {file}",
            ]
        case .permissions:
            [
                "set the permissions of {entry} to {mode}", "give {entry} the permissions {mode}",
                "change the mode of {entry} to {mode}", "set {entry} to mode {mode}",
                "change the permissions of {entry} to {mode}", "put mode {mode} on {entry}",
                "set access to {entry} to {mode}", "make {mode} the permissions of {entry}",
            ]
        case .owner:
            [
                "make {user} the owner of {entry}", "change the owner of {entry} to {user}",
                "give {entry} to {user}", "let {entry} belong to {user}",
                "hand {entry} over to {user}", "set the owner of {entry} to {user}",
                "have {user} own {entry}", "let {user} be the owner of {entry}",
            ]
        case .archive:
            [
                "pack {entry} into the archive {archive}",
                "make the archive {archive} from {entry}",
                "compress {entry} into {archive}", "archive {entry} as {archive}",
                "create the archive {archive} out of {entry}", "pack up {entry} as {archive}",
                "put {entry} into a new archive {archive}",
                "bundle {entry} in the archive {archive}",
            ]
        case .copy:
            [
                "copy {source} to {destination}", "copy {source} into {destination}",
                "make a copy of {source} in {destination}",
                "put a copy of {source} into {destination}",
                "duplicate {source} in {destination}", "place a copy of {source} in {destination}",
                "have {source} in {destination} as well",
                "keep {source} and copy it to {destination}",
            ]
        case .move:
            [
                "move {source} to {destination}", "move {source} into {destination}",
                "take {source} over to {destination}", "shift {source} into {destination}",
                "transfer {source} to {destination}", "relocate {source} to {destination}",
                "have {source} moved to {destination}", "bring {source} over into {destination}",
            ]
        case .rename:
            [
                "rename {source} to {newName}", "give {source} the name {newName}",
                "change the name of {source} to {newName}", "call {source} {newName}",
                "rename {source} as {newName}", "let {source} be called {newName}",
                "give {source} the new name {newName}", "make {newName} the name of {source}",
            ]
        case .compare:
            [
                "compare {firstFile} with {secondFile}", "compare {firstFile} and {secondFile}",
                "see how {firstFile} differs from {secondFile}",
                "show the differences between {firstFile} and {secondFile}",
                "find out where {firstFile} and {secondFile} differ",
                "check {firstFile} against {secondFile}",
                "list the differences of {firstFile} and {secondFile}",
                "tell what sets {firstFile} apart from {secondFile}",
            ]
        case .join:
            [
                "join {firstFile} and {secondFile} into {joined}",
                "put {firstFile} and {secondFile} together as {joined}",
                "merge {firstFile} and {secondFile} into {joined}",
                "combine {firstFile} with {secondFile} in {joined}",
                "write {firstFile} followed by {secondFile} to {joined}",
                "make one file {joined} of {firstFile} and {secondFile}",
                "append {secondFile} to {firstFile} and call the whole {joined}",
                "unite {firstFile} and {secondFile} in the file {joined}",
            ]
        }
    }

    /// Whole questions that ask for the same; only where no option is asked for.
    static func questions(_ action: CommandAction) -> [String] {
        switch action {
        case .list:
            ["Which entries does {folder} have?", "Which files and folders are in {folder}?"]
        case .countLines: ["How many lines does {file} have?", "How many lines are in {file}?"]
        case .countWords: ["How many words does {file} have?", "How many words are in {file}?"]
        case .diskUse:
            ["How much disk space does {folder} take?", "How big is {folder} on disk?"]
        case .checksum: ["What is the checksum of {file}?"]
        case .findEmpty: ["Which files in {folder} are empty?"]
        case .findName: ["Which files in {folder} have a name that {pattern}?"]
        case .findLarger: ["Which files in {folder} are larger than {size}?"]
        case .findOlder: ["Which files in {folder} are older than {age}?"]
        case .findNewer: ["Which files in {folder} changed in the last {age}?"]
        case .search:
            ["Where does {text} occur in {file}?", "Which lines of {file} contain {text}?"]
        case .firstLines: ["What are the first {count} lines of {file}?"]
        case .lastLines: ["What are the last {count} lines of {file}?"]
        case .compare: ["Where do {firstFile} and {secondFile} differ?"]
        default: []
        }
    }

    /// Clauses for the second command of a chain, which works on what the first has given.
    static func followUps(_ action: CommandAction) -> [String] {
        switch action {
        case .remove:
            ["remove what was found", "delete these files", "get rid of them all", "erase them"]
        case .copy:
            [
                "copy them to {destination}", "copy what was found into {destination}",
                "put copies of them into {destination}", "make copies of these in {destination}",
            ]
        case .move:
            [
                "move them to {destination}", "move what was found into {destination}",
                "take them over to {destination}", "transfer these files to {destination}",
            ]
        case .permissions:
            [
                "set their permissions to {mode}", "give them the permissions {mode}",
                "change their mode to {mode}", "set them to mode {mode}",
            ]
        case .owner:
            [
                "make {user} their owner", "hand them over to {user}",
                "change their owner to {user}", "give them to {user}",
            ]
        case .countLines:
            [
                "count the lines of the result", "count how many lines that gives",
                "tell how many lines come out", "get the number of lines of the result",
            ]
        case .sort:
            [
                "sort the result", "sort what comes out", "put the result in order",
                "bring what comes out into order",
            ]
        case .distinct:
            [
                "show each different line of the result once", "drop repeated lines of the result",
                "keep only the different lines that come out",
                "leave each resulting line only once",
            ]
        case .reverse:
            [
                "reverse the result", "turn the result upside down", "print the result backwards",
                "show what comes out from bottom to top",
            ]
        case .firstLines:
            [
                "show the first {count} lines of the result", "keep the first {count} lines",
                "print the top {count} lines of what comes out",
                "take {count} lines from its start",
            ]
        case .lastLines:
            [
                "show the last {count} lines of the result", "keep the last {count} lines",
                "print the bottom {count} lines of what comes out",
                "take {count} lines from its end",
            ]
        default: []
        }
    }

    /// Sentences around a clause; `{x}` is the clause, `{X}` the same with a capital.
    static let frames: [String] = [
        "{X}.", "{X}.", "{X}.", "Please {x}.", "Please {x}.", "Can you {x}?", "Could you {x}?",
        "I want to {x}.", "I need to {x}.", "I would like to {x}.", "How do I {x}?",
        "How can I {x}?", "Help me {x}.", "We have to {x}.", "Now {x}.", "I have to {x}.",
        "We want to {x}.", "My task is to {x}.", "Let us {x}.", "It is time to {x}.",
        "What do I write to {x}?", "Write a command to {x}.", "Show me how to {x}.",
        "Give me the command to {x}.",
    ]

    /// Two clauses as one; `{a}` is done first.
    static let chainings: [String] = [
        "{a} and then {b}", "{a}, then {b}", "{a} and {b}", "{a}, and after that {b}",
        "first {a}, then {b}",
    ]
}
