import Foundation
import JSONText
import Testing

/// Reference numbers beside the tests, made by the Python scripts there.
enum Golden {
    static func json(_ name: String) throws -> JSONValue {
        let url = try #require(
            Bundle.module.url(forResource: "Resources/\(name)", withExtension: nil))
        return try JSONValue.parse([UInt8](Data(contentsOf: url)))
    }

    static func doubles(_ value: JSONValue?) throws -> [Double] {
        try #require(value?.arrayValue).map { try #require($0.doubleValue) }
    }

    static func strings(_ value: JSONValue?) throws -> [String] {
        try #require(value?.arrayValue).map { try #require($0.stringValue) }
    }

    static func list(_ value: JSONValue?) throws -> [JSONValue] {
        try #require(value?.arrayValue)
    }
}

/// Whether two numbers agree to a share of the larger one, or to that much near zero.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(a - b) <= tolerance * max(1, max(abs(a), abs(b)))
}
