import Foundation
import TestSupport
import Testing

@testable import RunControl

@Suite struct FolderIdentityTests {
    private func touch(_ folder: TemporaryFolder, _ name: String, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: seconds)],
            ofItemAtPath: folder.url.appending(path: name).path)
    }

    private func made() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.write("config.json", "{}")
        _ = try folder.write("tokenizer.json", "{\"a\": 1}")
        _ = try folder.write("model.safetensors", "1234")
        try touch(folder, "model.safetensors", 1_000_000)
        return folder
    }

    @Test func weightsCountByNameSizeAndTimeAndAreNotRead() throws {
        let folder = try made()
        let before = try FolderIdentity.quick(of: folder.url)
        _ = try folder.write("model.safetensors", "4321")
        try touch(folder, "model.safetensors", 1_000_000)
        #expect(try FolderIdentity.quick(of: folder.url) == before)
        try touch(folder, "model.safetensors", 1_000_001)
        #expect(try FolderIdentity.quick(of: folder.url) != before)
        _ = try folder.write("model.safetensors", "43210")
        try touch(folder, "model.safetensors", 1_000_000)
        #expect(try FolderIdentity.quick(of: folder.url) != before)
    }

    @Test(arguments: ["config.json", "tokenizer.json", "vocab.txt", "1_Pooling.json"])
    func descriptionsCountByContentAlone(name: String) throws {
        let folder = try made()
        let before = try FolderIdentity.quick(of: folder.url)
        _ = try folder.write(name, "{\"a\": 2}")
        #expect(try FolderIdentity.quick(of: folder.url) != before)
        let other = try made()
        try touch(other, "config.json", 5)
        #expect(try FolderIdentity.quick(of: other.url) == before)
    }

    @Test func whatIsNoPartOfAModelDoesNotCount() throws {
        let folder = try made()
        let before = try FolderIdentity.quick(of: folder.url)
        _ = try folder.write("README.md", "new")
        #expect(try FolderIdentity.quick(of: folder.url) == before)
        #expect(throws: (any Error).self) {
            try FolderIdentity.quick(of: folder.url.appending(path: "missing"))
        }
    }
}
