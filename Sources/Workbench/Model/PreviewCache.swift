/// Previews of the present schedule's stages, as many as a user moves around in.
package struct PreviewCache: Sendable {
    private enum Entry: Sendable {
        case requested
        case loaded(RecordPreview)
        case failed(String)
    }

    /// The oldest goes when there are more.
    static let limit = 200

    private var entries: [PreviewKey: Entry] = [:]
    private var order: [PreviewKey] = []

    /// A preview that has come; else nil.
    package subscript(key: PreviewKey) -> RecordPreview? {
        if case .loaded(let preview) = entries[key] { preview } else { nil }
    }

    /// Why a preview cannot be made; nil where it can, or is not known yet.
    package func failure(_ key: PreviewKey) -> String? {
        if case .failed(let text) = entries[key] { text } else { nil }
    }

    /// Notes that a preview is asked for; false if it already was.
    mutating func request(_ key: PreviewKey) -> Bool {
        guard entries[key] == nil else { return false }
        set(key, .requested)
        return true
    }

    /// Forgets what was asked for and is not wanted any more, so that it is asked for again when
    /// it is: such requests may never be answered.
    mutating func forgetRequests(except wanted: [PreviewKey]) {
        for key in order where !wanted.contains(key) {
            if case .requested = entries[key] { entries[key] = nil }
        }
        order.removeAll { entries[$0] == nil }
    }

    mutating func insert(_ preview: RecordPreview) {
        set(PreviewKey(recordID: preview.recordID, stage: preview.stage), .loaded(preview))
    }

    mutating func fail(_ key: PreviewKey, text: String) { set(key, .failed(text)) }

    /// Forgets what could not be made, so that it is asked for again.
    mutating func forgetFailures() {
        for key in order {
            if case .failed = entries[key] { entries[key] = nil }
        }
        order.removeAll { entries[$0] == nil }
    }

    mutating func removeAll() {
        entries = [:]
        order = []
    }

    private mutating func set(_ key: PreviewKey, _ entry: Entry) {
        if entries[key] == nil { order.append(key) }
        entries[key] = entry
        if order.count > Self.limit { entries[order.removeFirst()] = nil }
    }
}
