import Foundation
import JSONText
import Safetensors

/// The safetensors files of a model folder: one, or several with an index.
struct CheckpointShards {
    /// A tensor and the file it is in.
    struct Found {
        let file: SafetensorsFile
        let entry: SafetensorsFile.Entry
    }

    let folder: URL
    private let files: [SafetensorsFile]
    private let placeByName: [String: Found]

    static let singleName = "model.safetensors"
    static let indexName = "model.safetensors.index.json"

    /// - Throws: `ModelError` where there is no checkpoint, the index is damaged or two files hold
    ///   the same tensor, `SafetensorsError` where a file is damaged.
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
        var places: [String: Found] = [:]
        for file in files {
            for entry in file.entries {
                let found = Found(file: file, entry: entry)
                guard places.updateValue(found, forKey: entry.name) == nil else {
                    throw ModelError.badTensor(
                        path: file.path, tensor: entry.name,
                        reason: "another shard holds a tensor of that name, too")
                }
            }
        }
        placeByName = places
    }

    func find(_ name: String) -> Found? { placeByName[name] }

    /// In the order of the files.
    var all: [Found] {
        files.flatMap { file in file.entries.map { Found(file: file, entry: $0) } }
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
