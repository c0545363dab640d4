/// How requests name what a helper does.
///
/// Slots are `{x}` for what it works on, and `LibraryRole` names for its arguments.
struct HelperWording {
    /// Names for what it gives.
    ///
    /// `{x}` stands last, so that one name may stand for the `{x}` of another one and can be read
    /// in one way only.
    var nominals: [String]
    /// What to do, with `{x}` anywhere.
    var commands: [String]
    /// What to do with what is there already.
    var continuations: [String]

    private init(_ nominals: [String], _ commands: [String], _ continuations: [String]) {
        self.nominals = nominals
        self.commands = commands
        self.continuations = continuations
    }

    /// The wordings of a helper.
    static func of(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .keepAbove, .keepBelow, .keepBetween, .keepParity, .addToEach, .multiplyEach, .sort:
            overNumbers(helper)
        case .sum, .mean, .largest, .smallest, .count: toNumber(helper)
        case .firstItems, .lastItems, .everyNth, .reverse, .distinct: overLists(helper)
        case .beginningWith, .longestWord, .join: overWords(helper)
        case .split, .upper, .lower, .replace, .repeatText, .length: overText(helper)
        }
    }

    private static func overNumbers(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .keepAbove:
            HelperWording(
                [
                    "the numbers above {limit} in {x}", "the numbers greater than {limit} in {x}",
                    "everything over {limit} in {x}", "all values larger than {limit} from {x}",
                ],
                [
                    "keep only the numbers of {x} that are above {limit}",
                    "filter {x} for numbers greater than {limit}",
                    "drop from {x} whatever is not more than {limit}",
                    "pick the numbers of {x} that exceed {limit}",
                ], ["keep what is above {limit}", "keep only what exceeds {limit}"])
        case .keepBelow:
            HelperWording(
                [
                    "the numbers below {limit} in {x}", "the numbers less than {limit} in {x}",
                    "everything under {limit} in {x}", "all values smaller than {limit} from {x}",
                ],
                [
                    "keep only the numbers of {x} that are below {limit}",
                    "filter {x} for numbers less than {limit}",
                    "drop from {x} whatever is not under {limit}",
                    "pick the numbers of {x} that are smaller than {limit}",
                ], ["keep what is below {limit}", "keep only what is smaller than {limit}"])
        case .keepBetween:
            HelperWording(
                [
                    "the numbers from {low} to {high} in {x}",
                    "the numbers between {low} and {high} in {x}",
                    "everything in the range {low} to {high} in {x}",
                    "all values not below {low} and not above {high} from {x}",
                ],
                [
                    "keep only the numbers of {x} from {low} to {high}",
                    "filter {x} for numbers between {low} and {high}",
                    "drop from {x} whatever is outside {low} to {high}",
                    "pick the numbers of {x} that lie between {low} and {high}",
                ],
                [
                    "keep what lies from {low} to {high}",
                    "keep only what is between {low} and {high}",
                ])
        case .keepParity:
            HelperWording(
                [
                    "the {parity} numbers in {x}", "all {parity} values of {x}",
                    "everything {parity} in {x}", "the values that are {parity} in {x}",
                ],
                [
                    "keep only the {parity} numbers of {x}", "filter {x} for {parity} numbers",
                    "pick out of {x} what is {parity}",
                    "drop from {x} whatever is not {parity}",
                ], ["keep what is {parity}", "keep only the {parity} numbers"])
        case .addToEach:
            HelperWording(
                [
                    "the result of adding {amount} to each number in {x}",
                    "the numbers that are {amount} larger than those in {x}",
                    "{amount} more than each number in {x}",
                    "the numbers after an increase by {amount} of each one in {x}",
                ],
                [
                    "add {amount} to each number in {x}", "raise every number of {x} by {amount}",
                    "increase all numbers in {x} by {amount}",
                    "make each number of {x} larger by {amount}",
                ], ["add {amount} to each number", "raise every number by {amount}"])
        case .multiplyEach:
            HelperWording(
                [
                    "{factor} times each number in {x}",
                    "the result of multiplying by {factor} each number in {x}",
                    "the products of {factor} and each number in {x}",
                    "the numbers that are {factor} times those in {x}",
                ],
                [
                    "multiply each number in {x} by {factor}",
                    "take every number of {x} times {factor}",
                    "scale all numbers in {x} by {factor}",
                    "give {factor} times each number of {x}",
                ], ["multiply each number by {factor}", "take every number times {factor}"])
        case .sort:
            HelperWording(
                [
                    "the {direction} ordering of {x}", "the {direction} sorted version of {x}",
                    "the numbers in {direction} order from {x}",
                    "the sorted list, {direction}, of {x}",
                ],
                [
                    "sort {x} in {direction} order", "put {x} into {direction} order",
                    "order the numbers of {x} so that they are {direction}",
                    "arrange {x} in {direction} order",
                ], ["sort in {direction} order", "put the numbers into {direction} order"])
        default: preconditionFailure("\(helper) is worded elsewhere")
        }
    }

    private static func toNumber(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .sum:
            HelperWording(
                [
                    "the sum of {x}", "the total of {x}", "the combined amount of {x}",
                    "the overall sum of {x}",
                ],
                [
                    "add up {x}", "sum up the numbers in {x}", "add all numbers of {x} together",
                    "total up {x}",
                ], ["add everything up", "sum up the numbers"])
        case .mean:
            HelperWording(
                [
                    "the mean of {x}", "the average of {x}", "the arithmetic mean of {x}",
                    "the average value of {x}",
                ],
                [
                    "average {x}", "compute the mean over all numbers in {x}",
                    "find out what {x} comes to on average", "take the average over {x}",
                ], ["take the average", "compute the mean"])
        case .largest:
            HelperWording(
                [
                    "the largest number in {x}", "the maximum of {x}", "the highest value in {x}",
                    "the greatest number of {x}",
                ],
                [
                    "find the largest number in {x}", "pick the maximum out of {x}",
                    "look for the highest value of {x}", "tell how high {x} goes at most",
                ], ["pick the largest number", "take the maximum"])
        case .smallest:
            HelperWording(
                [
                    "the smallest number in {x}", "the minimum of {x}", "the lowest value in {x}",
                    "the least number of {x}",
                ],
                [
                    "find the smallest number in {x}", "pick the minimum out of {x}",
                    "look for the lowest value of {x}", "tell how low {x} goes at least",
                ], ["pick the smallest number", "take the minimum"])
        case .count:
            HelperWording(
                [
                    "the number of items in {x}", "the count of entries in {x}",
                    "the item count of {x}", "the quantity of entries in {x}",
                ],
                [
                    "count the items of {x}", "tell how many items {x} has",
                    "find out how many entries are in {x}", "say how long the list {x} is",
                ], ["count the items", "tell how many items there are"])
        default: preconditionFailure("\(helper) is worded elsewhere")
        }
    }

    private static func overLists(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .firstItems:
            HelperWording(
                [
                    "the first {size} items of {x}", "the {size} leading items of {x}",
                    "the opening {size} entries of {x}", "the {size} items at the front of {x}",
                ],
                [
                    "take the first {size} items of {x}", "keep {size} items from the start of {x}",
                    "cut {x} off after its first {size} items",
                    "give only the {size} entries with which {x} begins",
                ], ["take the first {size} items", "keep {size} items from the start"])
        case .lastItems:
            HelperWording(
                [
                    "the last {size} items of {x}", "the {size} final items of {x}",
                    "the closing {size} entries of {x}", "the {size} items at the back of {x}",
                ],
                [
                    "take the last {size} items of {x}", "keep {size} items from the end of {x}",
                    "drop all of {x} but its last {size} items",
                    "give only the {size} entries with which {x} ends",
                ], ["take the last {size} items", "keep {size} items from the end"])
        case .everyNth:
            HelperWording(
                [
                    "one in every {step} items of {x}", "one out of {step} items of {x}",
                    "the items at steps of {step} in {x}",
                    "the items found when going by {step} through {x}",
                ],
                [
                    "go through {x} in steps of {step}",
                    "take one in every {step} items of {x}",
                    "thin {x} out to one in {step} items",
                    "walk along {x} with a step of {step}",
                ], ["take one in every {step} items", "go on in steps of {step}"])
        case .reverse:
            HelperWording(
                [
                    "the reverse of {x}", "the items from back to front of {x}",
                    "the reversed copy of {x}", "the mirrored list of {x}",
                ],
                [
                    "reverse {x}", "turn {x} around", "give {x} from back to front",
                    "put the items of {x} in reverse",
                ], ["reverse the list", "turn the list around"])
        case .distinct:
            HelperWording(
                [
                    "the distinct items of {x}", "the different items in {x}",
                    "the unique entries of {x}", "each different item once from {x}",
                ],
                [
                    "remove the repeats from {x}", "keep every different item of {x} only once",
                    "drop the duplicates in {x}", "make the items of {x} unique",
                ], ["drop the duplicates", "remove the repeats"])
        default: preconditionFailure("\(helper) is worded elsewhere")
        }
    }

    private static func overWords(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .beginningWith:
            HelperWording(
                [
                    "the words that begin with {prefix} in {x}",
                    "the words starting with {prefix} in {x}",
                    "everything that starts with {prefix} in {x}",
                    "all words whose first letters are {prefix} in {x}",
                ],
                [
                    "keep only the words of {x} that begin with {prefix}",
                    "filter {x} for words starting with {prefix}",
                    "drop from {x} whatever does not start with {prefix}",
                    "pick the words of {x} whose beginning is {prefix}",
                ],
                ["keep what begins with {prefix}", "keep only the words that start with {prefix}"])
        case .longestWord:
            HelperWording(
                [
                    "the longest word in {x}", "the longest of {x}",
                    "the word with most letters in {x}", "the lengthiest word of {x}",
                ],
                [
                    "find the longest word in {x}", "pick the word of {x} that has most letters",
                    "look for the lengthiest word in {x}", "tell which word of {x} is longest",
                ], ["pick the longest word", "take the word with most letters"])
        case .join:
            HelperWording(
                [
                    "the text with {separator} between the words of {x}",
                    "the line made by joining with {separator} the words of {x}",
                    "one text, glued by {separator}, of {x}",
                    "the result of joining by {separator} all of {x}",
                ],
                [
                    "join {x} with {separator}", "put {separator} between the words of {x}",
                    "make one text of {x}, with {separator} in between",
                    "connect the words of {x} by {separator}",
                ], ["join the words with {separator}", "connect the words by {separator}"])
        default: preconditionFailure("\(helper) is worded elsewhere")
        }
    }

    private static func overText(_ helper: LibraryHelper) -> HelperWording {
        switch helper {
        case .split:
            HelperWording(
                [
                    "the parts separated by {separator} in {x}",
                    "the pieces between each {separator} of {x}",
                    "the parts after a split at {separator} of {x}",
                    "the list of parts cut at {separator} from {x}",
                ],
                [
                    "split {x} at {separator}", "cut {x} into parts wherever {separator} stands",
                    "break {x} up at every {separator}", "take {x} apart at {separator}",
                ], ["split the text at {separator}", "cut the text apart at {separator}"])
        case .upper:
            HelperWording(
                [
                    "the upper-case form of {x}", "the capital letters version of {x}",
                    "the all-capitals text of {x}", "the spelling in capitals of {x}",
                ],
                [
                    "turn {x} into capitals", "write {x} in upper case",
                    "change all letters of {x} to capitals", "convert {x} to upper case",
                ], ["write it in upper case", "turn it into capitals"])
        case .lower:
            HelperWording(
                [
                    "the lower-case form of {x}", "the small letters version of {x}",
                    "the text without capitals of {x}", "the spelling in small letters of {x}",
                ],
                [
                    "turn {x} into small letters", "write {x} in lower case",
                    "change all letters of {x} to small ones", "convert {x} to lower case",
                ], ["write it in lower case", "turn it into small letters"])
        case .replace:
            HelperWording(
                [
                    "the text with {new} in place of {old} in {x}",
                    "the result of replacing {old} with {new} in {x}",
                    "the version that has {new} instead of {old} in {x}",
                    "the text after changing {old} to {new} in {x}",
                ],
                [
                    "replace {old} with {new} in {x}", "change every {old} in {x} to {new}",
                    "put {new} where {x} has {old}", "swap each {old} of {x} for {new}",
                ], ["replace {old} with {new}", "change every {old} to {new}"])
        case .repeatText:
            HelperWording(
                [
                    "{times} copies in a row of {x}", "the {times} times repeated text of {x}",
                    "the repetition, {times} times over, of {x}",
                    "one text of {times} repeats of {x}",
                ],
                [
                    "repeat {x} {times} times", "write {x} {times} times in a row",
                    "put {times} copies of {x} one after another",
                    "say {x} {times} times over",
                ], ["repeat the text {times} times", "write it {times} times in a row"])
        case .length:
            HelperWording(
                [
                    "the number of characters in {x}", "the text length of {x}",
                    "the character count of {x}", "the length in characters of {x}",
                ],
                [
                    "count the characters of {x}", "tell how many characters {x} has",
                    "measure how long the text {x} is",
                    "find out of how many letters and signs {x} is",
                ], ["count the characters", "measure the length in characters"])
        default: preconditionFailure("\(helper) is worded elsewhere")
        }
    }
}
