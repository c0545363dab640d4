import JSONText
import Testing

@testable import ChatTemplates

/// Every construct and every family's shape, against Jinja2 as transformers sets it up.
struct ChatGoldenTests {
    private static let familyNames = ChatGolden.shared?.families.keys.sorted() ?? []

    @Test func everyConstructRendersAsJinjaDoes() throws {
        let golden = try #require(ChatGolden.shared)
        #expect(golden.small.count > 900)
        for row in golden.small { row.check() }
    }

    @Test func allFamiliesAreThere() { #expect(Self.familyNames.count >= 20) }

    @Test(arguments: familyNames)
    func familyRendersAsJinjaDoes(_ name: String) throws {
        let rows = try #require(ChatGolden.shared?.families[name])
        #expect(rows.count >= 27)
        for row in rows { row.check() }
    }
}
