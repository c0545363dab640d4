/// How a dialect of commands spells everything but the names of commands and flags.
package struct CommandSyntax: Sendable, Equatable {
    package typealias Brackets = FormulaSyntax.Brackets

    /// Where a command has its flags.
    package enum FlagPlacement: Sendable, Equatable { case beforeOperands, afterOperands }

    /// How a flag is written: `-x`, `--bal=3`, `+x:3`, `bal=yes`.
    package struct FlagForm: Sendable, Equatable {
        /// Before the flag's name; may be empty.
        package var open: String
        /// Between the flag's name and its value.
        package var joint: String
        /// What a switch has as its value; empty where it has none.
        package var switchValue: String

        /// A form.
        package init(_ open: String, _ joint: String, switchValue: String = "") {
            self.open = open
            self.joint = joint
            self.switchValue = switchValue
        }
    }

    /// How a number with a unit is written: `10M`, `size:10m`, `>mb10`.
    package struct AmountForm: Sendable, Equatable {
        /// Before the whole; mostly empty.
        package var open: String
        /// Spelling of the units, from small to large.
        package var units: [String]
        /// Between number and unit; mostly empty.
        package var joint: String
        /// Whether the unit stands before the number.
        package var hasUnitFirst: Bool

        /// A form of three units.
        package init(_ open: String, _ units: [String], joint: String, hasUnitFirst: Bool) {
            precondition(units.count == 3)
            self.open = open
            self.units = units
            self.joint = joint
            self.hasUnitFirst = hasUnitFirst
        }

        /// The amount as this form writes it.
        func text(_ number: Int, unit: Int) -> String {
            let (first, second) =
                hasUnitFirst ? (units[unit], String(number)) : (String(number), units[unit])
            return open + first + joint + second
        }
    }

    /// Around the whole line; both may be empty.
    package var line: Brackets
    /// Whether the second command of a chain has the line's opening mark too.
    package var repeatsOpen: Bool
    /// Whether names of commands are written in capitals.
    package var hasCapitals: Bool
    /// After a command's name; mostly empty.
    package var nameMark: String
    /// Between the parts of a command, spaces included.
    package var separator: String
    /// How flags are written.
    package var flag: FlagForm
    /// Where flags stand.
    package var flagPlacement: FlagPlacement
    /// Around a file or folder.
    package var path: Brackets
    /// Around what is searched for, and around patterns.
    package var text: Brackets
    /// Stands for any letters in a pattern.
    package var wildcard: String
    /// How sizes are written.
    package var size: AmountForm
    /// How ages are written.
    package var age: AmountForm
    /// Between two commands, spaces included.
    package var pipe: String
    /// What stands for the first command's result in the second; empty where nothing does.
    package var pipedMark: String
}
