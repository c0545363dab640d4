import Foundation

/// A reader of GGUF files of the tests' own, written from the specification and not from the writer.
struct GGUFReader {
    enum Value: Equatable {
        case number(Double)
        case bool(Bool)
        case text(String)
        case list([Value])

        var texts: [String]? {
            guard case .list(let values) = self else { return nil }
            return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
        }
        var numbers: [Double]? {
            guard case .list(let values) = self else { return nil }
            return values.compactMap { if case .number(let number) = $0 { number } else { nil } }
        }
    }

    struct Tensor {
        let dimensions: [Int]
        let typeCode: Int
        /// From the start of the data.
        let offset: Int
    }

    struct Broken: Error { let reason: String }

    let version: Int
    private(set) var metadata: [String: Value] = [:]
    /// The keys' types as the file has them.
    private(set) var typeCodes: [String: Int] = [:]
    private(set) var tensors: [String: Tensor] = [:]
    private(set) var names: [String] = []
    let dataStart: Int
    private let bytes: [UInt8]

    init(_ url: URL) throws {
        bytes = Array(try Data(contentsOf: url))
        var cursor = Cursor(bytes: bytes)
        guard bytes.starts(with: Array("GGUF".utf8)) else { throw Broken(reason: "magic") }
        cursor.position = 4
        version = Int(cursor.unsigned(4))
        let tensorCount = cursor.unsigned(8)
        let keyCount = cursor.unsigned(8)
        for _ in 0..<keyCount {
            let key = cursor.text()
            let type = Int(cursor.unsigned(4))
            guard metadata[key] == nil else { throw Broken(reason: "repeated key \(key)") }
            typeCodes[key] = type
            metadata[key] = try cursor.value(type)
        }
        for _ in 0..<tensorCount {
            let name = cursor.text()
            let dimensions = (0..<cursor.unsigned(4)).map { _ in Int(cursor.unsigned(8)) }
            let tensor = Tensor(
                dimensions: dimensions, typeCode: Int(cursor.unsigned(4)),
                offset: Int(cursor.unsigned(8)))
            guard tensors.updateValue(tensor, forKey: name) == nil else {
                throw Broken(reason: "repeated tensor \(name)")
            }
            names.append(name)
        }
        dataStart = (cursor.position + 31) / 32 * 32
        guard bytes[cursor.position..<dataStart].allSatisfy({ $0 == 0 }) else {
            throw Broken(reason: "padding")
        }
    }

    var byteCount: Int { bytes.count }

    /// A tensor's values, row after row.
    func floats(_ name: String) throws -> [Float] {
        guard let tensor = tensors[name] else { throw Broken(reason: "no tensor \(name)") }
        let count = tensor.dimensions.reduce(1, *)
        var cursor = Cursor(bytes: bytes, position: dataStart + tensor.offset)
        switch tensor.typeCode {
        case 0: return (0..<count).map { _ in cursor.float() }
        case 1:
            return (0..<count).map { _ in
                Float(Float16(bitPattern: UInt16(cursor.unsigned(2))))
            }
        case 30:
            return (0..<count).map { _ in
                Float(bitPattern: UInt32(cursor.unsigned(2)) << 16)
            }
        case 8:
            return (0..<count / 32).flatMap { _ in
                let scale = Float(Float16(bitPattern: UInt16(cursor.unsigned(2))))
                return (0..<32).map { _ in
                    scale * Float(Int8(truncatingIfNeeded: Int(cursor.unsigned(1))))
                }
            }
        case let code: throw Broken(reason: "type \(code)")
        }
    }

    private struct Cursor {
        let bytes: [UInt8]
        var position = 0

        mutating func unsigned(_ count: Int) -> UInt64 {
            defer { position += count }
            return bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func float() -> Float { Float(bitPattern: UInt32(unsigned(4))) }

        mutating func text() -> String {
            let count = Int(unsigned(8))
            defer { position += count }
            return String(decoding: bytes[position..<position + count], as: UTF8.self)
        }

        mutating func value(_ type: Int) throws -> Value {
            switch type {
            case 4: .number(Double(unsigned(4)))
            case 5: .number(Double(Int32(truncatingIfNeeded: Int64(unsigned(4)))))
            case 6: .number(Double(float()))
            case 7: .bool(unsigned(1) == 1)
            case 8: .text(text())
            case 9: try list()
            default: throw Broken(reason: "value of type \(type)")
            }
        }

        private mutating func list() throws -> Value {
            let type = Int(unsigned(4))
            let count = unsigned(8)
            return .list(try (0..<count).map { _ in try value(type) })
        }
    }
}
