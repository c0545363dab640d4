/// Keys and tokens by the beginnings that their services give them, and values that are called a
/// password.
enum KeyForms {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Beginnings, and how many letters, digits, hyphens and underscores follow at least.
    private static let beginnings = byFirstByte([
        ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("pk_live_", 16),
        ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30), ("ghr_", 30),
        ("github_pat_", 22), ("glpat-", 20), ("xoxb-", 10), ("xoxp-", 10), ("xoxa-", 10),
        ("xoxs-", 10), ("hf_", 30), ("npm_", 30), ("AKIA", 16), ("ASIA", 16), ("AIza", 30),
        ("SG.", 20), ("ya29.", 20),
    ])

    private static func byFirstByte(
        _ beginnings: [(text: StaticString, count: Int)]
    ) -> [[(text: StaticString, count: Int)]] {
        var table = [[(text: StaticString, count: Int)]](repeating: [], count: 256)
        for beginning in beginnings { table[Int(beginning.text.utf8Start[0])].append(beginning) }
        return table
    }

    /// Names whose value is one.
    private static let names: [StaticString] = [
        "password", "passwd", "pwd", "secret", "client_secret", "api_key", "api-key", "apikey",
        "access_token", "auth_token", "access_key", "private_key",
    ]

    /// The key that begins at a place, or the value of the name that does.
    static func range(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        privateKey(at: start, bytes) ?? known(at: start, bytes) ?? webToken(at: start, bytes)
            ?? bearer(at: start, bytes) ?? named(at: start, bytes)
    }

    private static func known(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        for beginning in beginnings[Int(bytes[start])]
        where hasPrefix(beginning.text, at: start, bytes) {
            let body = start + beginning.text.utf8CodeUnitCount
            let end = run(from: body, bytes, more: "-_.")
            if end - body >= beginning.count { return start..<end }
        }
        return nil
    }

    /// Three parts in base64url with dots between them, the first of which begins with `{"`.
    private static func webToken(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        guard hasPrefix("eyJ", at: start, bytes) else { return nil }
        let end = run(from: start, bytes, more: "-_.")
        let dots = bytes[start..<end].count { $0 == UInt8(ascii: ".") }
        return dots >= 2 && end - start >= 40 ? start..<end : nil
    }

    private static func bearer(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        guard hasPrefix("Bearer ", at: start, bytes) || hasPrefix("bearer ", at: start, bytes)
        else { return nil }
        let body = start + 7
        let end = run(from: body, bytes, more: "-_.~+/=")
        return end - body >= 16 && isMixed(bytes[body..<end]) ? body..<end : nil
    }

    /// From `-----BEGIN ... PRIVATE KEY-----` to the end of its block.
    private static func privateKey(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        guard hasPrefix("-----BEGIN ", at: start, bytes) else { return nil }
        let rest = Slice(base: bytes, bounds: start..<bytes.count)
        guard let name = rest.firstRange(of: "PRIVATE KEY-----".utf8),
            name.lowerBound - start < 40
        else { return nil }
        guard let end = rest[name.upperBound...].firstRange(of: "PRIVATE KEY-----".utf8) else {
            return start..<bytes.count
        }
        return start..<end.upperBound
    }

    /// `password: x`, `"api_key": "x"`, `secret=x`: the value alone, where it has letters and
    /// digits.
    private static func named(at start: Int, _ bytes: Bytes) -> Range<Int>? {
        for name in names where hasPrefix(name, at: start, bytes, ignoresCase: true) {
            var index = start + name.utf8CodeUnitCount
            var hasSign = false
            while index < bytes.count, index - start < name.utf8CodeUnitCount + 8,
                "\"' :=".utf8.contains(bytes[index])
            {
                hasSign = hasSign || bytes[index] == 0x3A || bytes[index] == 0x3D
                index += 1
            }
            guard hasSign else { continue }
            var end = index
            while end < bytes.count, bytes[end] > 0x20, !"\"',;)}]".utf8.contains(bytes[end]) {
                end += 1
            }
            if end - index >= 8, isMixed(bytes[index..<end]) { return index..<end }
        }
        return nil
    }

    private static func isMixed(_ bytes: Slice<Bytes>) -> Bool {
        bytes.contains(where: \.isASCIIDigit) && bytes.contains(where: \.isASCIILetter)
    }

    /// The end of letters, digits and the others that are named; dots at the end do not count.
    private static func run(from start: Int, _ bytes: Bytes, more: String) -> Int {
        var end = start
        while end < bytes.count,
            bytes[end].isASCIILetter || bytes[end].isASCIIDigit || more.utf8.contains(bytes[end])
        {
            end += 1
        }
        while end > start, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return end
    }

    /// By hand, and the first byte first: this is asked at every word of a log.
    private static func hasPrefix(
        _ prefix: StaticString, at start: Int, _ bytes: Bytes, ignoresCase: Bool = false
    ) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard start + count <= bytes.count else { return false }
        let fold: UInt8 = ignoresCase ? 0x20 : 0
        for index in 0..<count {
            let (wanted, found) = (prefix.utf8Start[index], bytes[start + index])
            guard wanted == found || fold != 0 && wanted == found | fold else { return false }
        }
        return true
    }
}
