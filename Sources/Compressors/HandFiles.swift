import Foundation

/// The files that somebody wrote for a template, one for each rate and part.
package struct HandFiles: Sendable, Equatable {
    /// A file with its text.
    package struct Entry: Sendable, Equatable {
        package var rate: Double
        /// Of the layout's template parts, counted from 1.
        package var part: Int
        package var path: String
        package var text: String
    }

    /// A file that is there, or named, and cannot be read: only its own stage misses it.
    package struct Unreadable: Sendable, Equatable {
        package var rate: Double
        package var part: Int
        package var error: CompressorError
    }

    package var entries: [Entry]
    package var unreadable: [Unreadable] = []
    /// How files are named, for messages.
    package var naming: String

    /// The place of the rate in a file's name.
    package static let ratePlace = "{tau}"
    /// The place of the part's number in a file's name.
    package static let partPlace = "{part}"
    /// Two thirds may be written as 0.67.
    private static let tolerance = 0.005 + 1e-9

    package init(entries: [Entry], naming: String) {
        self.entries = entries
        self.naming = naming
    }

    /// Reads all files whose names fit a pattern.
    ///
    /// The pattern's last component holds "{tau}", and "{part}" where the template has several
    /// parts.
    package static func matching(_ pattern: URL) -> HandFiles {
        let folder = pattern.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var files = HandFiles(entries: [], naming: pattern.path)
        for name in names.sorted() {
            guard let found = Self.numbers(in: name, pattern: pattern.lastPathComponent),
                let rate = Double(found.rate), (0...1).contains(rate)
            else { continue }
            files.read(
                folder.appending(path: name), rate: rate, part: found.part.flatMap { Int($0) } ?? 1)
        }
        return files
    }

    /// Reads files that are listed with their rates; all belong to the first template part.
    package static func listed(_ list: [(rate: Double, url: URL)]) -> HandFiles {
        var files = HandFiles(entries: [], naming: "compressor.files in project.yaml")
        for file in list { files.read(file.url, rate: file.rate, part: 1) }
        return files
    }

    private mutating func read(_ url: URL, rate: Double, part: Int) {
        do {
            entries.append(try Self.entry(url, rate: rate, part: part))
        } catch {
            unreadable.append(Unreadable(rate: rate, part: part, error: error))
        }
    }

    /// Why the file for a rate cannot be read; nil where there is none that cannot.
    func failure(rate: Double, part: Int) -> CompressorError? {
        unreadable.first { $0.part == part && abs($0.rate - rate) <= Self.tolerance }?.error
    }

    /// The file for a rate: the nearest within half a hundredth.
    func entry(rate: Double, part: Int) -> Entry? {
        entries.filter { $0.part == part && abs($0.rate - rate) <= Self.tolerance }
            .min { abs($0.rate - rate) < abs($1.rate - rate) }
    }

    /// Where a missing file belongs.
    func wanted(rate: Double, part: Int) -> String {
        naming.replacing(Self.ratePlace, with: Self.rateText(rate))
            .replacing(Self.partPlace, with: "\(part)")
    }

    /// The rates of a part's files, as their names spell them.
    func known(part: Int) -> [String] {
        entries.filter { $0.part == part }.map(\.rate).sorted(by: >).map(Self.rateText)
    }

    /// A rate with at most two digits behind the point, as files are named: 0.67, 0.5.
    static func rateText(_ rate: Double) -> String {
        var text = String(format: "%.2f", rate)
        while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
        return text
    }

    private static func entry(
        _ url: URL, rate: Double, part: Int
    ) throws(CompressorError) -> Entry {
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw CompressorError.unreadableFile(path: url.path, reason: "it cannot be opened")
        }
        guard var text = String(validating: data, as: UTF8.self) else {
            throw CompressorError.unreadableFile(path: url.path, reason: "it is not UTF-8 text")
        }
        // As with the full template's file: the line break that editors put at the end.
        while text.hasSuffix("\n") { text.removeLast() }
        return Entry(rate: rate, part: part, path: url.path, text: text)
    }

    /// What stands in the pattern's places; nil where the name does not fit.
    private static func numbers(
        in name: String, pattern: String
    ) -> (rate: String, part: String?)? {
        var rate: String?
        var part: String?
        var rest = name[...]
        var form = pattern[...]
        while !form.isEmpty {
            if form.hasPrefix(ratePlace) {
                form = form.dropFirst(ratePlace.count)
                let digits = take(from: &rest, until: form)
                guard !digits.isEmpty, digits.allSatisfy({ $0.isNumber || $0 == "." }) else {
                    return nil
                }
                rate = digits
            } else if form.hasPrefix(partPlace) {
                form = form.dropFirst(partPlace.count)
                part = String(rest.prefix { $0.isNumber })
                rest = rest.drop { $0.isNumber }
                guard part?.isEmpty == false else { return nil }
            } else {
                guard rest.first == form.first else { return nil }
                rest = rest.dropFirst()
                form = form.dropFirst()
            }
        }
        guard rest.isEmpty, let rate else { return nil }
        return (rate, part)
    }

    /// Digits and points up to what the pattern has next: "0.67" of "0.67.txt".
    private static func take(from rest: inout Substring, until form: Substring) -> String {
        let literal = form.prefix { $0 != "{" }
        var taken = ""
        while let next = rest.first, next.isNumber || next == "." {
            let canEnd = !literal.isEmpty && !literal.allSatisfy(\.isNumber)
            if canEnd, rest.hasPrefix(literal) { break }
            taken.append(next)
            rest = rest.dropFirst()
        }
        return taken
    }
}
