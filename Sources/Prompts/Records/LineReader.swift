import Foundation

/// Reads a file line by line in chunks, so that neither its size nor a runaway line fills memory.
struct LineReader {
    enum Line {
        case bytes(UnsafeRawBufferPointer)
        case tooLong(byteCount: Int)
    }

    let url: URL
    private static let chunkByteCount = 1 << 20

    /// Calls back for each line that is not blank, with its number counted from 1.
    /// - Parameter body: Gets bytes that are valid during the call only.
    /// - Throws: `PromptsError.unreadableFile`, and what the body throws.
    func forEachLine(_ body: (Int, Line) throws -> Void) throws {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: url)
        } catch {
            throw unreadable(error)
        }
        defer { try? handle.close() }
        var carry = Carry()
        while true {
            let chunk: Data?
            do {
                chunk = try handle.read(upToCount: Self.chunkByteCount)
            } catch {
                throw unreadable(error)
            }
            guard let chunk, !chunk.isEmpty else { break }
            try chunk.withUnsafeBytes { try carry.take($0, body) }
        }
        try carry.finish(body)
    }

    private func unreadable(_ error: any Error) -> PromptsError {
        let exists = FileManager.default.fileExists(atPath: url.path)
        return .unreadableFile(
            file: url.lastPathComponent,
            reason: exists ? error.localizedDescription : "it does not exist")
    }
}

/// The unfinished line between two chunks.
private struct Carry {
    private var bytes: [UInt8] = []
    /// Counts on where the bytes are no longer kept.
    private var byteCount = 0
    private var lineNumber = 1

    mutating func take(
        _ chunk: UnsafeRawBufferPointer, _ body: (Int, LineReader.Line) throws -> Void
    ) throws {
        var start = 0
        while start < chunk.count, let base = chunk.baseAddress {
            guard let found = memchr(base + start, 0x0A, chunk.count - start) else { break }
            let end = UnsafeRawPointer(found) - base
            try endLine(UnsafeRawBufferPointer(rebasing: chunk[start..<end]), body)
            start = end + 1
        }
        keep(UnsafeRawBufferPointer(rebasing: chunk[start...]))
    }

    mutating func finish(_ body: (Int, LineReader.Line) throws -> Void) throws {
        if byteCount > 0 { try endLine(UnsafeRawBufferPointer(start: nil, count: 0), body) }
    }

    private mutating func keep(_ part: UnsafeRawBufferPointer) {
        byteCount += part.count
        if byteCount < LineProblem.lineByteLimit {
            bytes.append(contentsOf: part)
        } else {
            bytes = []
        }
    }

    private mutating func endLine(
        _ rest: UnsafeRawBufferPointer, _ body: (Int, LineReader.Line) throws -> Void
    ) throws {
        defer {
            bytes.removeAll(keepingCapacity: true)
            byteCount = 0
            lineNumber += 1
        }
        if byteCount + rest.count >= LineProblem.lineByteLimit {
            return try body(lineNumber, .tooLong(byteCount: byteCount + rest.count))
        }
        if byteCount == 0 { return try call(rest, body) }
        keep(rest)
        try bytes.withUnsafeBytes { try call($0, body) }
    }

    private func call(
        _ line: UnsafeRawBufferPointer, _ body: (Int, LineReader.Line) throws -> Void
    ) throws {
        let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        if !isBlank { try body(lineNumber, .bytes(line)) }
    }
}
