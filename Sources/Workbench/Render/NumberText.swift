import Foundation

/// Numbers as the screen writes them, always with the same digits and units.
package enum NumberText {
    /// Whole, with commas: `12,310`.
    package static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return (value < 0 ? "-" : "") + result
    }

    /// A mean count, rounded to whole ones.
    package static func count(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        return count(Int(value.rounded()))
    }

    /// Three digits and `k`, `M` or `G` for large counts: `1.31 M`.
    package static func short(_ value: Double) -> String {
        let size = abs(value)
        if !value.isFinite { return "–" }
        if size >= 1e9 { return String(format: "%.2f G", value / 1e9) }
        if size >= 1e6 { return String(format: "%.2f M", value / 1e6) }
        if size >= 1e4 { return String(format: "%.0f k", value / 1e3) }
        return count(value)
    }

    /// A share of one: `38 %`.
    package static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        let value = share * 100
        // Not "0 %" for what is there, and not "100 %" for what is not all.
        if value > 0 && value < 0.5 { return "<1 %" }
        if value > 99.5 && value < 100 { return ">99 %" }
        return String(format: "%.0f %%", value)
    }

    /// With a decimal, for measured shares: `78.1 %`.
    package static func accuracy(_ share: Double?) -> String {
        guard let share, share.isFinite else { return "–" }
        return String(format: "%.1f %%", share * 100)
    }

    /// Nats a token, to the thousandth: `0.512`.
    package static func loss(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value.isFinite ? String(format: "%.3f", value) : "NaN"
    }

    package static func rate(_ value: Double) -> String { String(format: "%.2f", value) }

    /// A learning rate in as few digits as it has, to three: `4e-3`, `2.5e-4`.
    package static func shortRate(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "0" }
        let exponent = Int(log10(value).rounded(.down))
        var digits = value / pow(10, Double(exponent))
        digits = (digits * 100).rounded() / 100
        return digits == digits.rounded()
            ? "\(Int(digits))e\(exponent)" : "\(digits)e\(exponent)"
    }

    package static func learningRate(_ value: Double) -> String { String(format: "%.2e", value) }

    /// A speed without its unit, in about three digits: `41.2`, `30,103`.
    package static func perSecond(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value >= 100 { return count(value) }
        return String(format: value >= 10 ? "%.1f" : "%.2f", value)
    }

    /// A measured time, aligned in tables: `92.4 ms`.
    package static func milliseconds(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value >= 10_000 { return String(format: "%.1f s", value / 1000) }
        return String(format: value >= 100 ? "%.0f ms" : "%.1f ms", value)
    }

    /// In as few digits as tell anything: `92 ms`, `6.1 ms`, `1.2 s`.
    package static func shortMilliseconds(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        if value >= 1000 { return String(format: "%.1f s", value / 1000) }
        return String(format: value >= 10 ? "%.0f ms" : "%.1f ms", value)
    }

    /// A span of time in its two largest units: `3 min 12 s`.
    package static func duration(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
        return "\(whole / 3600) h \(padded(whole / 60 % 60)) min"
    }

    /// A size on disk: `408 KiB`.
    package static func bytes(_ count: Int) -> String {
        if count >= 1 << 30 { return String(format: "%.1f GiB", Double(count) / Double(1 << 30)) }
        if count >= 1 << 20 { return String(format: "%.1f MiB", Double(count) / Double(1 << 20)) }
        return count >= 1024 ? "\(count >> 10) KiB" : "\(count) B"
    }

    /// Predicted memory, which is not known more exactly: `0.41 GB`, `12 GB`.
    package static func gigabytes(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        return String(format: value >= 10 ? "%.0f GB" : "%.2f GB", value)
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
