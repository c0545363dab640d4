import Exporters
import Foundation
import TestSupport
import Testing

@Suite struct GGUFFileWriterTests {
    private let folder: TemporaryFolder
    private var target: URL { folder.url.appending(path: "a.gguf") }

    init() throws { folder = try TemporaryFolder() }

    /// A tensor whose value at a place is that place's number.
    private func ramp(_ name: String, _ dimensions: [Int], _ type: GGUFWeightType) -> GGUFTensor {
        GGUFTensor(name: name, dimensions: dimensions, type: type) { rows, target in
            let start = rows.lowerBound * dimensions[0]
            for index in 0..<rows.count * dimensions[0] { target[index] = Float(start + index) }
        }
    }

    @Test func smallFileIsByteForByteWhatTheSpecificationSays() throws {
        let writer = GGUFFileWriter(
            metadata: [("k", .uint32(7)), ("b", .bool(true)), ("s", .strings(["é", ""]))],
            tensors: [ramp("t", [3], .float32)])
        let byteCount = try writer.write(to: target)
        var expected: [UInt8] = Array("GGUF".utf8) + [3, 0, 0, 0]
        expected += [1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]
        expected += [1, 0, 0, 0, 0, 0, 0, 0, 0x6B, 4, 0, 0, 0, 7, 0, 0, 0]
        expected += [1, 0, 0, 0, 0, 0, 0, 0, 0x62, 7, 0, 0, 0, 1]
        expected += [1, 0, 0, 0, 0, 0, 0, 0, 0x73, 9, 0, 0, 0, 8, 0, 0, 0]
        expected += [2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0xA9]
        expected += [0, 0, 0, 0, 0, 0, 0, 0]
        expected += [1, 0, 0, 0, 0, 0, 0, 0, 0x74, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]
        expected += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        expected += [UInt8](repeating: 0, count: (32 - expected.count % 32) % 32)
        expected += [0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
        expected += [UInt8](repeating: 0, count: 20)
        let written = Array(try Data(contentsOf: target))
        #expect(written == expected)
        #expect(byteCount == expected.count)
    }

    @Test func everyTensorStartsAtAMultipleOf32() throws {
        let tensors = [
            ramp("a", [5], .float32), ramp("b", [7, 3], .float16), ramp("c", [1], .bfloat16),
            ramp("d", [32, 3], .blocks8), ramp("e", [2, 3, 4], .float32),
        ]
        let byteCount = try GGUFFileWriter(metadata: [], tensors: tensors).write(to: target)
        let file = try GGUFReader(target)
        #expect(file.names == ["a", "b", "c", "d", "e"])
        #expect(file.tensors.values.allSatisfy { $0.offset % 32 == 0 })
        #expect(file.dataStart % 32 == 0)
        #expect(file.byteCount == byteCount)
        #expect(byteCount % 32 == 0)
        #expect(file.tensors["e"]?.dimensions == [2, 3, 4])
        for (name, count) in [("a", 5), ("b", 21), ("c", 1), ("e", 24)] {
            #expect(try file.floats(name) == (0..<count).map(Float.init))
        }
    }

    @Test func longTensorIsMadeInPartsThatJoin() throws {
        var parts: [Range<Int>] = []
        let tensor = GGUFTensor(name: "long", dimensions: [400, 6_000], type: .float32) {
            rows, target in
            parts.append(rows)
            for (index, row) in rows.enumerated() {
                for column in 0..<400 { target[index * 400 + column] = Float(row) }
            }
        }
        try GGUFFileWriter(metadata: [], tensors: [tensor]).write(to: target)
        #expect(parts.count == 3)
        #expect(parts.map(\.upperBound).last == 6_000)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        let floats = try GGUFReader(target).floats("long")
        #expect((0..<6_000).allSatisfy { floats[$0 * 400] == Float($0) })
        #expect((0..<6_000).allSatisfy { floats[$0 * 400 + 399] == Float($0) })
    }

    /// The temporary file is a link to a device on which every write fails, as on a full disk.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: "/dev/full"), "needs the device /dev/full"))
    func fullDiskLeavesWhatWasThere() throws {
        _ = try folder.write("a.gguf", "kept")
        try FileManager.default.createSymbolicLink(
            atPath: target.path + ".writing-\(getpid())", withDestinationPath: "/dev/full")
        let words = message {
            try GGUFFileWriter(metadata: [], tensors: [ramp("a", [5], .float32)]).write(to: target)
        }
        #expect(
            words
                == "Cannot write \(target.path): No space left on device (write). Free space or "
                + "choose another folder; what was there before is unchanged.")
        #expect(try String(contentsOf: target, encoding: .utf8) == "kept")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.gguf"])
    }

