import TestSupport
import Testing

@testable import Kernels

@Suite struct DropoutTests {
    private func masked(
        _ dropout: Dropout, _ source: TypedRows, firstRow: Int = 0
    ) -> [Float] {
        let target = TypedRows(
            [Float](repeating: .nan, count: source.rows * source.width), rows: source.rows,
            width: source.width, source.type, gap: 3)
        dropout.apply(
            source.matrix, firstRow: firstRow, rows: source.rows, width: source.width,
            target: target.matrix)
        #expect(target.gapsAreUntouched)
        return target.values
    }

    private func ones(_ rows: Int, _ width: Int, _ type: ScalarType = .float32) -> TypedRows {
        TypedRows([Float](repeating: 1, count: rows * width), rows: rows, width: width, type)
    }

    @Test(arguments: ScalarType.allCases)
    func sameKeyMakesTheSameMaskForEveryCut(_ type: ScalarType) {
        var random = SplitMix(seed: 1)
        let (rows, width) = (40, 50)
        let source = random.rows(rows, width, type)
        let dropout = Dropout(rate: 0.3, key: 77)
        let whole = masked(dropout, source)
        #expect(masked(Dropout(rate: 0.3, key: 77), source) == whole)
        #expect(masked(Dropout(rate: 0.3, key: 78), source) != whole)
        let values = source.values
        for cut in [1, 16, 39] {
            let parts = [0..<cut, cut..<rows].flatMap { range in
                masked(
                    dropout,
                    TypedRows(
                        Array(values[range.lowerBound * width..<range.upperBound * width]),
                        rows: range.count, width: width, type), firstRow: range.lowerBound)
            }
            #expect(parts == whole)
        }
    }

    @Test func aNumberIsLeftOutOrScaledUp() {
        for rate: Float in [0.05, 0.5, 0.9] {
            let scale = 1 / (1 - rate)
            #expect(
                masked(Dropout(rate: rate, key: 5), ones(30, 33)).allSatisfy {
                    $0 == 0 || $0 == scale
                })
        }
        #expect(masked(Dropout(rate: 0, key: 5), ones(30, 33)).allSatisfy { $0 == 1 })
    }

    /// Shares of what is left out, over everything, over rows, columns and neighbours, within five
    /// standard deviations.
    @Test(arguments: [0.05, 0.1, 0.5] as [Float], [1, 0xFFFF_FFFF_FFFF_FFFF] as [UInt64])
    func theRateIsMet(_ rate: Float, _ key: UInt64) {
        let (rows, width) = (400, 256)
        let kept = masked(Dropout(rate: rate, key: key), ones(rows, width)).map { $0 != 0 }
        let p = Double(rate)
        func expectShare(_ count: Int, of total: Int, _ share: Double, _ what: String) {
            let deviation = (share * (1 - share) / Double(total)).squareRoot()
            #expect(
                abs(Double(count) / Double(total) - share) < 5 * deviation,
                "\(what): \(count) of \(total)")
        }
        expectShare(kept.count { !$0 }, of: rows * width, p, "all")
        for row in 0..<rows {
            let line = kept[row * width..<(row + 1) * width]
            expectShare(line.count { !$0 }, of: width, p, "row \(row)")
        }
        for column in 0..<width {
            let count = (0..<rows).count { !kept[$0 * width + column] }
            expectShare(count, of: rows, p, "column \(column)")
        }
        // Neighbours in a row and in a column are left out together as often as chance says.
        let pairs = (0..<rows * width - width)
        expectShare(
            pairs.count { !kept[$0] && !kept[$0 + 1] }, of: pairs.count, p * p, "in a row")
        expectShare(
            pairs.count { !kept[$0] && !kept[$0 + width] }, of: pairs.count, p * p, "in a column")
    }

    @Test func partsOfAKeyHaveMasksOfTheirOwn() {
        let dropout = Dropout(rate: 0.5, key: 9)
        let masks = [0, 1, 2, 3, 8, 9].map { masked(dropout.with($0), ones(50, 64)) }
        #expect(masks[0] == masked(dropout, ones(50, 64)))
        for (index, mask) in masks.enumerated() {
            for other in masks[..<index] {
                let same = zip(mask, other).count { $0 == $1 }
                // 3200 numbers, half of them equal by chance, with a deviation of 28.
                #expect(abs(same - 1_600) < 150)
            }
        }
    }

    @Test(arguments: ScalarType.allCases)
    func addingIsApplyingAndAdding(_ type: ScalarType) {
        var random = SplitMix(seed: 4)
        let (rows, width) = (9, 37)
        let (source, target) = (
            random.rows(rows, width, type), random.rows(rows, width, type, gap: 6)
        )
        let dropout = Dropout(rate: 0.4, key: 3)
        // The mask in single precision, then the sum rounded once.
        let mask = masked(dropout, ones(rows, width))
        let before = target.doubles
        let sums = zip(zip(source.doubles, mask), before).map { $0.0 * Double($0.1) + $1 }
        dropout.add(source.matrix, firstRow: 0, rows: rows, width: width, to: target.matrix)
        #expect(relativeDifference(target.values, sums) < (type == .float32 ? 1e-7 : 0x1p-8))
        for (index, factor) in mask.enumerated() where factor == 0 {
            #expect(Double(target.values[index]) == before[index])
        }
        #expect(target.gapsAreUntouched)
    }
}
