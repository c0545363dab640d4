import Foundation
import Training

/// Tells one model's folder from another, for the keys of caches, without reading weights: that
/// would take longer than a plan.
///
/// Small files count by their content, weights by name, size and time. A copy of a folder counts as
/// another one, which costs a computation and harms nothing.
enum FolderIdentity {
    private static let weightsEnding = ".safetensors"
    /// What models and their tokenizers are described in.
    private static let describingEndings = [".json", ".txt", ".model", ".jinja"]
    /// Larger descriptions count as weights do.
    private static let largestReadBytes = 32 << 20

    /// - Parameter folder: a model's or an encoder's.
    /// - Returns: digits.
    /// - Throws: what listing the folder and reading its files throws.
    static func quick(of folder: URL) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let lines = try names.sorted().compactMap { name -> String? in
            let describes = describingEndings.contains(where: name.hasSuffix)
            guard describes || name.hasSuffix(weightsEnding) else { return nil }
            let file = folder.appending(path: name).resolvingSymlinksInPath()
            let values = try file.resourceValues(
                forKeys: [.fileSizeKey, .contentModificationDateKey])
            let size = values.fileSize ?? 0
            if describes, size <= largestReadBytes { return "\(name) \(try Checksum.ofFile(file))" }
            let time = values.contentModificationDate?.timeIntervalSince1970 ?? 0
            return "\(name) \(size) \(time)"
        }
        return Checksum.of(lines.joined(separator: "\n"))
    }
}
