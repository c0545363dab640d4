import Judging

/// A study's table as a picture (SVG): on the left each arm's score, with a dot a seed and a line
/// at their mean; on the right what sets it apart from the reference.
struct StudyChart {
    private let metric: String
    private let reference: String
    private let rows: [StudyReport.Row]
    /// Points that the right side reaches to, either way.
    private let reach: Double

    /// Pixels.
    private enum Size {
        static let width = 960.0
        static let row = 26.0
        static let head = 58.0
        static let foot = 34.0
        static let scores = 250.0...560.0
        static let differences = 650.0...930.0
        static let dot = 3.5
        static let mean = 8.0
    }

    private enum Color {
        static let ground = "#ffffff"
        static let text = "#24292f"
        static let faint = "#6e7781"
        static let grid = "#e4e7eb"
        static let score = "#2563a8"
        static let separated = "#b3470a"
    }

    init(_ report: StudyReport) {
        metric = report.metric
        reference = report.reference
        rows = report.rows
        let far = rows.compactMap(\.difference).map {
            100 * max(abs($0.interval.lower), abs($0.interval.upper))
        }
        reach = Self.steps.first { $0 >= far.max() ?? 0 } ?? 100
    }

    private static let steps = [1.0, 2, 5, 10, 20, 50, 100]

    var svg: String {
        let height = Size.head + Double(rows.count) * Size.row + Size.foot
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(pixels(Size.width)) "
                + "\(pixels(height))\" font-family=\"system-ui, sans-serif\" font-size=\"13\">",
            "<title>\(escaped("\(metric) of each arm, and its difference from \(reference)"))"
                + "</title>",
            "<rect width=\"100%\" height=\"100%\" fill=\"\(Color.ground)\"/>",
            text("\(metric), points", Size.scores.lowerBound, 22, isBold: true),
            text("less \(reference), points", Size.differences.lowerBound, 22, isBold: true),
        ]
        lines += grid(Size.scores, [0, 20, 40, 60, 80, 100], 0...100, bottom: height - Size.foot)
        lines += grid(
            Size.differences, [-reach, -reach / 2, 0, reach / 2, reach], -reach...reach,
            bottom: height - Size.foot)
        for (index, row) in rows.enumerated() {
            lines += self.row(row, Size.head + (Double(index) + 0.5) * Size.row)
        }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Parts

    private func grid(
        _ side: ClosedRange<Double>, _ ticks: [Double], _ range: ClosedRange<Double>,
        bottom: Double
    ) -> [String] {
        ticks.flatMap { tick in
            let x = place(tick, of: range, on: side)
            let isZero = tick == 0 && range.lowerBound < 0
            let label = FixedText.decimal(tick, places: tick == tick.rounded() ? 0 : 1)
            return [
                line(
                    x, Size.head, x, bottom, isZero ? Color.faint : Color.grid, width: 1),
                text(
                    range.lowerBound < 0 && tick > 0 ? "+" + label : label, x, bottom + 18,
                    Color.faint, anchor: "middle"),
            ]
        }
    }

    private func row(_ row: StudyReport.Row, _ y: Double) -> [String] {
        let base = y + 4.5
        var lines = [text(row.arm, Size.scores.lowerBound - 14, base, anchor: "end")]
        let mean = place(row.score.mean, of: 0...100, on: Size.scores)
        lines += row.seedScores.map {
            circle(place($0, of: 0...100, on: Size.scores), y, Color.score, opacity: 0.4)
        }
        lines.append(line(mean, y - Size.mean, mean, y + Size.mean, Color.score, width: 3))
        lines.append(
            text(
                FixedText.decimal(row.score.mean, places: 1), Size.scores.upperBound + 48, base,
                anchor: "end"))
        guard let difference = row.difference else {
            let zero = place(0, of: -reach...reach, on: Size.differences)
            return lines + [circle(zero, y, Color.faint, opacity: 1)]
        }
        func x(_ share: Double) -> Double {
            place(100 * share, of: -reach...reach, on: Size.differences)
        }
        let color = row.isSeparated ? Color.separated : Color.faint
        let interval = difference.interval
        return lines + [
            line(x(interval.lower), y, x(interval.upper), y, color, width: 2),
            circle(x(difference.value), y, color, opacity: 1),
        ]
    }

    private func place(
        _ value: Double, of range: ClosedRange<Double>, on side: ClosedRange<Double>
    ) -> Double {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return side.lowerBound
            + min(max(share, 0), 1) * (side.upperBound - side.lowerBound)
    }

    // MARK: Elements

    private func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, width: Int
    ) -> String {
        "<line x1=\"\(pixels(x1))\" y1=\"\(pixels(y1))\" x2=\"\(pixels(x2))\" "
            + "y2=\"\(pixels(y2))\" stroke=\"\(color)\" stroke-width=\"\(width)\"/>"
    }

    private func circle(_ x: Double, _ y: Double, _ color: String, opacity: Double) -> String {
        "<circle cx=\"\(pixels(x))\" cy=\"\(pixels(y))\" r=\"\(pixels(Size.dot))\" "
            + "fill=\"\(color)\" fill-opacity=\"\(pixels(opacity))\"/>"
    }

    private func text(
        _ text: String, _ x: Double, _ y: Double, _ color: String = Color.text,
        anchor: String = "start", isBold: Bool = false
    ) -> String {
        "<text x=\"\(pixels(x))\" y=\"\(pixels(y))\" fill=\"\(color)\" "
            + "text-anchor=\"\(anchor)\"\(isBold ? " font-weight=\"600\"" : "")>"
            + "\(escaped(text))</text>"
    }

    private func pixels(_ value: Double) -> String { FixedText.decimal(value, places: 1) }

    /// Names of arms and metrics are the user's.
    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").filter { !$0.unicodeScalars.contains { $0.value < 0x20 } }
    }
}
