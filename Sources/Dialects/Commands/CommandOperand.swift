/// The part that a value plays in a command.
package enum CommandOperand: String, Sendable, CaseIterable, Hashable {
    case folder, file
    /// A file or a folder.
    case entry
    case archive
    /// What a file's name must be like.
    case pattern
    case size, age
    /// What is searched for, and what takes its place.
    case text, replacement
    case source, destination
    case firstFile, secondFile, joined
    case newName, newFolder
    case count, mode, user
    // The values of options.
    case levels, limit, strength, excluded

    /// Words that documentation may use for it; within one command no two are the same.
    var wordings: [String] {
        switch self {
        case .folder: ["folder", "directory", "place", "dir"]
        case .file: ["file", "document", "doc", "input"]
        case .entry: ["entry", "item", "object", "element"]
        case .archive: ["archive", "package", "bundle"]
        case .pattern: ["pattern", "name", "mask"]
        case .size: ["size", "bytes", "volume"]
        case .age: ["age", "period", "time"]
        case .text: ["text", "term", "word", "phrase"]
        case .replacement: ["replacement", "substitute", "newtext"]
        case .source: ["source", "origin", "original"]
        case .destination: ["destination", "target", "goal"]
        case .firstFile: ["first", "left", "one"]
        case .secondFile: ["second", "right", "other"]
        case .joined: ["result", "whole", "union"]
        case .newName: ["newname", "title", "label"]
        case .newFolder: ["folder", "directory", "dir"]
        case .count: ["count", "number", "n", "quantity"]
        case .mode: ["mode", "permission", "rights"]
        case .user: ["user", "person", "owner"]
        case .levels: ["levels", "steps", "d"]
        case .limit: ["limit", "hits", "max"]
        case .strength: ["strength", "degree", "factor"]
        case .excluded: ["excluded", "exception", "omitted"]
        }
    }
}
