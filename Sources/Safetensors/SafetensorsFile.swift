import Foundation
import JSONText

/// A safetensors file mapped into memory: opening reads the header only, and pages come in as
/// tensors are used.
///
/// Source: the format's specification (huggingface/safetensors): 8 bytes of header length, a JSON
/// header, then the tensors' bytes without holes or overlap.
package final class SafetensorsFile: @unchecked Sendable {
    // Unchecked because of the raw pointer; the mapping is read-only and lives as long as this.

    /// Where a tensor stands and how to read it.
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let type: TensorType
        package let shape: [Int]
        /// Bytes from the start of the file.
        package let range: Range<Int>

        package var count: Int { shape.reduce(1, *) }
    }

    package let path: String
    package let entries: [Entry]
    package let metadata: [String: String]

    private let base: UnsafeRawPointer
    private let byteCount: Int
    private let indexByName: [String: Int]

    /// The format's own limit.
    private static let largestHeader: UInt64 = 100_000_000

    /// - Throws: `SafetensorsError` for a file that cannot be opened or breaks the format.
    package init(_ url: URL) throws {
        path = url.path
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw SafetensorsError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw SafetensorsError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SafetensorsError.cannotOpen(path: path, reason: "it is not a file")
        }
        byteCount = Int(status.st_size)
        guard byteCount >= 8 else {
            throw SafetensorsError.tooShort(path: path, byteCount: byteCount)
        }
        guard let mapping = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
            mapping != MAP_FAILED
        else {
            throw SafetensorsError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        base = UnsafeRawPointer(mapping)
        do {
            (entries, metadata) = try Self.readHeader(base, byteCount: byteCount, path: path)
        } catch {
            munmap(mapping, byteCount)
            throw error
        }
        indexByName = Dictionary(
            entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }

    package func entry(_ name: String) -> Entry? { indexByName[name].map { entries[$0] } }

    /// The tensor's bytes, valid while this file is.
    package func bytes(_ entry: Entry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + entry.range.lowerBound, count: entry.range.count)
    }

    /// Tells the system that the pages just read are not needed again.
    package func releasePages() {
        madvise(UnsafeMutableRawPointer(mutating: base), byteCount, MADV_DONTNEED)
    }

    /// Widens a tensor, or some of its elements, to 32-bit floats.
    /// - Throws: `SafetensorsError.badTensor` for types that are not weights.
    package func readFloats(
        _ entry: Entry, elements: Range<Int>? = nil, into target: UnsafeMutablePointer<Float>
    ) throws {
        let elements = elements ?? 0..<entry.count
        precondition(elements.lowerBound >= 0 && elements.upperBound <= entry.count)
        guard !elements.isEmpty, let start = bytes(entry).baseAddress else { return }
        let source = start + elements.lowerBound * entry.type.byteWidth
        let count = elements.count
        switch entry.type {
        case .float32: memcpy(target, source, count * 4)
        case .bfloat16:
            for index in 0..<count {
                let bits = source.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
                target[index] = Float(bitPattern: UInt32(bits) << 16)
            }
        case .float16:
            for index in 0..<count {
                let bits = source.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
                target[index] = Float(Float16(bitPattern: bits))
            }
        case .float64:
            for index in 0..<count {
                target[index] = Float(
                    source.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
            }
        default:
            throw SafetensorsError.badTensor(
                path: path, tensor: entry.name,
                reason: "type \(entry.type.rawValue) cannot be read as floats")
        }
    }

    /// A tensor by name, widened.
    /// - Throws: `SafetensorsError.missingTensor`, `.badTensor`.
    package func floats(_ name: String) throws -> [Float] {
        guard let entry = entry(name) else {
            throw SafetensorsError.missingTensor(path: path, tensor: name)
        }
        return try [Float](unsafeUninitializedCapacity: entry.count) { buffer, count in
            if let start = buffer.baseAddress { try readFloats(entry, into: start) }
            count = entry.count
        }
    }

    // MARK: Header

    private static func readHeader(
        _ base: UnsafeRawPointer, byteCount: Int, path: String
    ) throws -> ([Entry], [String: String]) {
        let headerBytes = UInt64(littleEndian: base.loadUnaligned(as: UInt64.self))
        guard headerBytes <= largestHeader, headerBytes <= UInt64(byteCount - 8) else {
            throw SafetensorsError.headerBeyondFile(
                path: path, headerBytes: headerBytes, fileBytes: byteCount)
        }
        let header: JSONValue
        do {
            header = try JSONValue.parse(
                UnsafeRawBufferPointer(start: base + 8, count: Int(headerBytes)))
        } catch {
            throw SafetensorsError.headerNotJSON(path: path, reason: "\(error)")
        }
        guard let object = header.objectValue else {
            throw SafetensorsError.headerNotJSON(path: path, reason: "it is not an object")
        }
        let dataStart = 8 + Int(headerBytes)
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        for member in object.members {
            if member.key == "__metadata__" {
                for pair in member.value.objectValue?.members ?? [] {
                    metadata[pair.key] = pair.value.stringValue
                }
            } else {
                entries.append(
                    try entry(
                        member, path: path, dataStart: dataStart, byteCount: byteCount))
            }
        }
        try checkLayout(entries, path: path, dataStart: dataStart, byteCount: byteCount)
        return (entries, metadata)
    }

    private static func entry(
        _ member: JSONObject.Member, path: String, dataStart: Int, byteCount: Int
    ) throws -> Entry {
        func bad(_ reason: String) -> SafetensorsError {
            .badTensor(path: path, tensor: member.key, reason: reason)
        }
        guard let typeName = member.value["dtype"]?.stringValue else {
            throw bad("it has no dtype")
        }
        guard let type = TensorType(rawValue: typeName) else {
            throw bad("its dtype \(typeName) is unknown")
        }
        guard let dimensions = member.value["shape"]?.arrayValue?.map(\.intValue),
            let offsets = member.value["data_offsets"]?.arrayValue?.map(\.intValue)
        else { throw bad("it lacks a shape or data_offsets") }
        let shape = dimensions.compactMap { $0 }
        guard shape.count == dimensions.count, shape.allSatisfy({ $0 >= 0 }) else {
            throw bad("its shape is not a list of sizes")
        }
        guard offsets.count == 2, let begin = offsets[0], let end = offsets[1], begin >= 0,
            begin <= end
        else { throw bad("its data_offsets are not a range") }
        guard end <= byteCount - dataStart else {
            throw bad(
                "it ends at byte \(end) of the data, which has \(byteCount - dataStart) bytes, so "
                    + "the file is cut short")
        }
        var size = type.byteWidth
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw bad("its shape overflows") }
            size = product
        }
        guard size == end - begin else {
            throw bad("its shape needs \(size) bytes, but it has \(end - begin)")
        }
        return Entry(
            name: member.key, type: type, shape: shape, range: dataStart + begin..<dataStart + end)
    }

    /// Tensors must fill the data without holes, overlap or repeated names.
    private static func checkLayout(
        _ entries: [Entry], path: String, dataStart: Int, byteCount: Int
    ) throws {
        var end = dataStart
        var names: Set<String> = []
        let ordered = entries.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for entry in ordered {
            guard names.insert(entry.name).inserted else {
                throw SafetensorsError.badTensor(
                    path: path, tensor: entry.name, reason: "its name occurs twice")
            }
            guard entry.range.lowerBound == end else {
                throw SafetensorsError.badTensor(
                    path: path, tensor: entry.name,
                    reason: entry.range.lowerBound < end
                        ? "it overlaps the tensor before it" : "there is a hole before it")
            }
            end = entry.range.upperBound
        }
        guard end == byteCount else {
            throw SafetensorsError.badTensor(
                path: path, tensor: ordered.last?.name ?? "",
                reason: "the file has \(byteCount - end) bytes after the last tensor")
        }
    }
}
