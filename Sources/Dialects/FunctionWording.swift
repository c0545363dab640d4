/// How documentation explains a function.
///
/// Slots are `FormulaParameter` names (replaced by the dialect's word for that parameter) and
/// `{c}`, its word for a condition.
enum FunctionWording {
    static func explanations(_ function: FormulaFunction) -> [String] {
        switch function {
        case .total:
            [
                "Adds up all numbers in {measure}.", "The sum of the cells of {measure}.",
                "Gives the total of {measure}.", "Sums {measure} over the rows.",
            ]
        case .average:
            [
                "The average of {measure}.", "Gives the mean of the cells of {measure}.",
                "Adds up {measure} and divides by the number of rows: the mean.",
                "The arithmetic mean of {measure}.",
            ]
        case .count:
            [
                "Counts rows.", "Gives the number of rows.", "How many rows there are.",
                "The count of rows; it looks at no column.",
            ]
        case .maximum:
            [
                "The highest number in {measure}.", "Gives the largest cell of {measure}.",
                "The maximum of {measure}.", "Finds the greatest value in {measure}.",
            ]
        case .minimum:
            [
                "The lowest number in {measure}.", "Gives the smallest cell of {measure}.",
                "The minimum of {measure}.", "Finds the least value in {measure}.",
            ]
        case .median:
            [
                "The median of {measure}.", "The middle value of {measure} when it is sorted.",
                "Gives the number in the middle of {measure}: half are lower, half higher.",
            ]
        case .spread:
            [
                "The range of {measure}: highest minus lowest.",
                "How far the largest and smallest cell of {measure} are apart.",
                "Gives the gap between maximum and minimum of {measure}.",
            ]
        case .deviation:
            [
                "The standard deviation of {measure}.",
                "Gives how strongly {measure} varies, as the standard deviation.",
            ]
        case .distinctCount:
            [
                "How many different cells {column} has.",
                "Counts the distinct values of {column}; repeats count once.",
                "The number of unique values in {column}.",
            ]
        case .distinctList:
            [
                "Lists the different cells of {column}, each once.",
                "The unique values of {column}.",
                "Gives the distinct values of {column} as a list.",
            ]
        case .mostFrequent:
            [
                "The cell that occurs most often in {column}.",
                "Gives the most common value of {column}.", "The most frequent value in {column}.",
            ]
        case .select:
            [
                "Lists {column} of every row.", "Gives the cell of {column} for each row.",
                "All cells of {column} as a list, repeats included.",
            ]
        case .first:
            [
                "The cell of {column} in the first row.",
                "Gives what {column} holds in the row that comes first.",
            ]
        case .last:
            [
                "The cell of {column} in the last row.",
                "Gives what {column} holds in the row that comes last.",
            ]
        case .lookup:
            [
                "Finds the row whose {key} is {value} and gives its {label}.",
                "Looks for {value} in the column {key} and returns {label} of that row.",
                "The {label} of the one row in which {key} holds {value}.",
            ]
        case .top:
            [
                "Sorts by {order}, highest first, and gives {label} of the first {quantity} rows.",
                "The {label} of the {quantity} rows with the highest {order}.",
                "Lists {label} for the top {quantity} rows by {order}.",
            ]
        case .bottom:
            [
                "Sorts by {order}, lowest first, and gives {label} of the first {quantity} rows.",
                "The {label} of the {quantity} rows with the lowest {order}.",
                "Lists {label} for the bottom {quantity} rows by {order}.",
            ]
        case .labelOfMaximum:
            [
                "The {label} of the row with the highest {order}.",
                "Tells which {label} has the largest {order}.",
                "Finds the greatest {order} and gives {label} of that row.",
            ]
        case .labelOfMinimum:
            [
                "The {label} of the row with the lowest {order}.",
                "Tells which {label} has the smallest {order}.",
                "Finds the least {order} and gives {label} of that row.",
            ]
        case .sortUp:
            [
                "Lists {label} sorted by {order}, lowest first.",
                "All {label} cells in ascending order of {order}.",
            ]
        case .sortDown:
            [
                "Lists {label} sorted by {order}, highest first.",
                "All {label} cells in descending order of {order}.",
            ]
        case .groupTotal:
            [
                "For each {group}, the sum of {measure}.", "Adds up {measure} per {group}.",
                "The total of {measure} for every different {group}.",
            ]
        case .groupAverage:
            [
                "For each {group}, the average of {measure}.", "The mean of {measure} per {group}.",
                "Averages {measure} for every different {group}.",
            ]
        case .groupCount:
            [
                "For each {group}, the number of rows.", "Counts the rows per {group}.",
                "How many rows every different {group} has.",
            ]
        case .share:
            [
                "The percentage of all {measure} that comes from the rows of the {c}.",
                "Sums {measure} where the {c} holds, as a share of the total of all rows.",
            ]
        case .addition:
            ["{firstNumber} plus {secondNumber}.", "Adds {firstNumber} and {secondNumber}."]
        case .difference:
            [
                "{firstNumber} minus {secondNumber}.",
                "Subtracts {secondNumber} from {firstNumber}.",
                "By how much {firstNumber} exceeds {secondNumber}.",
            ]
        case .ratio:
            [
                "{firstNumber} divided by {secondNumber}.",
                "The ratio of {firstNumber} to {secondNumber}.",
            ]
        case .rounding:
            [
                "Rounds {number}; {digits} tells how many decimals stay.",
                "{number} rounded; {digits} is the number of decimals.",
            ]
        }
    }
}
