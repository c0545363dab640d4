import Foundation
import Safetensors

/// What a base's folder holds beside its weights and its shape: tokenizer, templates, settings.
package enum BaseTexts {
    /// Copies them into the folder of a model that goes on from the base.
    /// - Throws: what reading and writing the files throws.
    package static func copy(from base: URL, to folder: URL) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: base.path)
        where name.hasSuffix(".json") || name.hasSuffix(".jinja") {
            guard name != "config.json", !name.hasSuffix(".index.json") else { continue }
            try AtomicFile.write(
                Data(contentsOf: base.appending(path: name)), to: folder.appending(path: name))
        }
    }
}
