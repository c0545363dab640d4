import JSONText

/// LLMLingua-2's options, under the names of its own `compress_prompt`.
package struct LLMLingua2Settings: Sendable, Equatable {
    /// `force_tokens`: texts that are kept before all others, such as "\n" or ".".
    package var forceTokens: [String]
    /// `force_reserve_digit`: words with a decimal digit in them are kept like forced ones.
    package var forceReserveDigit: Bool
    /// `drop_consecutive`: of equal forced texts with nothing kept between them only the first
    /// stays.
    package var dropConsecutive: Bool

    package init(
        forceTokens: [String] = [], forceReserveDigit: Bool = false, dropConsecutive: Bool = false
    ) {
        self.forceTokens = forceTokens
        self.forceReserveDigit = forceReserveDigit
        self.dropConsecutive = dropConsecutive
    }

    /// All options in one spelling; neither order nor repetition of the forced texts changes it.
    var text: String {
        let forced = Set(forceTokens.map { Array($0.utf8) }).filter { !$0.isEmpty }
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
        return "force_tokens=\(JSONValue.array(forced).text()) "
            + "force_reserve_digit=\(forceReserveDigit) drop_consecutive=\(dropConsecutive)"
    }
}
