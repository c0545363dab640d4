import Kernels

/// The vectors of a bank's texts, each of length 1.
///
/// Shapes: values (count, width), row-major.
struct BankVectors {
    let values: FloatBuffer
    let count: Int
    let width: Int
    /// The first row of each text: the same text is embedded once.
    private let firstRows: [String: Int]

    /// - Parameters:
    ///   - texts: at least one.
    ///   - embedder: is asked once for each text, however often it occurs.
    /// - Throws: what `TextEmbedder.unitVectors` throws.
    init(_ texts: [String], _ embedder: TextEmbedder) throws {
        var firstRows: [String: Int] = [:]
        var distinct: [String] = []
        for (row, text) in texts.enumerated() where firstRows[text] == nil {
            firstRows[text] = row
            distinct.append(text)
        }
        // Filled batch by batch, so that the vectors are in memory once.
        var values: FloatBuffer?
        var width: Int?
        for start in stride(from: 0, to: distinct.count, by: TextEmbedder.batchSize) {
            let batch = Array(
                distinct[start..<min(start + TextEmbedder.batchSize, distinct.count)])
            for (text, vector) in zip(batch, try embedder.unitVectors(batch, width: width)) {
                let buffer = values ?? FloatBuffer(count: texts.count * vector.count)
                values = buffer
                width = vector.count
                if let row = firstRows[text] { buffer.write(vector, at: row * vector.count) }
            }
        }
        self.values = values ?? FloatBuffer(count: 0)
        self.width = width ?? 0
        count = texts.count
        self.firstRows = firstRows
        for (row, text) in texts.enumerated() {
            guard let first = firstRows[text], first != row else { continue }
            copyRow(first, to: self.values.pointer + row * self.width)
        }
    }

    /// Vectors of other texts, those of the bank taken from there.
    ///
    /// Shapes: (texts, width).
    func rows(of texts: [String], _ embedder: TextEmbedder) throws -> FloatBuffer {
        let rows = FloatBuffer(count: texts.count * width)
        var unknown: [Int] = []
        for (row, text) in texts.enumerated() {
            if let known = firstRows[text] {
                copyRow(known, to: rows.pointer + row * width)
            } else {
                unknown.append(row)
            }
        }
        let vectors = try embedder.unitVectors(unknown.map { texts[$0] }, width: width)
        for (row, vector) in zip(unknown, vectors) { rows.write(vector, at: row * width) }
        return rows
    }

    /// The cosine between a record of the bank and a vector, in doubles.
    func score(_ row: Int, _ vector: UnsafePointer<Float>) -> Double {
        let own = values.pointer + row * width
        var sum = 0.0
        for index in 0..<width { sum += Double(own[index]) * Double(vector[index]) }
        return sum
    }

    private func copyRow(_ row: Int, to target: UnsafeMutablePointer<Float>) {
        target.update(from: values.pointer + row * width, count: width)
    }
}

extension FloatBuffer {
    fileprivate func write(_ vector: [Float], at offset: Int) {
        precondition(offset + vector.count <= count)
        vector.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            (pointer + offset).update(from: start, count: source.count)
        }
    }
}
