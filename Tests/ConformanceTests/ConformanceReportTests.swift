import Foundation
import Kernels
import TestSupport
import Testing

@testable import Conformance

@Suite struct ConformanceReportTests {
    @Test func aComparisonOfNothingDoesNotPass() {
        #expect(!ConformanceReport(folder: "f").isPassed)
        var report = ConformanceReport(folder: "f")
        report.addEquality("ids", unequal: 0, of: 3)
        #expect(report.isPassed)
        report.checks.append(LargestDifference().check("logits", "1e-4"))
        #expect(!report.isPassed)
    }

    @Test func largestDifferenceIsMeasuredInItsLimit() {
        var difference = LargestDifference()
        difference.add(1.0, 1.5, limit: 1)
        difference.add(10, 10.1, limit: 0.2)
        let check = difference.check("x", "t")
        #expect(check.count == 2 && check.largestDifference == 0.5 && check.isWithinTolerance)
        difference.add(1, 1.2, limit: 0.1)
        #expect(!difference.check("x", "t").isWithinTolerance)
    }

    @Test(arguments: [Double.nan, .infinity])
    func whatIsNotFiniteIsNeverWithinATolerance(_ value: Double) {
        var difference = LargestDifference()
        difference.add(value, 1, limit: .infinity)
        #expect(!difference.check("x", "t").isWithinTolerance)
    }

    @Test func reportIsReadableByAScript() {
        var report = ConformanceReport(folder: "f")
        report.addEquality("ids", unequal: 1, of: 3)
        #expect(
            report.json.text()
                == #"{"folder":"f","passed":false,"checks":[{"kind":"ids","count":3,"#
                + #""largest_difference":1.0,"tolerance":"equal","within_tolerance":false}]}"#)
    }

    @Test func foldersOfNoKnownKindAreRefused() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: ConformanceError.self) {
            try Conformance(compute: Compute(threadCount: 1)).run(folder.url, output: nil)
        }
        #expect(
            error?.description
                == "\(folder.url.path) is not a reference folder: it has neither expected.json "
                + "(with model/), nor golden.json, nor NAME.jinja with NAME.json. See docs for the "
                + "layout.")
        _ = try folder.write("tokenizer.json", "{}")
        let golden = try folder.write("golden.json", "[")
        let second = #expect(throws: ConformanceError.self) {
            try Conformance(compute: Compute(threadCount: 1)).run(folder.url, output: nil)
        }
        #expect(
            second?.description
                == "Cannot read \(golden.path): Unexpected end of the text (line 1, column 2).")
    }
}
