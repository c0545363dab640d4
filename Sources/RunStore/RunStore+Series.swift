import GRDB

extension RunStore {
    /// A metric over a run's steps in at most `limit` points, in the order of steps.
    ///
    /// Buckets are powers of two wide and start at multiples of their width: a growing run keeps
    /// its points, and a caller may read again only the tail from the last bucket on.
    /// - Parameters:
    ///   - metric: What is asked for.
    ///   - id: The run.
    ///   - steps: Only these steps; all where nil.
    ///   - limit: Greatest number of points, at least 1.
    /// - Returns: The points; none for a run without steps.
    /// - Throws: What SQLite reports.
    package func series(
        _ metric: SeriesMetric, of id: Int64, steps: ClosedRange<Int>? = nil, limit: Int
    ) throws(RunStoreError) -> [SeriesPoint] {
        precondition(limit > 0, "a series needs room for one point")
        return try read { database in
            let bounds = try Row.fetchOne(
                database,
                sql: """
                    SELECT (SELECT min(step) FROM step WHERE runID = ?1 AND step >= ?2) AS first,
                        (SELECT max(step) FROM step WHERE runID = ?1 AND step <= ?3) AS last
                    """,
                arguments: [id, steps?.lowerBound ?? Int.min, steps?.upperBound ?? Int.max])
            guard let first: Int = bounds?["first"], let last: Int = bounds?["last"], first <= last
            else { return [] }
            let width = Self.bucketWidth(first: first, last: last, limit: limit)
            return try Self.points(metric, of: id, first...last, width: width, database)
        }
    }

    /// The least power of two that gives no more than `limit` buckets aligned to it.
    static func bucketWidth(first: Int, last: Int, limit: Int) -> Int {
        var width = 1
        while last / width - first / width >= limit { width <<= 1 }
        return width
    }

    private static func points(
        _ metric: SeriesMetric, of id: Int64, _ steps: ClosedRange<Int>, width: Int,
        _ database: Database
    ) throws -> [SeriesPoint] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT min(step) AS first, max(step) AS last, min(value) AS least,
                    max(value) AS greatest, avg(value) AS mean, count(*) - count(value) AS gaps
                FROM (
                    SELECT step, CASE WHEN abs(value) <= 1.7976931348623157e308 THEN value END
                        AS value
                    FROM (
                        SELECT step, \(metric.sql) AS value FROM step
                        WHERE runID = ? AND step BETWEEN ? AND ?))
                GROUP BY step / ? ORDER BY 1
                """,
            arguments: [id, steps.lowerBound, steps.upperBound, width])
        var points: [SeriesPoint] = []
        while let row = try rows.next() {
            let first: Int = row["first"]
            let last: Int = row["last"]
            var range: ClosedRange<Double>?
            if let least: Double = row["least"], let greatest: Double = row["greatest"] {
                range = least...greatest
            }
            points.append(
                SeriesPoint(
                    steps: first...last, range: range, mean: row["mean"],
                    nonFiniteCount: row["gaps"]))
        }
        return points
    }
}
