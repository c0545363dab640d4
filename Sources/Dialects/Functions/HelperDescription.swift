/// How documentation explains a helper.
///
/// Slots are `{x}`, the dialect's word for what the helper works on, and `LibraryRole` names.
enum HelperDescription {
    static func all(_ helper: LibraryHelper) -> [String] {
        switch helper {
        case .keepAbove:
            [
                "Keeps the numbers that are greater than {limit}.",
                "The numbers of {x} above {limit}; {limit} itself is left out.",
                "Filters {x}: what is larger than {limit} stays.",
                "Drops every number that is not more than {limit}.",
            ]
        case .keepBelow:
            [
                "Keeps the numbers that are less than {limit}.",
                "The numbers of {x} below {limit}; {limit} itself is left out.",
                "Filters {x}: what is smaller than {limit} stays.",
                "Drops every number that is not under {limit}.",
            ]
        case .keepBetween:
            [
                "Keeps the numbers from {low} to {high}, both included.",
                "The numbers of {x} that lie between {low} and {high} or equal one of them.",
                "Filters {x}: what is below {low} or above {high} goes.",
                "Leaves only the range that begins at {low} and ends at {high}.",
            ]
        case .keepParity:
            [
                "Keeps the even or the odd numbers, as {parity} says.",
                "The numbers of {x} that are even, or odd, by {parity}.",
                "Filters {x} by {parity}: even numbers or odd ones stay.",
                "Chooses even or odd numbers; {parity} tells which.",
            ]
        case .addToEach:
            [
                "Adds {amount} to each number.", "Every number of {x}, raised by {amount}.",
                "Increases all numbers by {amount}.", "Makes each number larger by {amount}.",
            ]
        case .multiplyEach:
            [
                "Multiplies each number by {factor}.", "Every number of {x} times {factor}.",
                "Scales all numbers by {factor}.", "Gives {factor} times each number.",
            ]
        case .sort:
            [
                "Sorts the numbers; {direction} says which way.",
                "The numbers of {x} in the order that {direction} names.",
                "Puts {x} into ascending or descending order, by {direction}.",
                "Arranges the numbers by size, up or down as {direction} tells.",
            ]
        case .sum:
            [
                "Adds up all numbers.", "The sum of {x}.", "Gives the total of the numbers.",
                "All numbers of {x} added together.",
            ]
        case .mean:
            [
                "The mean of {x}.", "Gives the average of the numbers.",
                "The arithmetic mean: sum divided by count.", "What the numbers are on average.",
            ]
        case .largest:
            [
                "The largest number.", "Gives the maximum of {x}.",
                "Finds the highest value of {x}.", "The greatest of all numbers.",
            ]
        case .smallest:
            [
                "The smallest number.", "Gives the minimum of {x}.",
                "Finds the lowest value of {x}.", "The least of all numbers.",
            ]
        case .firstItems:
            [
                "The first {size} items.", "Takes {size} items from the start of {x}.",
                "Keeps only the {size} items at the front.",
                "Cuts {x} off after {size} items.",
            ]
        case .lastItems:
            [
                "The last {size} items.", "Takes {size} items from the end of {x}.",
                "Keeps only the {size} items at the back.",
                "Drops all but the final {size} items.",
            ]
        case .everyNth:
            [
                "The first item, then one in every {step} items.",
                "Goes through {x} in steps of {step}, from the first item on.",
                "Takes one of {step} items, beginning with the first.",
                "Thins {x} out: of each {step} items the first stays.",
            ]
        case .reverse:
            [
                "Turns the list around.", "The items of {x} from back to front.",
                "Reverses {x}.", "Gives the list in reverse: the last item comes first.",
            ]
        case .distinct:
            [
                "Drops duplicates: each item stays once.", "The distinct items of {x}.",
                "Gives every different item once, where it first occurs.",
                "Removes repeats from {x}.",
            ]
        case .count:
            [
                "Counts the items.", "How many items there are in {x}.",
                "Gives the number of items.", "The count of entries of a list.",
            ]
        case .beginningWith:
            [
                "Keeps the words that begin with {prefix}.",
                "The words of {x} whose first letters are {prefix}.",
                "Filters {x}: words starting with {prefix} stay.",
                "Drops every word that does not start with {prefix}.",
            ]
        case .longestWord:
            [
                "The longest word.", "Gives the word of {x} that has most letters.",
                "Finds the lengthiest word.", "Of all words the one with most letters.",
            ]
        case .join:
            [
                "Joins the words, with {separator} between them.",
                "Makes one text of {x}; {separator} stands in between.",
                "Puts {separator} between the words and gives one text.",
                "Connects all words by {separator}.",
            ]
        case .split:
            [
                "Splits the text at {separator}.",
                "Cuts the text into a list of parts wherever {separator} stands.",
                "The parts that {separator} separates.", "Takes the text apart at {separator}.",
            ]
        case .upper:
            [
                "The text in upper case.", "Turns all letters into capitals.",
                "Writes the text in capitals.", "Converts small letters to capital ones.",
            ]
        case .lower:
            [
                "The text in lower case.", "Turns all letters into small ones.",
                "Writes the text without capitals.", "Converts capital letters to small ones.",
            ]
        case .replace:
            [
                "Replaces {old} with {new}.", "Puts {new} wherever the text has {old}.",
                "Changes every {old} to {new}.", "Swaps {old} for {new} throughout the text.",
            ]
        case .repeatText:
            [
                "Repeats the text {times} times.", "{times} copies of the text in a row.",
                "Writes the text {times} times, without a gap.",
                "The text, over and over, {times} times.",
            ]
        case .length:
            [
                "Counts the characters of the text.", "How many characters the text has.",
                "The length of the text in characters.",
                "Gives the number of characters, spaces included.",
            ]
        }
    }
}
