import Foundation
import Testing

@testable import Dialects

@Suite struct LibrarySheetTests {
    private func sheet(_ difficulty: DialectDifficulty, _ index: Int) -> DialectSheet {
        var generator = SeededGenerator(seed: 31, index: index)
        return LibraryDialect.sheet(difficulty: difficulty, itemCount: 12, using: &generator)
    }

    private func words(of text: String) -> Set<Substring> {
        Set(text.split { !$0.isLetter })
    }

    /// FNV-1a over the texts' bytes: the same on every machine, unlike `Hasher`.
    private func fingerprint(_ texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in texts.joined(separator: "\u{0}").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }

    @Test func sheetsAreTheSameEverywhere() {
        let texts = (0..<LibraryRungs.all.count).flatMap { level in
            let sheet = sheet(LibraryRungs.all[level], level)
            return [sheet.template] + sheet.items.flatMap { [$0.input, $0.output, $0.skill] }
        }
        // Written down from the first run; a change of any wording changes it.
        #expect(fingerprint(texts) == 505_755_846_085_164_888)
    }

    @Test(arguments: 0..<LibraryRungs.all.count)
    func noAnswerIsGivenAwayAndSlotsAreFilled(level: Int) {
        for index in 0..<40 {
            let sheet = sheet(LibraryRungs.all[level], index)
            #expect(sheet.answerLabel == "Code")
            #expect(sheet.items.count == 12, "\(sheet.items.count)")
            #expect(Set(sheet.items.map(\.output)).count == sheet.items.count)
            #expect(!sheet.template.hasSuffix("\n"))
            for item in sheet.items {
                #expect(!sheet.template.contains(item.output))
                #expect(!item.output.contains("{") && !item.output.hasPrefix(" "))
                #expect(LibraryHelper(rawValue: item.skill) != nil)
            }
            #expect(!sheet.template.contains("{") && !sheet.template.contains("}"))
        }
    }

    @Test func samplesOfTheReferenceAreNeverAnswers() throws {
        for index in 0..<60 {
            var generator = SeededGenerator(seed: 31, index: index)
            let difficulty = LibraryRungs.all[index % LibraryRungs.all.count]
            let dialect = LibraryDialect.random(difficulty: difficulty, using: &generator)
            let samples = LibraryDocumentation(dialect: dialect, difficulty: difficulty)
                .text(using: &generator).samples
            #expect(samples.count == dialect.entries.count)
            let sheet = sheet(difficulty, index)
            for sample in samples {
                #expect(sheet.template.contains(sample))
                for item in sheet.items {
                    let program = try LibraryReader.read(item.output, in: dialect)
                    #expect(program.parameters.count > 1 || !computes(item.output, sample))
                }
            }
        }
    }

    /// Whether a program has just this expression.
    private func computes(_ program: String, _ expression: String) -> Bool {
        let line = program.replacing(")", with: "").split(separator: ";")[0]
        let bare = expression.replacing(")", with: "")
        return ["return ", "return (", ": ", ": (", " = "].contains { line.hasSuffix($0 + bare) }
    }

    @Test(arguments: 0..<LibraryRungs.all.count)
    func documentationTellsEveryNameThatAnswersUse(level: Int) throws {
        let difficulty = LibraryRungs.all[level]
        for index in 0..<20 {
            var generator = SeededGenerator(seed: 31, index: index)
            let dialect = LibraryDialect.random(difficulty: difficulty, using: &generator)
            let sheet = sheet(difficulty, index)
            let documented = words(of: sheet.template)
            for item in sheet.items {
                let program = try LibraryReader.read(item.output, in: dialect)
                for step in program.steps {
                    #expect(documented.contains(dialect.entry(of: step.helper).name[...]))
                    for case .constant(let constant) in step.arguments {
                        #expect(sheet.template.contains(dialect.text(of: constant)))
                    }
                }
            }
        }
    }

    /// Names are cut into syllables only where no other letter stands before them.
    @Test func namesFollowAMarkASpaceOrALinesStart() {
        for index in 0..<60 {
            var generator = SeededGenerator(seed: 31, index: index)
            let dialect = LibraryDialect.random(difficulty: LibraryRungs.all[8], using: &generator)
            let sheet = sheet(LibraryRungs.all[8], index)
            let text = ([sheet.template] + sheet.items.map(\.output)).joined(separator: "\n")
            for name in dialect.helperNames {
                for piece in text.components(separatedBy: name).dropLast() {
                    let isFree = piece.last.map { !$0.isLetter } ?? true
                    // The end of a longer name may spell another one.
                    let isEnd = dialect.helperNames.contains { $0 != name && $0.contains(name) }
                    #expect(isFree || isEnd, "\(piece.suffix(20))\(name)")
                }
            }
        }
    }

    @Test func sizesAtTheTwoEnds() {
        let brief = DialectDifficulty(
            functionCount: 2, comparisonLimit: 0, allowsNesting: false, isSimple: true,
            detail: .brief, exampleLimit: 4, queryCount: 8)
        let full = DialectDifficulty(
            functionCount: 16, comparisonLimit: 2, allowsNesting: true, isSimple: false,
            detail: .full, exampleLimit: 6, queryCount: 12)
        func sizes(_ difficulty: DialectDifficulty) -> [Int] {
            (0..<200).map { sheet(difficulty, $0).template.utf8.count }.sorted()
        }
        let small = sizes(brief)
        let large = sizes(full)
        #expect(small[0] >= 220 && small[199] <= 460, "\(small[0]) \(small[100]) \(small[199])")
        #expect(
            large[0] >= 3_700 && large[199] <= 5_500, "\(large[0]) \(large[100]) \(large[199])")
    }
}
