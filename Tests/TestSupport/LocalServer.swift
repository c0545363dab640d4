import Foundation
import Glibc
import Synchronization

/// A server of HTTP on this machine that answers from a list, the last one again and again, or as a
/// test says.
package final class LocalServer: Sendable {
    package enum Answer: Sendable {
        case status(Int, headers: [String: String] = [:], body: String)
        /// Accepts the request and never answers.
        case silence
        /// Closes the connection in place of an answer.
        case hangUp
        /// Bytes that are no HTTP.
        case bytes([UInt8])
        /// A body that goes on until the client has had enough, in blocks of this size.
        case endless(blockSize: Int)
        /// A body of one byte after another, with pauses, until the client has had enough.
        case drip(pauseSeconds: Double)

        /// A chat completion.
        package static func content(_ text: String) -> Answer {
            .status(
                200,
                body: #"{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"#
                    + "\"\(text)\"}}]}")
        }
    }

    package let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (_ number: Int, _ request: String) -> Answer
    private let state = Mutex<(requests: [String], open: [Int32], isClosed: Bool)>(([], [], false))

    package var url: String { "http://127.0.0.1:\(port)/v1" }
    /// What was received, head and body.
    package var requests: [String] { state.withLock { $0.requests } }

    package convenience init(_ answers: [Answer]) throws {
        try self.init { number, _ in answers[min(number, answers.count) - 1] }
    }

    /// Listens at once.
    ///
    /// - Parameter answer: told which request it is, counted from 1, and its head and body.
    /// - Throws: where no port can be had.
    package init(answer: @escaping @Sendable (Int, String) -> Answer) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        let thread = Thread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else {
                    if connection >= 0 { Glibc.close(connection) }
                    // Closed by the thread that accepts on it alone: were it closed by another,
                    // its number could already be another server's, whose client this thread
                    // would take and never answer.
                    Glibc.close(listener)
                    return
                }
                self.serve(connection)
            }
        }
        thread.start()
    }

    deinit { close() }

    package func close() {
        let open = state.withLock { state in
            defer { state.open = [] }
            if !state.isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
            state.isClosed = true
            return state.open
        }
        for socket in open {
            shutdown(socket, Int32(SHUT_RDWR))
            Glibc.close(socket)
        }
    }

    private func serve(_ connection: Int32) {
        guard let request = receive(connection) else {
            Glibc.close(connection)
            return
        }
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count
        }
        switch answer(number, request) {
        case .silence:
            state.withLock { $0.open.append(connection) }
            return
        case .hangUp: break
        case .bytes(let bytes): send(connection, bytes)
        case .endless(let blockSize):
            send(connection, Self.headOfUnknownLength)
            let block = [UInt8](repeating: 0x20, count: blockSize)
            while send(connection, block) {}
        case .drip(let pauseSeconds):
            send(connection, Self.headOfUnknownLength)
            while send(connection, [0x20]) { Thread.sleep(forTimeInterval: pauseSeconds) }
        case .status(let status, let headers, let body):
            let lines =
                ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"]
                + headers.map { "\($0.key): \($0.value)" } + ["Connection: close", "", body]
            send(connection, Array(lines.joined(separator: "\r\n").utf8))
        }
        shutdown(connection, Int32(SHUT_RDWR))
        Glibc.close(connection)
    }

    private static let headOfUnknownLength = Array(
        "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n".utf8)

    /// - Returns: whether the client still listens.
    @discardableResult
    private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0
    }

    /// Reads a request up to the end that its length announces.
    private func receive(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return nil }
            bytes += block[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let head = text.range(of: "\r\n\r\n") else { continue }
            let length = text[..<head.lowerBound].split(separator: "\r\n")
                .first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
            if text[head.upperBound...].utf8.count >= length ?? 0 { return text }
        }
    }
}
