import Foundation

/// Sizes as people read them.
package enum ByteText {
    /// Such as "3.1 GB", in powers of 1000 as disks are sold.
    package static func text(_ byteCount: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var value = Double(byteCount)
        var unit = 0
        while value >= 999.95, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(byteCount) bytes" : String(format: "%.1f %@", value, units[unit])
    }
}
