import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request that can be sent again, waited for on the calling thread.
struct HTTPExchange {
    /// How a request ended.
    enum Outcome {
        /// `retryAfter` is in seconds from now, where the server says it.
        case answer(status: Int, bytes: [UInt8], retryAfter: Double?)
        case timedOut
        /// The body had more bytes than an answer may have.
        case tooLong
        case unreachable(reason: String)
    }

    private let request: URLRequest
    private let timeoutSeconds: Double
    private let byteLimit: Int

    /// Between the session's own timeout and the one that gives up waiting for it.
    private static let grace = 1.0

    init(url: URL, key: String?, body: String, timeoutSeconds: Double, byteLimit: Int) {
        var request = URLRequest(url: url, timeoutInterval: timeoutSeconds)
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        self.request = request
        self.timeoutSeconds = timeoutSeconds
        self.byteLimit = byteLimit
    }

    func send() -> Outcome {
        let configuration = URLSessionConfiguration.ephemeral
        // Counts from byte to byte; the semaphore below counts the whole answer.
        configuration.timeoutIntervalForRequest = timeoutSeconds
        let reception = Reception(byteLimit: byteLimit)
        let session = URLSession(
            configuration: configuration, delegate: reception, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let task = session.dataTask(with: request)
        task.resume()
        guard reception.wait(seconds: timeoutSeconds + Self.grace) else {
            task.cancel()
            return .timedOut
        }
        return reception.outcome
    }

    /// Seconds, or a date as HTTP writes it; never below zero.
    static func seconds(retryAfter text: String, now: Date) -> Double? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
    }

    /// Gathers an answer as it comes, and turns back what is too much.
    private final class Reception: NSObject, URLSessionDataDelegate, Sendable {
        private let byteLimit: Int
        private let isDone = DispatchSemaphore(value: 0)
        private let state = Mutex(State())

        private struct State {
            var bytes: [UInt8] = []
            var isTooLong = false
            var outcome: Outcome?
        }

        init(byteLimit: Int) { self.byteLimit = byteLimit }

        var outcome: Outcome {
            state.withLock { $0.outcome } ?? .unreachable(reason: "there was no answer")
        }

        func wait(seconds: Double) -> Bool { isDone.wait(timeout: .now() + seconds) == .success }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data)
        {
            let isTooLong = state.withLock { state in
                state.isTooLong = state.isTooLong || state.bytes.count + data.count > byteLimit
                if !state.isTooLong { state.bytes += data }
                return state.isTooLong
            }
            if isTooLong { dataTask.cancel() }
        }

        func urlSession(
            _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
        ) {
            let response = task.response as? HTTPURLResponse
            state.withLock { state in
                if state.isTooLong {
                    state.outcome = .tooLong
                } else if let error {
                    let isTimeout = (error as? URLError)?.code == .timedOut
                    state.outcome =
                        isTimeout ? .timedOut : .unreachable(reason: error.localizedDescription)
                } else if let response {
                    state.outcome = .answer(
                        status: response.statusCode, bytes: state.bytes,
                        retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap {
                            HTTPExchange.seconds(retryAfter: $0, now: .now)
                        })
                } else {
                    state.outcome = .unreachable(reason: "the answer is not of HTTP")
                }
            }
            isDone.signal()
        }

        /// A redirected request would carry the key to somebody else.
        func urlSession(
            _ session: URLSession, task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
            completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
