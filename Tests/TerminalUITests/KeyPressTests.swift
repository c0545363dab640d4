import Testing

@testable import TerminalUI

@Suite struct KeyPressTests {
    @Test(arguments: [
        ("a", KeyPress("a")), ("A", KeyPress("A")), ("?", KeyPress("?")),
        ("-", KeyPress("-")), ("ctrl-c", KeyPress("c", .control)),
        ("shift-tab", KeyPress(.tab, .shift)),
        ("ctrl-shift-left", KeyPress(.left, [.control, .shift])),
        ("space", KeyPress(" ")), ("f5", KeyPress(.function(5))), ("pgdn", KeyPress(.pageDown)),
        ("alt-x", KeyPress("x", .alt)), ("f", KeyPress("f")),
    ])
    func namesAreReadAndWritten(_ name: String, _ key: KeyPress) {
        #expect(KeyPress(name) == key)
        #expect(KeyPress(key.description) == key)
    }

    @Test(arguments: ["", "nokey", "ctrl-", "f99", "hyper-a"])
    func unknownNamesAreRefused(_ name: String) { #expect(KeyPress(name) == nil) }
}
