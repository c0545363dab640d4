import Foundation
import LanguageModel
import Safetensors
import Training

/// A file of what a teacher gives a project's records: the long prompt is computed once for each,
/// whatever the number of runs.
///
/// "PITEACH1", the key, tokens a label, the number of records, labels a record; then all tokens
/// (Int32) and all probabilities (Float), little-endian; last the checksum of all that.
struct TeacherCache {
    let folder: URL

    private static let mark = Array("PITEACH1".utf8)

    /// The key stands for everything that the targets depend on.
    func file(_ key: String) -> URL { folder.appending(path: "teacher-\(key).bin") }

    /// Nil where there is none, or one that is damaged: it is made anew then.
    func read(_ key: String) -> [TeacherTargets]? {
        guard let data = FileManager.default.contents(atPath: file(key).path),
            data.count > Self.mark.count + key.utf8.count + Checksum.length
        else { return nil }
        let body = data.dropLast(Checksum.length)
        guard Array(data.suffix(Checksum.length)) == Array(Checksum.of(Data(body)).utf8) else {
            return nil
        }
        var reader = Reader(data: Data(body))
        guard reader.take(Self.mark.count) == Self.mark,
            reader.take(key.utf8.count) == Array(key.utf8), let count = reader.number(),
            let recordCount = reader.number(), count > 0, recordCount >= 0
        else { return nil }
        var labelCounts: [Int] = []
        for _ in 0..<recordCount {
            guard let labels = reader.number(), labels >= 0 else { return nil }
            labelCounts.append(labels)
        }
        let total = labelCounts.reduce(0, +) * count
        guard let tokens: [Int32] = reader.values(total),
            let probabilities: [Float] = reader.values(total), reader.isAtEnd
        else { return nil }
        var first = 0
        return labelCounts.map { labels in
            let places = first..<first + labels * count
            first = places.upperBound
            return TeacherTargets(
                count: count, tokens: Array(tokens[places]),
                probabilities: Array(probabilities[places]))
        }
    }

    /// - Throws: What writing throws: a full disk, no permission.
    func write(_ targets: [TeacherTargets], _ key: String) throws {
        guard let count = targets.first?.count else { return }
        var data = Data(Self.mark)
        data.append(contentsOf: key.utf8)
        for number in [count, targets.count] + targets.map(\.labelCount) {
            withUnsafeBytes(of: Int32(number).littleEndian) { data.append(contentsOf: $0) }
        }
        for target in targets { target.tokens.withUnsafeBytes { data.append(contentsOf: $0) } }
        for target in targets {
            target.probabilities.withUnsafeBytes { data.append(contentsOf: $0) }
        }
        data.append(contentsOf: Checksum.of(data).utf8)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try AtomicFile.write(data, to: file(key))
    }

    private struct Reader {
        let data: Data
        var position = 0

        var isAtEnd: Bool { position == data.count }

        mutating func take(_ count: Int) -> [UInt8]? {
            guard position + count <= data.count else { return nil }
            defer { position += count }
            return Array(data[position..<position + count])
        }

        mutating func number() -> Int? {
            let values: [Int32]? = values(1)
            return values.map { Int($0[0]) }
        }

        mutating func values<Value: BitwiseCopyable>(_ count: Int) -> [Value]? {
            guard let bytes = take(count * MemoryLayout<Value>.stride) else { return nil }
            return bytes.withUnsafeBytes { raw in
                (0..<count).map {
                    raw.loadUnaligned(
                        fromByteOffset: $0 * MemoryLayout<Value>.stride, as: Value.self)
                }
            }
        }
    }
}
