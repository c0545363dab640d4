import Foundation
import JSONText
import Safetensors

/// The safetensors files of a model folder: one, or several with an index.
struct CheckpointShards {
    private let files: [SafetensorsFile]
    private let folder: URL

    static let singleName = "model.safetensors"
    static let indexName = "model.safetensors.index.json"

    /// - Throws: `ModelError` where there is no checkpoint or the index is damaged,
    ///   `SafetensorsError` where a file is.
    init(folder: URL) throws {
        self.folder = folder
        let single = folder.appending(path: Self.singleName)
        let index = folder.appending(path: Self.indexName)
        if FileManager.default.fileExists(atPath: index.path) {
            files = try Self.shardNames(index).map {
                try SafetensorsFile(folder.appending(path: $0))
            }
        } else if FileManager.default.fileExists(atPath: single.path) {
            files = [try SafetensorsFile(single)]
        } else {
            throw ModelError.missingFile(path: single.path, purpose: "the model's weights")
        }
    }

    func find(_ name: String) throws -> (SafetensorsFile, SafetensorsFile.Entry) {
        for file in files {
            if let entry = file.entry(name) { return (file, entry) }
        }
        throw ModelError.missingTensor(path: folder.path, tensor: name)
    }

    func releasePages() {
        for file in files { file.releasePages() }
    }

    private static func shardNames(_ index: URL) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: index.path) else {
            throw ModelError.unreadable(path: index.path, reason: "it cannot be opened")
        }
        let json: JSONValue
        do {
            json = try JSONValue.parse(Array(data))
        } catch {
            throw ModelError.unreadable(path: index.path, reason: "it is not JSON: \(error)")
        }
        guard let map = json["weight_map"]?.objectValue else {
            throw ModelError.badField(
                path: index.path, field: "weight_map", reason: "it is missing")
        }
        let names = Set(map.members.compactMap(\.value.stringValue))
        // The index comes with the weights; a name with a path in it would read elsewhere.
        for name in names where name.contains("/") || name.hasPrefix(".") {
            throw ModelError.badField(
                path: index.path, field: "weight_map", reason: "\"\(name)\" is not a file name")
        }
        return names.sorted()
    }
}