    @Test func tensorThatCannotBeMadeLeavesNothing() throws {
        struct Halt: Error {}
        let broken = GGUFTensor(name: "b", dimensions: [4], type: .float32) { _, _ in throw Halt() }
        #expect(throws: Halt.self) {
            try GGUFFileWriter(metadata: [], tensors: [ramp("a", [5], .float32), broken]).write(
                to: target)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test func missingFolderIsNamed() {
        let target = folder.url.appending(path: "none/a.gguf")
        let words = message { try GGUFFileWriter(metadata: [], tensors: []).write(to: target) }
        #expect(
            words
                == "Cannot write \(target.path): No such file or directory (open). Free space or "
                + "choose another folder; what was there before is unchanged.")
    }

    // MARK: Types

    private func stored(_ values: [Float], _ type: GGUFWeightType) throws -> [UInt8] {
        let tensor = GGUFTensor(name: "t", dimensions: [values.count], type: type) { _, target in
            for (index, value) in values.enumerated() { target[index] = value }
        }
        try GGUFFileWriter(metadata: [], tensors: [tensor]).write(to: target)
        let start = try GGUFReader(target).dataStart
        return Array(try Data(contentsOf: target)[start..<start + tensor.byteCount])
    }

    private func halves(_ bytes: [UInt8]) -> [UInt16] {
        stride(from: 0, to: bytes.count, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
    }

    @Test func halvesAreRoundedToNearestEven() throws {
        let step = Float(0x1p-10)
        let values: [Float] = [
            1 + step / 2, 1 + 1.5 * step, 1 + step / 2 + 0x1p-20, -1 - step / 2, 65_504, 65_519,
            0x1p-25, 0x1.8p-24, -0.0, .infinity,
        ]
        let expected: [UInt16] = [
            0x3C00, 0x3C02, 0x3C01, 0xBC00, 0x7BFF, 0x7BFF, 0, 2, 0x8000, 0x7C00,
        ]
        #expect(halves(try stored(values, .float16)) == expected)
    }

    @Test func brainFloatsAreRoundedToNearestEven() throws {
        let values = [0x3F80_8000, 0x3F81_8000, 0x3F80_8001, 0xBF80_7FFF, 0x7F7F_0000].map {
            Float(bitPattern: $0)
        }
        #expect(halves(try stored(values, .bfloat16)) == [0x3F80, 0x3F82, 0x3F81, 0xBF80, 0x7F7F])
    }

    @Test(arguments: [Float(65_520), -1e30])
    func valuesBeyondHalvesAreRefused(_ value: Float) {
        #expect(
            message { _ = try stored([1, value], .float16) }
                == "Tensor \"t\" holds \(value), which 16-bit floats cannot. Export with --type bf16 "
                + "or f32.")
        #expect(message { _ = try stored([1, value], .bfloat16) } == nil)
    }

    @Test func blocksHaveAScaleAndRoundTiesAwayFromZero() throws {
        var values = [Float](repeating: 0, count: 64)
        values[0] = 127
        values[1] = -127
        values[2] = 2.5
        values[3] = -0.5
        values[40] = 0.25
        let bytes = try stored(values, .blocks8)
        #expect(bytes.count == 68)
        #expect(bytes[0..<2] == [0, 0x3C])
        #expect(bytes[2..<7].map { Int8(bitPattern: $0) } == [127, -127, 3, -1, 0])
        let scale = Float16(Float(0.25) / 127).bitPattern
        #expect(bytes[34..<36] == [UInt8(scale & 0xFF), UInt8(scale >> 8)])
        #expect(bytes[36 + 8] == 127)
        let zeros = try stored([Float](repeating: 0, count: 32), .blocks8)
        #expect(zeros == [UInt8](repeating: 0, count: 34))
        #expect(message { _ = try stored([Float](repeating: .nan, count: 32), .blocks8) } == nil)
        #expect(
            message { _ = try stored([Float](repeating: 1e9, count: 32), .blocks8) } != nil)
    }
}
