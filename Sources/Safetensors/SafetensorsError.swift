/// Why a safetensors file cannot be read or written.
package enum SafetensorsError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case tooShort(path: String, byteCount: Int)
    case headerBeyondFile(path: String, headerBytes: UInt64, fileBytes: Int)
    case headerNotJSON(path: String, reason: String)
    case badTensor(path: String, tensor: String, reason: String)
    case missingTensor(path: String, tensor: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "Cannot read \(path): \(reason). Check the path and its permissions."
        case .tooShort(let path, let byteCount):
            "\(path) is not a safetensors file: it has \(byteCount) bytes, and the header's length "
                + "alone takes 8. Download or copy the file again."
        case .headerBeyondFile(let path, let headerBytes, let fileBytes):
            "\(path) is cut short or damaged: its header should take \(headerBytes) bytes, but the "
                + "file has \(fileBytes). Download or copy the file again."
        case .headerNotJSON(let path, let reason):
            "\(path) has a damaged header: \(reason). Download or copy the file again."
        case .badTensor(let path, let tensor, let reason):
            "\(path) is damaged at tensor \"\(tensor)\": \(reason). Download or copy the file again."
        case .missingTensor(let path, let tensor):
            "\(path) has no tensor \"\(tensor)\". The file belongs to another model, or a shard "
                + "of it is missing."
        case .cannotWrite(let path, let reason):
            "Cannot write \(path): \(reason). Free space or choose another folder; what was "
                + "there before is unchanged."
        }
    }
}
