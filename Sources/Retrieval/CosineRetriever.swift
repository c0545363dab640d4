import Kernels
import Prompts

/// Examples whose query or output means much the same, by the cosine between embeddings.
///
/// Exact: products of blocks in floats find all that could be among the best within the products'
/// rounding, and those are scored once more in doubles in one fixed order. So the result depends
/// neither on the blocks nor on the number of threads, and equal vectors have equal scores.
///
/// In memory are the bank's vectors (4 bytes a component), and blocks of bounded size.
package struct CosineRetriever: ExampleRetriever {
    package let embedder: TextEmbedder
    /// What training records are compared by.
    package let compared: ComparedText
    private let threadCount: Int

    package init(
        _ embedder: TextEmbedder, on compared: ComparedText = .query,
        threadCount: Int = WorkerPool.availableProcessors
    ) {
        self.embedder = embedder
        self.compared = compared
        self.threadCount = threadCount
    }

    package var name: String { "cosine" }
    package var settingsText: String {
        "on \(compared.rawValue), \(embedder.name) \(embedder.settingsText)"
    }
    package var stateText: String { embedder.stateText }

    /// Probes and bank records of one product: 4 MB of scores.
    private static let probeBlock = 256
    private static let bankBlock = 4_096

    package func matches(
        for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
    ) throws -> [[ExampleMatch]] {
        var found = [[ExampleMatch]](repeating: [], count: probes.count)
        defer { embedder.release() }
        let compute = Compute(threadCount: threadCount)
        for text in ComparedText.allCases {
            let positions = probes.positions(comparedBy: text, wanted: compared)
            guard !positions.isEmpty else { continue }
            let vectors = try BankVectors(bank.entries.map { $0.text(text) }, embedder)
            for start in stride(from: 0, to: positions.count, by: Self.probeBlock) {
                let block = positions[start..<min(start + Self.probeBlock, positions.count)]
                let asked = block.map { probes[$0] }
                let lists = try search(asked, text, vectors, count, compute)
                for (position, list) in zip(block, lists) { found[position] = list }
            }
        }
        return found
    }

    private func search(
        _ probes: [RetrievalProbe], _ text: ComparedText, _ bank: BankVectors, _ count: Int,
        _ compute: Compute
    ) throws -> [[ExampleMatch]] {
        let rows = try bank.rows(of: probes.map { $0.text(text) }, embedder)
        let scores = FloatBuffer(count: probes.count * Self.bankBlock)
        var shortlists = probes.map { Shortlist(for: $0, limit: count, width: bank.width) }
        var found = [[ExampleMatch]](repeating: [], count: probes.count)
        for start in stride(from: 0, to: bank.count, by: Self.bankBlock) {
            let end = min(start + Self.bankBlock, bank.count)
            compute.multiply(
                MatrixProduct(
                    m: probes.count, n: end - start, k: bank.width,
                    a: Matrix(rows.pointer, stride: bank.width),
                    b: Matrix(bank.values.pointer + start * bank.width, stride: bank.width),
                    isBTransposed: true, c: Matrix(scores.pointer, stride: Self.bankBlock)))
            shortlists.withUnsafeMutableBufferPointer { shortlists in
                compute.pool.run(partCount: probes.count) { probe in
                    shortlists[probe].take(
                        UnsafeBufferPointer(
                            start: scores.pointer + probe * Self.bankBlock, count: end - start),
                        from: start)
                }
            }
        }
        found.withUnsafeMutableBufferPointer { found in
            compute.pool.run(partCount: probes.count) { probe in
                var top = TopMatches(for: probes[probe], limit: count)
                for position in shortlists[probe].positions {
                    top.add(
                        position,
                        bank.score(position, rows.pointer + probe * bank.width))
                }
                found[probe] = top.found
            }
        }
        return withExtendedLifetime((rows, scores, bank)) { found }
    }
}
