import Foundation
import JSONText
import Prompts

/// Lets a model behind an OpenAI-compatible API write (chat completions).
package struct EndpointRewriter: TextRewriter {
    /// Which endpoint, and how patient to be with it.
    package struct Settings: Sendable, Equatable {
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
            url: String, model: String, keyVariable: String? = nil, timeoutSeconds: Double = 120,
            attempts: Int = 5
        ) {
            self.url = url
            self.model = model
            self.keyVariable = keyVariable
            self.timeoutSeconds = timeoutSeconds
            self.attempts = attempts
        }
    }

    private let settings: Settings
    private let environment: [String: String]
    private let wait: @Sendable (Double) -> Void

    /// The first wait; each further one is twice as long.
    static let firstWaitSeconds = 1.0
    /// No wait is longer, whatever the server asks for.
    static let longestWaitSeconds = 60.0
    /// Characters of a server's complaint that are shown.
    private static let shownCharacters = 300

    /// - Parameters:
    ///   - settings: which endpoint.
    ///   - environment: where its key is looked up, anew for each request.
    ///   - wait: passes so many seconds.
    package init(
        _ settings: Settings, environment: [String: String] = ProcessInfo.processInfo.environment,
        wait: @escaping @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
    ) {
        self.settings = settings
        self.environment = environment
        self.wait = wait
    }

    package var title: String { settings.url }
    package var settingsText: String { "endpoint \(settings.url) \(settings.model)" }

    package func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
        let body: JSONValue = [
            "model": .string(settings.model),
            "messages": [
                ["role": "system", "content": .string(instruction)],
                ["role": "user", "content": .string(text)],
            ],
            "temperature": .integer(0),
            "max_tokens": .integer(maximumTokens),
        ]
        return try content(send(body.text()))
    }

    // MARK: Sending

    /// Sends until there is an answer, with longer and longer waits in between.
    private func send(_ body: String) throws -> [UInt8] {
        let exchange = try HTTPExchange(
            url: address(), key: key(), body: body, timeoutSeconds: settings.timeoutSeconds)
        var pause = Self.firstWaitSeconds
        var attempt = 1
        while true {
            let isLast = attempt >= settings.attempts
            switch exchange.send() {
            case .answer(let status, let bytes, _) where (200..<300).contains(status):
                return bytes
            case .answer(let status, let bytes, let retryAfter):
                guard status == 408 || status == 429 || status >= 500 else {
                    throw refusal(status, bytes)
                }
                let asked = retryAfter ?? pause
                guard asked <= Self.longestWaitSeconds else {
                    throw CompressorError.longWait(
                        url: settings.url, status: status, seconds: asked,
                        limit: Self.longestWaitSeconds)
                }
                if isLast {
                    throw CompressorError.busy(
                        url: settings.url, status: status, attempts: attempt)
                }
                wait(asked)
            case .timedOut:
                if isLast {
                    throw CompressorError.timedOut(
                        url: settings.url, seconds: settings.timeoutSeconds, attempts: attempt)
                }
                wait(pause)
            case .unreachable(let reason):
                if isLast {
                    throw CompressorError.unreachable(
                        url: settings.url, reason: withoutKey(reason), attempts: attempt)
                }
                wait(pause)
            }
            pause = min(2 * pause, Self.longestWaitSeconds)
            attempt += 1
        }
    }

    private func address() throws -> URL {
        var base = settings.url
        while base.hasSuffix("/") { base.removeLast() }
        guard let url = URL(string: base + "/chat/completions"), url.host != nil,
            ["http", "https"].contains(url.scheme?.lowercased())
        else { throw CompressorError.invalidURL(settings.url) }
        return url
    }

    private func key() throws -> String? {
        guard let variable = settings.keyVariable else { return nil }
        guard let key = environment[variable], !key.isEmpty else {
            throw CompressorError.missingKey(variable: variable, url: settings.url)
        }
        return key
    }

    // MARK: Answers

    private func refusal(_ status: Int, _ bytes: [UInt8]) -> CompressorError {
        // What a server says of a key may show a part of it.
        guard status != 401, status != 403 else {
            return .keyRefused(
                url: settings.url, status: status, variable: settings.keyVariable)
        }
        let said = (try? JSONValue.parse(bytes))?["error"]
        let message =
            said?["message"]?.stringValue ?? said?.stringValue
            ?? String(decoding: bytes, as: UTF8.self)
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        return .refused(
            url: settings.url, status: status,
            message: String(withoutKey(line).prefix(Self.shownCharacters)))
    }

    private func content(_ bytes: [UInt8]) throws -> String {
        let answer: JSONValue
        do {
            answer = try JSONValue.parse(bytes)
        } catch {
            throw CompressorError.nonsense(url: settings.url, reason: "it is not JSON")
        }
        guard let choice = answer["choices"]?.arrayValue?.first else {
            throw CompressorError.nonsense(url: settings.url, reason: "it has no \"choices\"")
        }
        guard let message = choice["message"], let content = message["content"] else {
            throw CompressorError.nonsense(
                url: settings.url, reason: "its first choice has no \"message\" with \"content\"")
        }
        if content.isNull { return "" }
        guard let text = content.stringValue else {
            throw CompressorError.nonsense(url: settings.url, reason: "its \"content\" is no text")
        }
        return text
    }

    private func withoutKey(_ text: String) -> String {
        guard let variable = settings.keyVariable, let key = environment[variable], !key.isEmpty
        else { return text }
        return text.replacing(key, with: "(key)")
    }
}
