import Foundation
import Kernels
import Prompts
import Synchronization
import Tokenizers

/// LLMLingua-2: a token classifier, trained on what a large model kept of texts, says how likely
/// each word is worth keeping.
///
/// Words are ranked once by that probability, of equals the earlier first, and forced ones stand
/// before all others. A rate takes the head of the ranking that fits into its tokens, counted in the
/// text that comes out. So the achieved share is never above the asked one, not even for the sake of
/// forced texts, and what a lower rate keeps, every higher rate keeps too.
///
/// Source: Pan et al. 2024 (arXiv 2403.12968) and its `PromptCompressor`. Different here: the
/// threshold is one for the whole text instead of one a chunk; what is kept is written as it stood,
/// not as the tokenizer spells it.
package final class LLMLingua2Compressor: TemplateCompressor {
    package let settings: LLMLingua2Settings
    private let folder: URL
    private let compute: Compute
    private let monitor: CompressionMonitor
    /// Of the folder as it was when it was first asked for: reading all weights takes a while.
    private let fingerprint = Mutex<String?>(nil)
    /// Of the last text: a schedule's stages ask for the same one at rate after rate.
    private let latest = Mutex<(text: [UInt8], units: [CompressionUnit])?>(nil)

    /// Tokens of the longest chunk, special ones included: what the method's models were trained on.
    private static let longestChunk = 512
    /// Drop and keep.
    private static let labelCount = 2
    private static let keepLabel = 1

    /// Reads no weights yet: they come with the first text, and go right after it, since a training
    /// that follows needs their room.
    ///
    /// - Parameters:
    ///   - folder: of the classifier.
    ///   - settings: what is kept before all else.
    ///   - compute: threads and products.
    ///   - monitor: told of each chunk.
    package init(
        folder: URL, settings: LLMLingua2Settings, compute: Compute,
        monitor: CompressionMonitor = CompressionMonitor()
    ) {
        self.folder = folder
        self.settings = settings
        self.compute = compute
        self.monitor = monitor
    }

    package var name: String { "llmlingua2" }
    package var settingsText: String {
        let model = fingerprint.withLock { known in
            known = known ?? (try? FolderFingerprint.of(folder))
            // Such a folder gives no text, so that nothing is kept under this name.
            return known ?? "unreadable"
        }
        return "llmlingua2 1 model=\(model) \(settings.text)"
    }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        let bytes = Array(text.utf8)
        let units = try units(of: text, bytes)
        let ranking = ranking(units)
        let kept = KeptText(
            bytes: bytes, units: units, dropsConsecutive: settings.dropConsecutive)
        func head(_ count: Int) -> String {
            var isKept = [Bool](repeating: false, count: units.count)
            for index in ranking.prefix(count) { isKept[index] = true }
            return kept.text(keeping: isKept)
        }
        let budget = rate * Double(countTokens(text))
        // Halving looks at the same counts for every rate until two rates part, and from there on
        // the higher one is always ahead: what it keeps can only be more.
        var low = 0
        var high = units.count + 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if Double(countTokens(head(middle))) <= budget { low = middle } else { high = middle }
        }
        return head(low)
    }

    /// Units with the classifier's probabilities, in the text's order.
    func units(of text: String) throws -> [CompressionUnit] {
        try units(of: text, Array(text.utf8))
    }

    /// The probability of keeping for each token of a text, special ones left out.
    func tokenProbabilities(_ text: String) throws -> [Float] {
        let classifier = try loadedClassifier()
        return try probabilities(tokens(text, Array(text.utf8), classifier), classifier)
    }

    // MARK: Steps

    /// A text's tokens and where words and chunks begin.
    private struct Tokens {
        var tokens: [EncodedToken]
        var cores: [TokenCore]
        var beginsWord: [Bool]
        var chunks: [Range<Int>]
    }

    private func loadedClassifier() throws -> TokenClassifier {
        try TokenClassifier(folder: folder, labelCount: Self.labelCount, compute: compute)
    }

    private func units(of text: String, _ bytes: [UInt8]) throws -> [CompressionUnit] {
        if let known = latest.withLock({ $0?.text == bytes ? $0?.units : nil }) { return known }
        let classifier = try loadedClassifier()
        let tokens = tokens(text, bytes, classifier)
        let builder = CompressionUnitBuilder(
            bytes: bytes, cores: tokens.cores, beginsWord: tokens.beginsWord,
            probabilities: try probabilities(tokens, classifier))
        let units = builder.units(forced: ForcedText.all(settings.forceTokens, in: bytes))
        latest.withLock { $0 = (bytes, units) }
        return units
    }

    private func tokens(
        _ text: String, _ bytes: [UInt8], _ classifier: TokenClassifier
    ) -> Tokens {
        let encoder = classifier.encoder
        let tokens = encoder.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let cores = tokens.map { TokenCore($0, in: bytes) }
        var beginsWord: [Bool] = []
        var followsSpecial = false
        var end = 0
        for core in cores {
            let token = encoder.tokenizer.token(core.id) ?? ""
            // The unknown token is special, too, but stands for parts of words.
            let isSpelledOut =
                encoder.tokenizer.isSpecial(core.id) && bytes[core.range].elementsEqual(token.utf8)
            var begins = followsSpecial || isSpelledOut || self.beginsWord(token, classifier)
            if !core.range.isEmpty {
                // To byte-level tokenizers a line end is a token like others.
                begins = begins || hasSpace(bytes, from: end, to: core.range.lowerBound)
            }
            // A mark of its own begins the word of the tokens behind it.
            if begins || !core.range.isEmpty { end = core.range.upperBound }
            beginsWord.append(begins)
            followsSpecial = isSpelledOut
        }
        let limit =
            min(Self.longestChunk, encoder.configuration.longestSequence) - encoder.specialCount
        return Tokens(
            tokens: tokens, cores: cores, beginsWord: beginsWord,
            chunks: TokenChunks.ranges(cores, in: bytes, limit: limit) { beginsWord[$0] })
    }

    /// What starts a word by the tokenizer's mark, and signs where the mark is one of spaces.
    private func beginsWord(_ token: String, _ classifier: TokenClassifier) -> Bool {
        let mark = classifier.encoder.tokenizer.wordMark
        if mark.beginsWord(token) { return true }
        guard case .start = mark else { return false }
        return !token.isEmpty && token.utf8.allSatisfy(Self.isSign)
    }

    private func hasSpace(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
        guard start < end else { return false }
        return String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.contains {
            $0.properties.isWhitespace
        }
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    private func probabilities(
        _ tokens: Tokens, _ classifier: TokenClassifier
    ) throws -> [Float] {
        let encoder = classifier.encoder
        let sequences = tokens.chunks.map { chunk in
            encoder.sequence(tokens.tokens[chunk].map(\.id))
        }
        return try sequences.indices.flatMap { index in
            try monitor.step("chunk", index + 1, of: sequences.count)
            let probabilities = try classifier.probabilities(
                ofLabel: Self.keepLabel, [sequences[index]])[0]
            return probabilities[
                encoder.textStart..<encoder.textStart + tokens.chunks[index].count]
        }
    }

    private func ranking(_ units: [CompressionUnit]) -> [Int] {
        func value(_ unit: CompressionUnit) -> Float {
            let isForced = unit.forced != nil || settings.forceReserveDigit && unit.hasDigit
            return isForced ? .infinity : unit.probability
        }
        let values = units.map(value)
        return units.indices.sorted {
            values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1
        }
    }
}
