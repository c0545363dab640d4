import Foundation

/// The machine's memory.
package enum MachineMemory {
    /// What a new program can have without the system having to swap; nil where it does not tell.
    package static var availableBytes: Int? {
        FileManager.default.contents(atPath: "/proc/meminfo").flatMap {
            availableBytes(in: String(decoding: $0, as: UTF8.self))
        }
    }

    /// The same from the text of /proc/meminfo.
    package static func availableBytes(in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return kilobytes.map { $0 * 1024 }
    }
}
