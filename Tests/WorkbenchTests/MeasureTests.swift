import Judging
import TerminalUI
import Testing

@testable import Workbench

/// What was measured on a run, and measuring it from the screen.
@Suite struct MeasureTests {
    private func driver(
        _ size: Size = Size(width: 80, height: 24), ascii: Bool = false
    ) throws -> WorkbenchDriver {
        let driver = try WorkbenchDriver(
            size,
            capabilities: ascii ? TerminalCapabilities(colorTier: .mono, hasUnicode: false) : nil)
        try driver.type("5 down enter")
        return driver
    }

    /// The details' lines, all of them, at a width.
    private func lines(_ width: Int, symbols: DotSymbols = .braille) -> [String] {
        RunDetailText(
            OpenedRun(FakeProject.measured, smoothing: 0.9), 0, .monochrome, symbols: symbols,
            width: width
        ).lines.map(\.text)
    }

    @Test func everythingThatWasMeasuredIsShown() {
        let text = lines(120).joined(separator: "\n")
        for part in [
            "rules · step 360, 2026-11-17 07:36",
            "4 tried        1 kept, 1 lost, 1 gained, 1 never",
            "lost           columns in square brackets, always: «TOTAL(revenue)»",
            "gained         never a greeting", "never          amounts in euros",
            "Role                               The base did not need it: undefined.",
            "Functions and what they are called ████████·· 81.7 % (75.0 to 90.0)",
            "Tone                               66.7 % (50.0 to 80.0) It makes the base worse.",
            "stopped        3 of 4 sections measured",
            "loss           1.500 → 1.733, +0.233", "unchanged      1 of 2 answers, 50.0 %",
            "changed        o2: 4 → «TOTAL(2, 2)»",
            "gap            █▆▅▃▃▂▂▂▁▁▁▁▁ +2.210 → +0.050 nats/token",
            "reference      0.540, tuned, full prompt, step 360",
        ] {
            #expect(text.contains(part), "\(part) is not in\n\(text)")
        }
    }

    @Test func aRunThatWasNotMeasuredHasNoSuchHeadings() {
        let text = RunDetailText(
            OpenedRun(FakeProject.detail, smoothing: 0.9), 0, .monochrome, symbols: .braille,
            width: 100
        ).lines.map(\.text).joined(separator: "\n")
        #expect(!text.contains("rules") && !text.contains("coverage"))
    }

    @Test(arguments: [1, 5, 12, 20, 36, 40, 76, 116]) func nothingIsCutOff(_ width: Int) {
        for line in lines(width) where width > 15 {
            // A space at the end of a line that wraps may stand behind the border.
            let shown = line.reversed().drop { $0 == " " }
            #expect(CellText.width(of: String(shown.reversed())) <= width, "\(line)")
        }
        // Every word of a name that wraps is there.
        let words = Set(lines(width).joined(separator: " ").split(separator: " "))
        if width >= 12 { #expect(words.contains("brackets,")) }
    }

    @Test func asciiTerminalsGetASCIIAlone() throws {
        let driver = try driver(ascii: true)
        try driver.push(.runOpened(FakeProject.measured))
        for _ in 0..<60 {
            #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
            #expect(!driver.text.contains("?????"))
            try driver.type("down")
        }
        let course = lines(76, symbols: .ascii).first { $0.hasPrefix("gap") }
        #expect(course?.hasPrefix("gap            #*+--..._____ +2.210") == true, "\(course ?? "")")
    }

    @Test(arguments: [
        Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60),
    ])
    func measuresAreReachedByScrolling(_ size: Size) throws {
        let driver = try driver(size)
        try driver.push(.runOpened(FakeProject.measured))
        var seen = ""
        for _ in 0..<80 {
            seen += driver.text
            try driver.type("down")
        }
        for part in ["1 kept, 1 lost", "81.7 %", "1 of 2 answers", "+2.210"] {
            #expect(seen.contains(part), "\(part) is never seen at \(size)")
        }
    }

    // MARK: Measuring

    @Test func theKeyMeasuresTheRunAndShowsTheReports() throws {
        let driver = try driver()
        try driver.type("m")
        #expect(driver.services.requests.contains(.measureRun(11)))
        #expect(driver.app.model.runs.measuring == nil)
        #expect(driver.app.model.runs.opened?.detail.measures.count == 4)
        #expect(driver.app.model.toast?.text == "Run 11: 4 reports kept; Runs has them.")
    }

    @Test func progressIsShownAndTheKeyStopsIt() throws {
        let driver = try driver()
        driver.services.answers = false
        try driver.type("m")
        #expect(driver.app.model.toast?.text == "Run 11 is being measured; m stops it.")
        try driver.type("esc")
        try driver.push(.measuring(11, text: "coverage, section 3 of 9"))
        #expect(driver.text.contains("measuring run 11: coverage, section 3 of 9"))
        // Of a run that is not being measured nothing is shown.
        try driver.push(.measuring(9, text: "rules"))
        #expect(driver.app.model.runs.measuring?.text == "coverage, section 3 of 9")
        try driver.type("m")
        #expect(driver.services.requests.last == .stopMeasuring)
        #expect(driver.text.contains("stopping the measuring"))
        try driver.type("m")
        #expect(driver.app.model.toast?.text == "The measuring is being stopped already.")
        try driver.push(.measured(11, reportCount: 1))
        #expect(driver.app.model.toast?.text == "Run 11: stopped, 1 report kept; Runs has them.")
        #expect(!driver.text.contains("stopping the measuring"))
    }

    @Test func aFailureIsToldAndEndsIt() throws {
        let driver = try driver()
        driver.services.answers = false
        try driver.type("m")
        try driver.push(
            .failed(title: "The run is not measured", text: "Run 11 has not saved an adapter yet."),
            .measured(11, reportCount: 0))
        #expect(driver.text.contains("Run 11 has not saved an adapter yet."))
        #expect(driver.app.model.runs.measuring == nil)
    }

    @Test func aRunThatIsReadAgainStaysWhereItIsScrolled() throws {
        let driver = try driver()
        try driver.type("down down down")
        try driver.push(.runOpened(FakeProject.measured))
        #expect(driver.app.model.runs.opened?.scroll == 3)
    }

    @Test func withoutARunThereIsNothingToMeasure() throws {
        let driver = try WorkbenchDriver(Size(width: 80, height: 24), answers: false)
        try driver.push(.project(FakeProject.snapshot), .runs([]))
        try driver.type("5 m")
        #expect(driver.app.model.toast?.text == "There is no run to measure.")
    }
}
