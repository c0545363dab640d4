import Foundation
import Prompts
import TestSupport
import Testing

@testable import Compressors

@Suite struct HandCompressorTests {
    private let words: (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count }

    @Test func theFileOfTheRateIsTaken() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("p/template.0.67.txt", "a b c d\n")
        _ = try folder.write("p/template.0.33.txt", "a b")
        _ = try folder.write("p/template.txt", "not one")
        _ = try folder.write("p/template.x.txt", "not one")
        _ = try folder.write("p/template.1.5.txt", "no share")
        let files = HandFiles.matching(
            folder.url.appending(path: "p/template.{tau}.txt"))
        #expect(files.entries.map(\.rate) == [0.33, 0.67])
        let compressor = HandCompressor(parts: ["a b c d e f"], files: files)
        func compress(_ rate: Double) throws -> String {
            try compressor.compress("a b c d e f", to: rate, countTokens: words)
        }
        #expect(try compress(2.0 / 3) == "a b c d")
        #expect(try compress(1.0 / 3) == "a b")
        #expect(try compress(1) == "a b c d e f")
        #expect(try compress(0) == "")
    }

    @Test func aMissingFileIsNamed() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("template.0.67.txt", "a")
        let files = HandFiles.matching(folder.url.appending(path: "template.{tau}.txt"))
        let compressor = HandCompressor(parts: ["a b"], files: files)
        let error = #expect(throws: CompressorError.self) {
            try compressor.compress("a b", to: 1.0 / 3, countTokens: words)
        }
        #expect(
            error?.description == """
                There is no file for tau 0.33 of template part 1.
                \(folder.url.appending(path: "template.0.33.txt").path)
                Write it, or let the schedule use a tau that has one: 0.67.
                """)
        let other = #expect(throws: CompressorError.self) {
            try compressor.compress("another template", to: 0.67, countTokens: words)
        }
        #expect(other == .unknownTemplate(beginning: "another template"))
    }

    @Test func partsHaveFilesOfTheirOwn() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("t1-0.5.txt", "first")
        _ = try folder.write("t2-0.5.txt", "second")
        let files = HandFiles.matching(folder.url.appending(path: "t{part}-{tau}.txt"))
        let compressor = HandCompressor(parts: ["a b", "c d"], files: files)
        #expect(try compressor.compress("a b", to: 0.5, countTokens: words) == "first")
        #expect(try compressor.compress("c d", to: 0.5, countTokens: words) == "second")
    }

    @Test func aFileLongerThanTheTemplateIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("long.txt", "a b c")
        let compressor = HandCompressor(
            parts: ["a b"], files: HandFiles.listed([(0.5, file)]))
        let error = #expect(throws: CompressorError.self) {
            try compressor.compress("a b", to: 0.5, countTokens: words)
        }
        #expect(error == .longerThanTemplate(path: file.path, tokens: 3, fullTokens: 2))
    }

    @Test func filesAreTextAndTheirContentIsPartOfTheKey() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("t.0.5.txt", "a")
        func compressor() -> HandCompressor {
            HandCompressor(
                parts: ["a b"], files: .matching(folder.url.appending(path: "t.{tau}.txt")))
        }
        let before = compressor().settingsText
        _ = try folder.write("t.0.5.txt", "b")
        #expect(compressor().settingsText != before)
        // A bad file keeps its own rate from being had, and no other.
        _ = try folder.write("t.0.5.txt", Data([0xFF]))
        _ = try folder.write("t.0.6.txt", "a")
        #expect(
            throws: CompressorError.unreadableFile(
                path: file.path, reason: "it is not UTF-8 text")
        ) { try compressor().compress("a b", to: 0.5, countTokens: words) }
        #expect(try compressor().compress("a b", to: 0.6, countTokens: words) == "a")
    }
}
