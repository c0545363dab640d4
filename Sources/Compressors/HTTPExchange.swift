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
        case unreachable(reason: String)
    }

    private let request: URLRequest
    private let timeoutSeconds: Double

    /// Between the session's own timeout and the one that gives up waiting for it.
    private static let grace = 1.0

    init(url: URL, key: String?, body: String, timeoutSeconds: Double) {
        var request = URLRequest(url: url, timeoutInterval: timeoutSeconds)
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
        self.request = request
        self.timeoutSeconds = timeoutSeconds
    }

    func send() -> Outcome {
        let isDone = DispatchSemaphore(value: 0)
        let configuration = URLSessionConfiguration.ephemeral
        // Counts from byte to byte; the semaphore below counts the whole answer.
        configuration.timeoutIntervalForRequest = timeoutSeconds
        let session = URLSession(
            configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let box = OutcomeBox()
        let task = session.dataTask(with: request) { data, response, error in
            box.outcome.withLock { $0 = Self.outcome(data, response, error) }
            isDone.signal()
        }
        task.resume()
        guard isDone.wait(timeout: .now() + timeoutSeconds + Self.grace) == .success else {
            task.cancel()
            return .timedOut
        }
        return box.outcome.withLock { $0 } ?? .unreachable(reason: "there was no answer")
    }

    private static func outcome(
        _ data: Data?, _ response: URLResponse?, _ error: (any Error)?
    ) -> Outcome {
        if let error {
            if let error = error as? URLError, error.code == .timedOut { return .timedOut }
            return .unreachable(reason: error.localizedDescription)
        }
        guard let response = response as? HTTPURLResponse else {
            return .unreachable(reason: "the answer is not of HTTP")
        }
        return .answer(
            status: response.statusCode, bytes: Array(data ?? Data()),
            retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap {
                seconds(retryAfter: $0, now: .now)
            })
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

    /// What another thread writes.
    private final class OutcomeBox: Sendable {
        let outcome = Mutex<Outcome?>(nil)
    }

    /// A redirected request would carry the key to somebody else.
    private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
            completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
