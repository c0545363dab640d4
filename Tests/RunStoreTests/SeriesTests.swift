import RunEvents
import Testing

@testable import RunStore

@Suite struct SeriesTests {
    private func store(losses: [Double]) throws -> (RunStore, Int64) {
        let store = try RunStore.inMemory()
        let id = try store.createRun(Samples.run()).id
        let recorder = RunRecorder(store: store, runID: id)
        for (index, loss) in losses.enumerated() {
            recorder.record(.step(Samples.step(index + 1, loss: loss)))
        }
        try recorder.close()
        return (store, id)
    }

    @Test func fewStepsComeBackAsTheyAre() throws {
        let (store, id) = try store(losses: [3, 2, 1])
        let points = try store.series(.loss, of: id, limit: 10)
        #expect(points.map(\.steps) == [1...1, 2...2, 3...3])
        #expect(points.map(\.range) == [3...3, 2...2, 1...1])
    }

    @Test func manyStepsKeepTheirExtremes() throws {
        var losses = (1...1_000).map { 1 + 1 / Double($0) }
        losses[500] = 9
        losses[501] = -1
        let (store, id) = try store(losses: losses)
        let points = try store.series(.loss, of: id, limit: 100)
        #expect(points.count <= 100)
        #expect(points.count > 50)
        #expect(points.compactMap(\.range?.upperBound).max() == 9)
        #expect(points.compactMap(\.range?.lowerBound).min() == -1)
        #expect(points.first?.steps.lowerBound == 1)
        #expect(points.last?.steps.upperBound == 1_000)
        for (left, right) in zip(points, points.dropFirst()) {
            #expect(left.steps.upperBound + 1 == right.steps.lowerBound)
        }
    }

    @Test func pointsStayWhileTheRunGrows() throws {
        let losses = (1...900).map { Double($0 % 37) }
        let (short, shortID) = try store(losses: Array(losses.prefix(700)))
        let (long, longID) = try store(losses: losses)
        let before = try short.series(.loss, of: shortID, limit: 100)
        let after = try long.series(.loss, of: longID, limit: 120)
        #expect(Array(after.prefix(before.count - 1)) == Array(before.dropLast()))
    }

    @Test func aDivergedLossIsAGapNotTheEndOfTheChart() throws {
        let (store, id) = try store(losses: [1, .nan, .infinity, 2])
        let points = try store.series(.loss, of: id, limit: 10)
        #expect(points.map(\.range) == [1...1, nil, nil, 2...2])
        #expect(points.map(\.nonFiniteCount) == [0, 1, 1, 0])
        let one = try store.series(.loss, of: id, limit: 1)
        #expect(one == [SeriesPoint(steps: 1...4, range: 1...2, mean: 1.5, nonFiniteCount: 2)])
    }

    @Test func aPartOfTheStepsCanBeAskedFor() throws {
        let (store, id) = try store(losses: (1...100).map(Double.init))
        let points = try store.series(.loss, of: id, steps: 40...49, limit: 100)
        #expect(points.map(\.steps.lowerBound) == Array(40...49))
        #expect(try store.series(.loss, of: id, steps: 200...300, limit: 100).isEmpty)
    }

    @Test func throughputIsDerived() throws {
        let (store, id) = try store(losses: [1])
        let points = try store.series(.uniqueTokensPerSecond, of: id, limit: 10)
        #expect(points.map(\.range) == [2_000...2_000])
    }

    @Test func anUnknownRunHasNoPoints() throws {
        #expect(try RunStore.inMemory().series(.loss, of: 5, limit: 10).isEmpty)
    }

    @Test(arguments: [(1, 100, 100, 1), (1, 101, 100, 2), (1023, 1024, 1, 2048), (5, 5, 1, 1)])
    func bucketsArePowersOfTwo(first: Int, last: Int, limit: Int, width: Int) {
        #expect(RunStore.bucketWidth(first: first, last: last, limit: limit) == width)
    }
}
