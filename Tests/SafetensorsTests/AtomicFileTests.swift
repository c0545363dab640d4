import Foundation
import Safetensors
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    @Test func writesAndReplacesWithoutLeftovers() throws {
        let target = folder.url.appending(path: "a.txt")
        for text in ["first", "", "third, and longer"] {
            try AtomicFile.write(Data(text.utf8), to: target)
            #expect(try Data(contentsOf: target) == Data(text.utf8))
        }
        #expect(try names() == ["a.txt"])
    }

    @Test func piecesArriveInOrder() throws {
        let target = folder.url.appending(path: "a.txt")
        try AtomicFile.write(to: target) { stream in
            for piece in ["one, ", "", "two"] {
                try Array(piece.utf8).withUnsafeBytes { try stream.append($0) }
            }
        }
        #expect(try String(contentsOf: target, encoding: .utf8) == "one, two")
        #expect(try names() == ["a.txt"])
    }

    @Test func whatTheBodyThrowsUndoesTheFile() throws {
        struct Halt: Error {}
        let target = try folder.write("a.txt", "kept")
        #expect(throws: Halt.self) {
            try AtomicFile.write(to: target) { stream in
                try Array("half".utf8).withUnsafeBytes { try stream.append($0) }
                throw Halt()
            }
        }
        #expect(try String(contentsOf: target, encoding: .utf8) == "kept")
        #expect(try names() == ["a.txt"])
    }

    @Test func aFolderAtTheTargetIsLeftAlone() throws {
        _ = try folder.write("a/inside.txt", "kept")
        let error = #expect(throws: FileWriteError.self) {
            try AtomicFile.write(Data("new".utf8), to: folder.url.appending(path: "a"))
        }
        #expect(error?.description == "Is a directory (rename)")
        #expect(try names() == ["a"])
        #expect(FileManager.default.fileExists(atPath: folder.url.path + "/a/inside.txt"))
    }

    @Test func aPathThroughAFileIsRefused() throws {
        let file = try folder.write("a.txt", "kept")
        let error = #expect(throws: FileWriteError.self) {
            try AtomicFile.write(Data("new".utf8), to: file.appending(path: "b.txt"))
        }
        #expect(error?.description == "Not a directory (open)")
        #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
        #expect(try names() == ["a.txt"])
    }

    /// The temporary file is a link to a device on which every write fails, as on a full disk.
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: "/dev/full"), "needs the device /dev/full"))
    func aFullDiskLeavesWhatWasThere() throws {
        let target = try folder.write("a.txt", "kept")
        try FileManager.default.createSymbolicLink(
            atPath: target.path + ".writing-\(getpid())", withDestinationPath: "/dev/full")
        let error = #expect(throws: FileWriteError.self) {
            try AtomicFile.write(Data("new".utf8), to: target)
        }
        #expect(error?.description == "No space left on device (write)")
        #expect(try String(contentsOf: target, encoding: .utf8) == "kept")
        #expect(try names() == ["a.txt"])
    }

    @Test func theWriterSaysWhatItCouldNotWrite() throws {
        let file = try folder.write("a.txt", "kept")
        let target = file.appending(path: "w.safetensors")
        let error = #expect(throws: SafetensorsError.self) {
            try SafetensorsWriter().write([], to: target)
        }
        #expect(
            error?.description
                == "Cannot write \(target.path): Not a directory (open). Free space or choose "
                + "another folder; what was there before is unchanged.")
    }
}
