import Foundation

/// The binomial distribution of fair coins.
enum Binomial {
    /// The chance of `count` or fewer heads among `total`, and of exactly `count`.
    static func fair(atMost count: Int, of total: Int) -> (cumulative: Double, exact: Double) {
        precondition(count >= 0 && count <= total, "More heads than coins.")
        // From the term asked for downwards: each is its neighbour times a share below one where the
        // count is in the lower half, so that the sum keeps its digits.
        var logarithm = -Double(total) * M_LN2
        for index in 0..<count { logarithm += log(Double(total - index) / Double(index + 1)) }
        let exact = exp(logarithm)
        var (term, sum) = (1.0, 1.0)
        for index in stride(from: count, to: 0, by: -1) {
            term *= Double(index) / Double(total - index + 1)
            sum += term
            if term < sum * 1e-18 { break }
        }
        return (min(1, exact * sum), exact)
    }
}
