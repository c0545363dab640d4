import Foundation

/// How prompts with their answers are told apart in a plain text.
package struct PlainTextRules: Sendable, Equatable {
    /// A line that stands between one prompt with its answer and the next.
    package var between: String
    /// What a prompt ends with, such as "Answer:"; the answer follows its last place.
    package var answer: String

    package init(between: String, answer: String) {
        self.between = between
        self.answer = answer
    }

    /// One prompt with its answer, as bytes of the file.
    struct Block {
        /// Where it begins, counted from 1.
        var line: Int
        var bytes: Data
    }

    /// The text between the separating lines; what is blank is left out.
    func blocks(of data: Data) -> [Block] {
        let separator = Array(between.utf8)
        var blocks: [Block] = []
        var start = data.startIndex
        var startLine = 1
        var line = 1
        var cursor = data.startIndex
        func end(at index: Int) {
            var bytes = data[start..<index]
            var first = startLine
            // Blank lines around a block are no part of it.
            while let end = bytes.firstIndex(of: 0x0A), Self.isBlank(bytes[..<end]) {
                bytes = bytes[(end + 1)...]
                first += 1
            }
            while let last = bytes.last, TextTokens.isSpace(last) { bytes.removeLast() }
            if !Self.isBlank(bytes) { blocks.append(Block(line: first, bytes: bytes)) }
        }
        while cursor < data.endIndex {
            let lineEnd = data[cursor...].firstIndex(of: 0x0A) ?? data.endIndex
            var content = data[cursor..<lineEnd]
            while let last = content.last, TextTokens.isSpace(last) { content.removeLast() }
            line += 1
            if content.elementsEqual(separator) {
                end(at: cursor)
                start = min(lineEnd + 1, data.endIndex)
                startLine = line
            }
            cursor = lineEnd + 1
        }
        end(at: data.endIndex)
        return blocks
    }

    private static func isBlank(_ bytes: Data) -> Bool {
        bytes.allSatisfy { TextTokens.isSpace($0) }
    }

    /// A block as a prompt.
    func prompt(
        _ block: Block, id: String, source: RecordSource
    ) throws(LineFailure) -> ImportedPrompt {
        guard let text = String(validating: block.bytes, as: UTF8.self) else {
            let column = block.bytes.withUnsafeBytes { JSONLine.firstInvalidByte($0) ?? 0 }
            throw LineFailure(.invalidUTF8(column: column + 1))
        }
        guard let place = TextSelector.places(of: answer, in: text).last else {
            throw LineFailure(.noAnswerText(answer))
        }
        let bytes = Array(text.utf8)
        let output = String(decoding: bytes[place.upperBound...], as: UTF8.self)
        if output.isBlank { throw LineFailure(.emptyField("answer")) }
        return ImportedPrompt(
            id: id,
            turns: [
                .init(
                    role: nil,
                    text: String(decoding: bytes[..<place.upperBound], as: UTF8.self))
            ], output: output, source: source)
    }
}
