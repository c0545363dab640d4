import TerminalUI
import TestSupport
import Testing

@testable import CursesTerminal

@Suite struct InputDecoderTests {
    /// All events of bytes that come at once and are followed by silence.
    private func events(_ text: String) -> [InputEvent] { events(Array(text.utf8)) }

    private func events(_ bytes: [UInt8]) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(bytes) + decoder.flush()
    }

    @Test(arguments: [
        ("a", "a"), ("A", "A"), ("?", "?"), (" ", "space"), ("é", "é"), ("中", "中"), ("🙂", "🙂"),
        ("\r", "enter"), ("\n", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
        ("\u{8}", "backspace"), ("\u{3}", "ctrl-c"), ("\u{1A}", "ctrl-z"), ("\u{0}", "ctrl-space"),
        ("\u{1C}", "ctrl-\\"), ("\u{1B}", "esc"),
        // Arrows in normal and application mode, with modifiers, and rxvt's.
        ("\u{1B}[A", "up"), ("\u{1B}OA", "up"), ("\u{1B}[1;5C", "ctrl-right"),
        ("\u{1B}[1;2D", "shift-left"), ("\u{1B}[1;8B", "ctrl-alt-shift-down"),
        ("\u{1B}O5A", "ctrl-up"), ("\u{1B}[a", "shift-up"), ("\u{1B}\u{1B}[A", "alt-up"),
        ("\u{1B}[H", "home"), ("\u{1B}OF", "end"), ("\u{1B}[1~", "home"), ("\u{1B}[8~", "end"),
        ("\u{1B}[2~", "insert"), ("\u{1B}[3~", "delete"), ("\u{1B}[3^", "ctrl-delete"),
        ("\u{1B}[5~", "pgup"), ("\u{1B}[6;2~", "shift-pgdn"), ("\u{1B}[Z", "shift-tab"),
        // Function keys: VT220, SS3, with modifiers, Linux console.
        ("\u{1B}OP", "f1"), ("\u{1B}[11~", "f1"), ("\u{1B}[1;2P", "shift-f1"), ("\u{1B}[[A", "f1"),
        ("\u{1B}[[E", "f5"), ("\u{1B}[15~", "f5"), ("\u{1B}[24~", "f12"), ("\u{1B}[34~", "f20"),
        // Alt.
        ("\u{1B}x", "alt-x"), ("\u{1B}X", "alt-X"), ("\u{1B}é", "alt-é"), ("\u{1B}\r", "alt-enter"),
        ("\u{1B}[", "alt-["), ("\u{1B}O", "alt-O"), ("\u{1B}]", "alt-]"), ("\u{1B}P", "alt-P"),
        ("\u{1B}\u{7F}", "alt-backspace"),
        // CSI-u and modifyOtherKeys.
        ("\u{1B}[97;5u", "ctrl-a"), ("\u{1B}[97;2u", "A"), ("\u{1B}[97;6u", "ctrl-a"),
        ("\u{1B}[13;2u", "shift-enter"), ("\u{1B}[27u", "esc"), ("\u{1B}[27;5;13~", "ctrl-enter"),
        ("\u{1B}[233u", "é"), ("\u{1B}[97:65;2u", "A"), ("\u{1B}[97;1:1u", "a"),
        // The number pad.
        ("\u{1B}Op", "0"), ("\u{1B}Ok", "+"), ("\u{1B}OM", "enter"),
    ])
    func sequenceIsItsKey(bytes: String, name: String) throws {
        #expect(events(bytes) == [.key(try #require(KeyPress(name)))])
    }

    @Test(arguments: [
        // Replies to queries, releases, unknown and broken sequences, C1 controls.
        "\u{1B}[24;80R", "\u{1B}[?62;22c", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
        "\u{1B}]11;rgb:0/0/0\u{1B}\\", "\u{1B}P1+r5463=31\u{1B}\\", "\u{1B}[97;1:3u",
        "\u{1B}[99~", "\u{1B}[57358u", "\u{1B}[1114112u", "\u{1B}[55296u", "\u{1B}[27;5~",
        "\u{1B}[?1$y", "\u{1B}[12", "\u{1B}[[", "\u{1B}[[Z", "\u{1B}[M\u{1}\u{1}", "\u{85}",
        "\u{1B}[99999999999999999999999~", "\u{1B}[;;;;;~", "\u{1B}[<0;0;0M", "\u{1B}[<0M",
        "\u{1B}[<99999999999999999999;1M", "\u{1B}[200",
    ])
    func whatIsNoInputIsDropped(bytes: String) {
        #expect(events(bytes) == [])
    }

    @Test func sequencesCutAnywhereGiveTheSameEvents() {
        let text = "a\u{1B}[1;5Cé\u{1B}[<0;10;5M\u{1B}[200~x\u{1B}[20y\u{1B}[201~中\u{1B}OP\u{1B}xz"
        let bytes = Array(text.utf8)
        let expected = events(bytes)
        #expect(expected.count == 9)
        for cut in 1..<bytes.count {
            var decoder = InputDecoder()
            let got = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
            #expect(got == expected, "cut before byte \(cut)")
        }
        var decoder = InputDecoder()
        #expect(bytes.flatMap { decoder.feed([$0]) } == expected)
        #expect(decoder.flushDelayMilliseconds == nil)
    }

    @Test func escapeAloneWaitsForMoreAndIsAKeyAfterTheWait() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.flushDelayMilliseconds == 30)
        #expect(decoder.flush() == [.key(KeyPress(.escape))])
        #expect(decoder.flushDelayMilliseconds == nil)
        #expect(events("\u{1B}\u{1B}") == [.key(KeyPress(.escape)), .key(KeyPress(.escape))])
        #expect(events("\u{1B}\u{1B}q") == [.key(KeyPress(.escape)), .key(KeyPress("q", .alt))])
    }

    @Test func aKeyAfterABrokenSequenceIsNotLost() {
        #expect(events("\u{1B}[12\u{1B}[A") == [.key(KeyPress(.up))])
        #expect(events("\u{1B}]0;title\u{1B}[A") == [.key(KeyPress(.up))])
        #expect(events([0xE4, 0xB8, 0x71]) == [.key(KeyPress("q"))])
        #expect(events([0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x71]) == [.key(KeyPress("q"))])
        let long = "\u{1B}[" + String(repeating: "1", count: 100)
        var decoder = InputDecoder()
        #expect(decoder.feed(Array(long.utf8)) == [])
        #expect(decoder.feed([0x71]) == [.key(KeyPress("q"))])
    }

    @Test func mouseReportsOfBothFormsAreRead() {
        let at = Point(x: 239, y: 4)
        #expect(events("\u{1B}[<0;240;5M") == [.mouse(MouseEvent(.press(.left), at: at))])
        #expect(events("\u{1B}[<2;240;5m") == [.mouse(MouseEvent(.release(.right), at: at))])
        #expect(events("\u{1B}[<32;240;5M") == [.mouse(MouseEvent(.drag(.left), at: at))])
        #expect(
            events("\u{1B}[<84;240;5M") == [
                .mouse(MouseEvent(.wheelUp, at: at, [.shift, .control]))
            ])
        #expect(events("\u{1B}[<65;240;5M") == [.mouse(MouseEvent(.wheelDown, at: at))])
        // No button held, wheel to the side, a fourth button.
        #expect(events("\u{1B}[<35;1;1M\u{1B}[<66;1;1M\u{1B}[<128;1;1M") == [])
        // X10 says only that some button went up: it is the one that went down.
        let middle = Point(x: 4, y: 2)
        #expect(
            events([0x1B, 0x5B, 0x4D, 0x21, 0x25, 0x23, 0x1B, 0x5B, 0x4D, 0x23, 0x25, 0x23]) == [
                .mouse(MouseEvent(.press(.middle), at: middle)),
                .mouse(MouseEvent(.release(.middle), at: middle)),
            ])
        #expect(events([0x1B, 0x5B, 0x4D, 0x23, 0x25, 0x23]) == [])
    }

    @Test func focusIsReported() {
        #expect(events("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
    }

    @Test func pasteIsTextAndNeverKeys() {
        #expect(
            events("\u{1B}[200~q\ra\r\nb\tc\u{1B}[201~q") == [
                .paste("q\na\nb\tc"), .key(KeyPress("q")),
            ])
        #expect(events("\u{1B}[200~\u{1B}[201~") == [])
    }

    @Test func binaryPasteIsHarmless() {
        var bytes = Array("\u{1B}[200~".utf8)
        bytes += (0...255).map { UInt8($0) } + Array("\u{1B}[A\u{1B}[20".utf8)
        bytes += Array("\u{1B}[201~".utf8)
        let got = events(bytes)
        guard got.count == 1, case .paste(let text) = got[0] else {
            Issue.record("expected one paste, got \(got)")
            return
        }
        #expect(
            text.unicodeScalars.allSatisfy { $0.value >= 0x20 || "\t\n".contains(Character($0)) })
        #expect(text.hasSuffix("[A[20"))
    }

    @Test func aLongPasteIsCutAndTheKeyboardComesBack() {
        var decoder = InputDecoder()
        var got = decoder.feed(Array("\u{1B}[200~".utf8))
        let block = [UInt8](repeating: 0x78, count: 1 << 16)
        for _ in 0..<20 { got += decoder.feed(block) }
        got += decoder.feed(Array("\u{1B}[201~q".utf8))
        #expect(
            got == [
                .paste(String(repeating: "x", count: InputDecoder.pasteByteLimit)),
                .key(KeyPress("q")),
            ])
    }

    @Test func aPasteWithoutEndGivesTheKeyboardBackAfterItsWait() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1B}[200~abc\u{1B}[2".utf8)) == [])
        #expect(decoder.flushDelayMilliseconds == 1000)
        #expect(decoder.flush() == [.paste("abc")])
        #expect(decoder.feed([0x71]) == [.key(KeyPress("q"))])
    }

    @Test(arguments: 0..<16) func anyBytesInAnyCutsLeaveTheDecoderUsable(seed: UInt64) {
        // Goal: no trap, nothing kept without limit, keys read afterwards. Half of the bytes are
        // taken from what sequences are made of, so that deep states are reached.
        var random = SplitMix(seed: seed)
        let favourites = Array("\u{1B}\u{1B}\u{1B}[[O]PM<;:0123456789~uAm\u{7}".utf8)
        var decoder = InputDecoder()
        for _ in 0..<160 {
            let chunk = (0..<Int(random.next() % 20)).map { _ in
                random.next() % 2 == 0
                    ? favourites[Int(random.next() % UInt64(favourites.count))]
                    : UInt8(truncatingIfNeeded: random.next())
            }
            _ = decoder.feed(chunk)
            if random.next() % 5 == 0 { _ = decoder.flush() }
        }
        _ = decoder.flush()
        #expect(decoder.feed(Array("q".utf8)) == [.key(KeyPress("q"))])
    }
}
