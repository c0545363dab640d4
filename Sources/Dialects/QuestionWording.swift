/// How questions may be worded.
///
/// Slots: `{m}` a measure, `{mm}` a measure whose noun may stand bare, `{rows}` the rows with their
/// condition, `{row}` the same in the singular, `{all}` the rows, with "all" where there is no
/// condition, `{c}` and `{cs}` a column in singular and plural, `{l}` and `{ls}` the column shown,
/// `{g}` a group's column, `{v}` a value, `{n}` a number, `{a}` and `{b}` two smaller results.
enum QuestionWording {
    /// Names of the wanted result, to stand after "What is" and the like.
    static func nominals(_ function: FormulaFunction) -> [String] {
        switch function {
        case .total:
            [
                "the total {mm} of {all}", "the sum of the {mm} over {all}",
                "the combined {mm} of {all}", "the overall {mm} for {all}",
                "the {mm} of {all} added together", "the total {mm} for {all}",
                "the {mm} of {all} in total",
            ]
        case .average:
            [
                "the average {m} of {all}", "the mean {m} of {all}", "the average {m} for {all}",
                "the {m} of {all} on average", "the mean {m} across {all}",
            ]
        case .count:
            [
                "the number of {rows}", "the count of {rows}", "the number of all {rows}",
                "the count of all {rows}",
            ]
        case .maximum:
            [
                "the highest {m} of {all}", "the largest {m} among {all}",
                "the maximum {m} for {all}", "the greatest {m} of {all}",
                "the biggest {m} among {all}", "the highest {m} found among {all}",
            ]
        case .minimum:
            [
                "the lowest {m} of {all}", "the smallest {m} among {all}",
                "the minimum {m} for {all}", "the least {m} of {all}",
                "the lowest {m} found among {all}",
            ]
        case .median:
            [
                "the median {m} of {all}", "the median of the {m} for {all}",
                "the middle value of the {m} for {all}", "the median {m} across {all}",
            ]
        case .spread:
            [
                "the range of the {m} across {all}",
                "the gap between the highest and the lowest {m} of {all}",
                "the spread between the largest and smallest {m} of {all}",
                "the range of the {m} over {all}",
            ]
        case .deviation:
            [
                "the standard deviation of the {m} for {all}",
                "the standard deviation of the {m} across {all}",
                "the standard deviation of the {m} over {all}",
            ]
        case .distinctCount:
            [
                "the number of different {cs} among {all}",
                "the number of distinct {cs} among {all}",
                "the count of unique {cs} among {all}",
                "the number of {cs} without repeats among {all}",
            ]
        case .distinctList:
            [
                "the different {cs} among {all}", "the unique {cs} among {all}",
                "the distinct {cs} of {all}", "the {cs} of {all} without repeats",
            ]
        case .mostFrequent:
            [
                "the most common {c} among {all}", "the most frequent {c} of {all}",
                "the {c} that occurs most often among {all}",
            ]
        case .select:
            [
                "the {l} of every {row}", "the {l} of each {row}", "the {l} for every {row}",
                "the {l} listed for each {row}",
            ]
        case .first:
            ["the first {c} listed for {all}", "the {c} that comes first for {all}"]
        case .last:
            ["the last {c} listed for {all}", "the {c} that comes last for {all}"]
        case .lookup:
            [
                "the {l} of {v}", "the {l} for {v}", "the {l} that belongs to {k} {v}",
                "the {l} of {k} {v}", "the {l} recorded for {v}", "the {l} in the row of {v}",
            ]
        case .top:
            [
                "the {n} {ls} with the highest {m}", "the top {n} {ls} by {mm}",
                "the {n} {ls} with the largest {m}", "the {n} leading {ls} by {mm}",
                "the {n} {ls} that rank highest in {m}",
            ]
        case .bottom:
            [
                "the {n} {ls} with the lowest {m}", "the bottom {n} {ls} by {mm}",
                "the {n} {ls} with the smallest {m}", "the {n} {ls} that rank lowest in {m}",
            ]
        case .labelOfMaximum:
            [
                "the {l} with the highest {m}", "the {l} with the largest {m}",
                "the {l} that has the greatest {m}", "the {l} that leads in {m}",
            ]
        case .labelOfMinimum:
            [
                "the {l} with the lowest {m}", "the {l} with the smallest {m}",
                "the {l} that has the least {m}",
            ]
        case .sortUp:
            [
                "the {ls} ordered by {mm} from lowest to highest", "the {ls} sorted by rising {mm}",
                "the {ls} in ascending order of {mm}", "the {ls} by {mm}, lowest first",
            ]
        case .sortDown:
            [
                "the {ls} ordered by {mm} from highest to lowest",
                "the {ls} sorted by falling {mm}",
                "the {ls} in descending order of {mm}", "the {ls} by {mm}, highest first",
            ]
        case .groupTotal:
            [
                "the total {mm} per {g}", "the total {mm} for each {g}",
                "the sum of the {mm} per {g}",
                "the combined {mm} of each {g}", "the {mm} added up for every {g}",
            ]
        case .groupAverage:
            [
                "the average {m} per {g}", "the mean {m} for each {g}",
                "the average {m} for every {g}",
            ]
        case .groupCount:
            [
                "the number of {rows} per {g}", "the number of {rows} for each {g}",
                "the count of {rows} for every {g}",
            ]
        case .share:
            [
                "the share of the {mm} that comes from {rows}",
                "the percentage of the total {mm} that belongs to {rows}",
                "the part of the overall {mm} that is due to {rows}",
                "the share of {rows} in the total {mm}",
            ]
        case .addition:
            ["{a} plus {b}", "the sum of {a} and {b}", "{a} and {b} taken together"]
        case .difference:
            [
                "the difference between {a} and {b}", "{a} minus {b}", "{a} less {b}",
                "the amount by which {a} exceeds {b}",
            ]
        case .ratio:
            ["{a} divided by {b}", "the ratio of {a} to {b}", "the quotient of {a} and {b}"]
        case .rounding:
            ["{a}, rounded to {n} decimals", "{a} to {n} decimal places", "{a}, with {n} decimals"]
        }
    }

