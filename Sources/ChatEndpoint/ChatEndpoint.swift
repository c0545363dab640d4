import Foundation
import JSONText

/// A model behind an OpenAI-compatible API (chat completions).
package struct ChatEndpoint: Sendable {
    /// Which endpoint, and how patient to be with it.
    package struct Settings: Sendable, Equatable {
        /// The section of project.yaml that they stand in, which messages name.
        package var section: String
        /// The base, to which "/chat/completions" is added.
        package var url: String
        package var model: String
        /// Names the environment variable of the key; nil sends none.
        package var keyVariable: String?
        /// For one answer.
        package var timeoutSeconds: Double
        /// How often one request is sent at most.
        package var attempts: Int

        package init(
            section: String, url: String, model: String, keyVariable: String? = nil,
            timeoutSeconds: Double = ChatEndpoint.standardTimeoutSeconds,
            attempts: Int = ChatEndpoint.standardAttempts
        ) {
            self.section = section
            self.url = url
            self.model = model
            self.keyVariable = keyVariable
            self.timeoutSeconds = timeoutSeconds
            self.attempts = attempts
        }
    }

    package static let standardTimeoutSeconds = 120.0
    package static let standardAttempts = 5
    /// The first wait; each further one is twice as long.
    static let firstWaitSeconds = 1.0
    /// No wait is longer, whatever the server asks for.
    static let longestWaitSeconds = 60.0
    /// An answer of one message is far shorter; one without an end must not fill the memory.
    package static let standardByteLimit = 4 << 20
    /// Characters of a server's complaint that are shown.
    private static let shownCharacters = 300

    package let settings: Settings
    private let environment: [String: String]
    private let byteLimit: Int
    private let wait: @Sendable (Double) -> Void

    /// - Parameters:
    ///   - settings: which endpoint.
    ///   - environment: where its key is looked up, anew for each request.
    ///   - byteLimit: of an answer's body.
    ///   - wait: passes so many seconds.
    package init(
        _ settings: Settings, environment: [String: String] = ProcessInfo.processInfo.environment,
        byteLimit: Int = ChatEndpoint.standardByteLimit,
        wait: @escaping @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
    ) {
        self.settings = settings
        self.environment = environment
        self.byteLimit = byteLimit
        self.wait = wait
    }

    /// The address for messages and for the history: without a user, a password or a query, which
    /// may be secrets.
    package var shownURL: String { ChatEndpoint.shown(settings.url) }

    /// Finds out what can be known without sending anything.
    /// - Throws: `ChatEndpointError` for an address or a key that is none.
    package func check() throws(ChatEndpointError) {
        _ = try address()
        _ = try key()
    }

    /// Asks for the next message.
    ///
    /// The likeliest one: the temperature is 0.
    /// - Parameters:
    ///   - messages: the conversation so far.
    ///   - maximumTokens: after which the answer is cut off.
    /// - Returns: The message's text; empty where the model says nothing.
    /// - Throws: `ChatEndpointError`.
    package func answer(
        _ messages: [ChatMessage], maximumTokens: Int
    ) throws(ChatEndpointError) -> String {
        let body: JSONValue = [
            "model": .string(settings.model),
            "messages": .array(
                messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] }),
            "temperature": .integer(0),
            "max_tokens": .integer(maximumTokens),
        ]
        return try content(send(body.text()))
    }

    // MARK: Sending

    /// Sends until there is an answer, with longer and longer waits in between.
    private func send(_ body: String) throws(ChatEndpointError) -> [UInt8] {
        let exchange = HTTPExchange(
            url: try address(), key: try key(), body: body,
            timeoutSeconds: settings.timeoutSeconds, byteLimit: byteLimit)
        var pause = Self.firstWaitSeconds
        var attempt = 1
        while true {
            let problem: ChatEndpointError.Problem
            var seconds = pause
            switch exchange.send() {
            case .answer(let status, let bytes, _) where (200..<300).contains(status):
                return bytes
            case .answer(let status, let bytes, let retryAfter):
                guard status == 408 || status == 429 || status >= 500 else {
                    throw refusal(status, bytes)
                }
                seconds = retryAfter ?? pause
                guard seconds <= Self.longestWaitSeconds else {
                    throw error(
                        .longWait(
                            status: status, seconds: seconds, limit: Self.longestWaitSeconds))
                }
                problem = .busy(status: status, attempts: attempt)
            case .timedOut:
                problem = .timedOut(seconds: settings.timeoutSeconds, attempts: attempt)
            case .unreachable(let reason):
                problem = .unreachable(reason: withoutKey(reason), attempts: attempt)
            case .tooLong: throw error(.tooLong(byteLimit: byteLimit))
            }
            guard attempt < settings.attempts else { throw error(problem) }
            wait(seconds)
            pause = min(2 * pause, Self.longestWaitSeconds)
            attempt += 1
        }
    }

    private func address() throws(ChatEndpointError) -> URL {
        guard var parts = URLComponents(string: settings.url), parts.host?.isEmpty == false,
            ["http", "https"].contains(parts.scheme?.lowercased())
        else { throw error(.invalidURL) }
        var path = parts.path
        while path.hasSuffix("/") { path.removeLast() }
        // A query such as Azure's api-version stays behind the path.
        parts.path = path + "/chat/completions"
        guard let url = parts.url else { throw error(.invalidURL) }
        return url
    }

    private func key() throws(ChatEndpointError) -> String? {
        guard let variable = settings.keyVariable else { return nil }
        // A file that a key is read from often ends with a line break.
        let key = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !key.isEmpty else { throw error(.missingKey(variable: variable)) }
        guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw error(.malformedKey(variable: variable))
        }
        return key
    }

    // MARK: Answers

    private func refusal(_ status: Int, _ bytes: [UInt8]) -> ChatEndpointError {
        // What a server says of a key may show a part of it.
        guard status != 401, status != 403 else {
            return error(.keyRefused(status: status, variable: settings.keyVariable))
        }
        let said = (try? JSONValue.parse(bytes))?["error"]
        let message =
            said?["message"]?.stringValue ?? said?.stringValue
            ?? String(decoding: bytes, as: UTF8.self)
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
            .filter { character in
                // A complaint must not steer the terminal that it is shown in.
                character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            }
        return error(
            .refused(
                status: status, message: String(withoutKey(line).prefix(Self.shownCharacters))))
    }

    private func content(_ bytes: [UInt8]) throws(ChatEndpointError) -> String {
        let answer: JSONValue
        do {
            answer = try JSONValue.parse(bytes)
        } catch {
            throw self.error(.nonsense(reason: "it is not JSON"))
        }
        guard let choice = answer["choices"]?.arrayValue?.first else {
            throw error(.nonsense(reason: "it has no \"choices\""))
        }
        guard let message = choice["message"], let content = message["content"] else {
            throw error(
                .nonsense(reason: "its first choice has no \"message\" with \"content\""))
        }
        if content.isNull { return "" }
        guard let text = content.stringValue else {
            throw error(.nonsense(reason: "its \"content\" is no text"))
        }
        return text
    }

    // MARK: Errors

    private func error(_ problem: ChatEndpointError.Problem) -> ChatEndpointError {
        ChatEndpointError(problem, url: shownURL, section: settings.section)
    }

    private func withoutKey(_ text: String) -> String {
        guard let variable = settings.keyVariable,
            let key = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines),
            !key.isEmpty
        else { return text }
        return text.replacing(key, with: "(key)")
    }

    private static func shown(_ url: String) -> String {
        guard var parts = URLComponents(string: url), parts.host != nil else { return url }
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        return parts.string ?? url
    }
}
