import Testing

@testable import TerminalUI

@Suite struct LineChartTests {
    static let styles = LineChart.Styles(
        axis: .plain, label: .plain, band: .plain, currentBand: .plain)

    private func picture(_ chart: LineChart, _ width: Int, _ height: Int) -> String {
        var buffer = ScreenBuffer(size: Size(width: width, height: height))
        chart.render(into: &buffer, in: buffer.bounds, styles: Self.styles)
        return buffer.text
    }

    private let chart = LineChart(
        lines: [
            ChartLine(
                name: "falling",
                series: ChartSeries((0...20).map { (Double($0), 20 - Double($0)) }),
                style: .plain),
            ChartLine(
                name: "points", series: ChartSeries([(0, 0), (10, 5), (20, 15)]), style: .plain,
                marker: "◆", note: "15"),
        ],
        bands: [
            ChartBand(range: 0...10, labels: ["first stage", "1st"]),
            ChartBand(range: 10...20, labels: ["a name that is too long", "2nd"]),
        ], xUnit: "steps")

    @Test func aChartHasAxesLegendAndBands() {
        #expect(
            picture(chart, 40, 12) == """
                ━━ falling  ◆ points 15
                  20 ┤⠢⢄⡀              ┊
                     │  ⠈⠉⠒⠤⣀          ┊
                     │       ⠉⠒⠢⢄⡀     ┊             ⣀⠤◆
                     │           ⠈⠑⠒⠤⣀ ┊        ⢀⡠⠤⠒⠉
                  10 ┤                ⠉⠑⠢⢄⡀ ⣀⡠⠔⠊⠁
                     │                 ◆⣀⠤⠒⠉⠒⠤⣀
                     │        ⢀⣀⣀⠤⠤⠔⠒⠒⠉⠉       ⠉⠒⠢⢄⡀
                   0 ┤◆⡠⠤⠤⠒⠒⠊⠉⠁        ┊           ⠈⠑⠢⠤⣀
                     └┴────────────────┴───────────────┴
                      0               10           steps
                         first stage   ┊      2nd
                """)
    }

    @Test func everySizeIsDrawnWithoutATrap() {
        for width in 0...30 {
            for height in 0...16 { _ = picture(chart, width, height) }
        }
        let empty = LineChart(lines: [], emptyText: "nothing")
        for width in 0...12 { for height in 0...6 { _ = picture(empty, width, height) } }
    }

    @Test func valuesThatAreNoNumbersDoNotBlankTheChart() {
        var series = ChartSeries()
        for step in 0..<10 {
            series.append(x: Double(step), y: step == 9 ? .infinity : Double(step))
        }
        let text = picture(
            LineChart(lines: [ChartLine(name: "loss", series: series, style: .plain)]), 30, 8)
        #expect(text.contains("⠤") || text.contains("⠔") || text.contains("⡠"))
    }

    @Test func aConstantLineLiesInTheMiddle() {
        let chart = LineChart(
            lines: [
                ChartLine(
                    name: "c", series: ChartSeries([(0, 5), (10, 5)]), style: .plain,
                    isInLegend: false)
            ])
        let rows = picture(chart, 30, 9).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[3].contains("⠒") || rows[3].contains("⠤") || rows[3].contains("⠉"))
    }
}
