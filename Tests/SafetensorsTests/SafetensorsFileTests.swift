import Foundation
import JSONText
import Safetensors
import TestSupport
import Testing

@Suite struct SafetensorsFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.url.appending(path: "w.safetensors").path }
    private static let again = "Download or copy the file again."

    init() throws { folder = try TemporaryFolder() }

    /// A file of the given header and data, and the message that opening it gives.
    private func message(header: String, dataCount: Int = 0, headerLength: UInt64? = nil) throws
        -> String?
    {
        var data = Data()
        withUnsafeBytes(of: (headerLength ?? UInt64(header.utf8.count)).littleEndian) {
            data.append(contentsOf: $0)
        }
        data.append(contentsOf: header.utf8)
        data.append(Data(count: dataCount))
        return try message(data)
    }

    private func message(_ data: Data) throws -> String? {
        let url = try folder.write("w.safetensors", data)
        do {
            _ = try SafetensorsFile(url)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func tensor(_ type: String, _ shape: String, _ offsets: String) -> String {
        "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    /// Two floats.
    private func tensor(_ offsets: String) -> String { tensor("F32", "[2]", offsets) }

    private func damage(_ tensor: String, _ reason: String) -> String {
        "\(path) is damaged at tensor \"\(tensor)\": \(reason). \(Self.again)"
    }

    // MARK: Round trip

    @Test func floatsAreWrittenAndReadBack() throws {
        let (a, b): ([Float], [Float]) = (
            [1.5, -2, .pi, .leastNonzeroMagnitude, .infinity, 0], [7]
        )
        let url = folder.url.appending(path: "w.safetensors")
        try a.withUnsafeBufferPointer { a in
            try b.withUnsafeBufferPointer { b in
                try SafetensorsWriter(metadata: ["format": "pt", "by": "a test"]).write(
                    [
                        .init(name: "z.weight", shape: [2, 3], values: a),
                        .init(name: "a.bias", shape: [1], values: b),
                        .init(name: "empty", shape: [0, 4], values: .init(start: nil, count: 0)),
                    ], to: url)
            }
        }
        let file = try SafetensorsFile(url)
        #expect(file.metadata == ["format": "pt", "by": "a test"])
        #expect(Set(file.entries.map(\.name)) == ["z.weight", "a.bias", "empty"])
        #expect(file.entry("z.weight")?.shape == [2, 3])
        #expect(file.entry("z.weight")?.type == .float32)
        #expect(try file.floats("z.weight") == a)
        #expect(try file.floats("a.bias") == b)
        #expect(try file.floats("empty").isEmpty)
        file.releasePages()
        #expect(try file.floats("a.bias") == b)
        // The data starts at a multiple of 8, as the reference writer has it.
        #expect(file.entries.map(\.range.lowerBound).min().map { $0 % 8 } == 0)
    }

    @Test func brainFloatsAreRoundedToNearestEven() throws {
        let values: [Float] = [
            1, Float(bitPattern: 0x3F80_8000), Float(bitPattern: 0x3F81_8000),
            Float(bitPattern: 0x3F80_8001), -0.0, .infinity, 3.3e38,
        ]
        let url = folder.url.appending(path: "w.safetensors")
        try values.withUnsafeBufferPointer {
            try SafetensorsWriter(type: .bfloat16).write(
                [.init(name: "x", shape: [7], values: $0)], to: url)
        }
        let file = try SafetensorsFile(url)
        #expect(file.entry("x")?.type == .bfloat16)
        let expected: [UInt32] = [
            0x3F80_0000, 0x3F80_0000, 0x3F82_0000, 0x3F81_0000, 0x8000_0000, 0x7F80_0000,
            0x7F78_0000,
        ]
        #expect(try file.floats("x").map(\.bitPattern) == expected)
        #expect(SafetensorsWriter.bfloat16(.nan) & 0x7FFF > 0x7F80)
        #expect(SafetensorsWriter.bfloat16(Float(bitPattern: 0x7F80_0001)) & 0x7FFF > 0x7F80)
    }

    @Test func everyHalfIsWidenedExactly() throws {
        let halves = (0..<UInt16.max).filter { !Float16(bitPattern: $0).isNaN }
        let header =
            "{\"h\":\(tensor("F16", "[\(halves.count)]", "[0,\(2 * halves.count)]"))}"
        var data = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count)) { data.append(contentsOf: $0) }
        data.append(contentsOf: header.utf8)
        halves.withUnsafeBytes { data.append(contentsOf: $0) }
        let read = try SafetensorsFile(folder.write("h.safetensors", data)).floats("h")
        #expect(zip(read, halves).allSatisfy { $0 == Float(Float16(bitPattern: $1)) })
    }

    @Test func doublesAreNarrowedAndWholeNumbersRefused() throws {
        let header =
            "{\"d\":\(tensor("F64", "[1]", "[0,8]")),\"i\":\(tensor("I64", "[1]", "[8,16]"))}"
        var data = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count)) { data.append(contentsOf: $0) }
        data.append(contentsOf: header.utf8)
        withUnsafeBytes(of: 0.1) { data.append(contentsOf: $0) }
        data.append(Data(count: 8))
        let file = try SafetensorsFile(folder.write("w.safetensors", data))
        #expect(try file.floats("d") == [0.1])
        let error = #expect(throws: SafetensorsError.self) { try file.floats("i") }
        #expect(error?.description == damage("i", "type I64 cannot be read as floats"))
    }

    @Test func missingTensorIsNamed() throws {
        let url = try folder.write("w.safetensors", Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]))
        let file = try SafetensorsFile(url)
        #expect(file.entry("model.norm.weight") == nil)
        let error = #expect(throws: SafetensorsError.self) {
            try file.floats("model.norm.weight")
        }
        #expect(
            error?.description
                == "\(path) has no tensor \"model.norm.weight\". The file belongs to another "
                + "model, or a shard of it is missing.")
    }

    // MARK: Damage

    @Test func filesThatAreNoneAreRefused() throws {
        let absent = folder.url.appending(path: "absent.safetensors")
        var error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(absent) }
        #expect(
            error?.description
                == "Cannot read \(absent.path): No such file or directory. Check the path and its "
                + "permissions.")
        error = #expect(throws: SafetensorsError.self) { try SafetensorsFile(folder.url) }
        #expect(
            error?.description
                == "Cannot read \(folder.url.path): it is not a file. Check the path and its "
                + "permissions.")
        #expect(
            try message(Data(count: 7))
                == "\(path) is not a safetensors file: it has 7 bytes, and the header's length "
                + "alone takes 8. \(Self.again)")
    }

    @Test(arguments: [3, 100_000_001, UInt64.max])
    func headerBeyondTheFileIsRefused(_ length: UInt64) throws {
        #expect(
            try message(header: "{}", headerLength: length)
                == "\(path) is cut short or damaged: its header should take \(length) bytes, but "
                + "the file has 10. \(Self.again)")
    }

    @Test func headerThatIsNotAnObjectIsRefused() throws {
        #expect(
            try message(header: "{\"a\":")
                == "\(path) has a damaged header: Unexpected end of the text (line 1, column 6). "
                + Self.again)
        #expect(
            try message(header: "[]")
                == "\(path) has a damaged header: it is not an object. \(Self.again)")
    }

    @Test func fileCutShortIsRefusedWhereverItIsCut() throws {
        let header = "{\"a\":\(tensor("[0,8]")),\"b\":\(tensor("[8,16]"))}"
        var whole = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count)) { whole.append(contentsOf: $0) }
        whole.append(contentsOf: header.utf8)
        whole.append(Data(count: 16))
        #expect(try message(whole) == nil)
        for count in 0..<whole.count { #expect(try message(whole.prefix(count)) != nil) }
        #expect(
            try message(whole.dropLast())
                == damage(
                    "b",
                    "it ends at byte 16 of the data, which has 15 bytes, so the file is cut short"))
    }

    @Test func offsetsBeyondAllNumbersAreRefused() throws {
        #expect(
            try message(header: "{\"a\":\(tensor("[0,9223372036854775807]"))}", dataCount: 8)
                == damage(
                    "a",
                    "it ends at byte 9223372036854775807 of the data, which has 8 bytes, so the "
                        + "file is cut short"))
        #expect(
            try message(
                header: "{\"a\":\(tensor("F32", "[4294967296,4294967296]", "[0,8]"))}",
                dataCount: 8) == damage("a", "its shape overflows"))
    }

    @Test func overlapHoleAndRestAreRefused() throws {
        #expect(
            try message(
                header: "{\"a\":\(tensor("[0,8]")),\"b\":\(tensor("[4,12]"))}", dataCount: 12)
                == damage("b", "it overlaps the tensor before it"))
        #expect(
            try message(
                header: "{\"a\":\(tensor("[0,8]")),\"b\":\(tensor("[12,20]"))}", dataCount: 20)
                == damage("b", "there is a hole before it"))
        #expect(
            try message(header: "{\"a\":\(tensor("[0,8]"))}", dataCount: 9)
                == damage("a", "the file has 1 bytes after the last tensor"))
    }

    @Test func repeatedNameIsRefused() throws {
        #expect(
            try message(
                header: "{\"a\":\(tensor("[0,8]")),\"a\":\(tensor("[8,16]"))}", dataCount: 16)
                == damage("a", "its name occurs twice"))
    }

    @Test func fieldsThatMakeNoSenseAreRefused() throws {
        func single(_ tensor: String) throws -> String? {
            try message(header: "{\"a\":\(tensor)}", dataCount: 8)
        }
        #expect(
            try single(tensor("F32", "[3]", "[0,8]"))
                == damage("a", "its shape needs 12 bytes, but it has 8"))
        #expect(
            try single(tensor("F4", "[2]", "[0,8]")) == damage("a", "its dtype F4 is unknown"))
        #expect(
            try single("{\"shape\":[2],\"data_offsets\":[0,8]}") == damage("a", "it has no dtype"))
        #expect(
            try single("{\"dtype\":\"F32\",\"shape\":[2]}")
                == damage("a", "it lacks a shape or data_offsets"))
        #expect(
            try single(tensor("F32", "[-2]", "[0,8]"))
                == damage("a", "its shape is not a list of sizes"))
        for offsets in ["[8,0]", "[-8,0]", "[0]", "[0,4,8]", "[0,\"8\"]"] {
            #expect(
                try single(tensor("F32", "[2]", offsets))
                    == damage("a", "its data_offsets are not a range"))
        }
        #expect(try single("7") == damage("a", "it has no dtype"))
    }
}