    /// Whole sentences for the same.
    static func sentences(_ function: FormulaFunction) -> [String] {
        switch function {
        case .total:
            [
                "Add up the {mm} of {all}.", "Sum the {mm} of {all}.",
                "What does the {m} of {all} add up to?", "Total the {mm} for {all}.",
            ]
        case .average: ["Average the {m} of {all}.", "What is the {m} on average for {all}?"]
        case .count:
            [
                "How many {rows} are there?", "Count the {rows}.", "Count all {rows}.",
                "How many {rows} does the table have?", "How many {rows} are listed?",
            ]
        case .maximum:
            ["How high does the {m} of {all} get?", "How high is the {m} at its peak for {all}?"]
        case .minimum: ["How low does the {m} of {all} get?", "How low does the {m} go for {all}?"]
        case .median: ["What {m} lies in the middle for {all}?"]
        case .spread: ["How far apart are the highest and the lowest {m} of {all}?"]
        case .deviation: ["What standard deviation does the {m} of {all} have?"]
        case .distinctCount:
            [
                "How many different {cs} are there among {all}?",
                "How many distinct {cs} occur among {all}?", "Count the unique {cs} among {all}.",
            ]
        case .distinctList:
            [
                "Which different {cs} occur among {all}?", "Which {cs} appear among {all}?",
                "List each {c} among {all} once.",
            ]
        case .mostFrequent:
            [
                "Which {c} is most common among {all}?", "Which {c} occurs most often among {all}?",
                "Which {c} appears most frequently among {all}?",
            ]
        case .select:
            [
                "List the {l} of every {row}.", "For each {row}, show the {l}.",
                "For every {row}, give the {l}.",
            ]
        case .first: ["Which {c} is listed first for {all}?"]
        case .last: ["Which {c} is listed last for {all}?"]
        case .lookup:
            ["Look up the {l} of {v}.", "Which {l} does {v} have?", "Which {l} belongs to {v}?"]
        case .top:
            ["Which {n} {ls} have the highest {m}?", "List the {n} {ls} with the highest {m}."]
        case .bottom: ["Which {n} {ls} have the lowest {m}?"]
        case .labelOfMaximum:
            ["Which {l} has the highest {m}?", "Which {l} has the largest {m}?"]
        case .labelOfMinimum:
            ["Which {l} has the lowest {m}?", "Which {l} has the smallest {m}?"]
        case .sortUp:
            [
                "Sort the {ls} by {mm}, lowest first.",
                "Order the {ls} by {mm}, smallest to largest.",
            ]
        case .sortDown:
            [
                "Sort the {ls} by {mm}, highest first.",
                "Order the {ls} by {mm}, largest to smallest.",
            ]
        case .groupTotal:
            ["Break the total {mm} down by {g}.", "For each {g}, add up the {mm}."]
        case .groupAverage: ["Average the {m} by {g}.", "For each {g}, what is the mean {m}?"]
        case .groupCount: ["How many {rows} does each {g} have?", "Count the {rows} by {g}."]
        case .share:
            [
                "What percentage of the total {mm} comes from {rows}?",
                "How much of the total {mm} is due to {rows}, in percent?",
                "What share of the {mm} do {rows} have?",
            ]
        case .addition: ["Add {a} to {b}.", "What do {a} and {b} come to together?"]
        case .difference:
            ["By how much does {a} exceed {b}?", "How much larger is {a} than {b}?"]
        case .ratio: ["How many times as large as {b} is {a}?", "Divide {a} by {b}."]
        case .rounding: ["Round {a} to {n} decimals.", "Round {a} to {n} decimal places."]
        }
    }

    /// Frames around a nominal; `{x}` is the nominal, `{be}` "is" or "are".
    static let frames: [String] = [
        "What {be} {x}?", "What {be} {x}?", "What {be} {x}?", "Give me {x}.", "Show {x}.",
        "Show me {x}.", "Find {x}.", "Report {x}.", "I need {x}.", "Please show {x}.",
        "Tell me {x}.", "Can you tell me {x}?", "Could you give me {x}?",
        "I would like to know {x}.", "Return {x}.", "We need {x}.", "Get {x}.",
        "Let me know {x}.", "{X}, please.", "I want to see {x}.",
    ]

    /// Frames that only numbers fit.
    static let numberFrames: [String] = [
        "Calculate {x}.", "Compute {x}.", "Work out {x}.", "Determine {x}.",
    ]

    /// Frames that only lists fit.
    static let listFrames: [String] = ["List {x}.", "Print {x}.", "Please list {x}."]

    /// Frames that only plurals fit.
    static let pluralFrames: [String] = ["Which are {x}?"]
}
