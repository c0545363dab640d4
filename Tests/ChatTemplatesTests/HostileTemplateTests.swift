import JSONText
import Testing

@testable import ChatTemplates

/// A template comes with a downloaded model; it must end, and in bounds.
struct HostileTemplateTests {
    private func error(_ source: String) -> ChatTemplateError? {
        do {
            _ = try ChatTemplate(source: source).render(
                messages: [], now: LocalTime(year: 2026, month: 1, day: 1))
            return nil
        } catch {
            return error as? ChatTemplateError
        }
    }

    private func isStopped(_ source: String) -> Bool {
        if case .tooMuch = error(source) { true } else { false }
    }

    @Test(arguments: [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}"
            + "{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
        "{% set ns = namespace(x=1) %}{% set ns.x = ns %}{{ ns }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}"
            + "{% set ns.x = ns.x | map('string') %}{% endfor %}{{ ns.x | list }}",
        "{% set ns = namespace(x='ab') %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(64) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}",
        "{{ 'a' * 99999999999 }}", "{{ [1] * 99999999999 }}", "{{ 'a'.center(99999999999) }}",
        "{{ 'a' | indent(99999999999) }}", "{{ [[1]] | tojson(indent=99999999999) }}",
        "{{ range(99999) | batch(99999999999, 'x') | list }}",
        "{{ 'aaaa'.replace('a', 'b' * 100000000).replace('b', 'c' * 100000000) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    ])
    func templateIsStopped(_ source: String) { #expect(isStopped(source)) }

    @Test func longChainsAndDeepNestsAreStopped() {
        for chain in [
            String(repeating: "1+", count: 100_000) + "1",
            String(repeating: "not ", count: 100_000) + "1",
            String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000),
            String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
            String(repeating: "-", count: 100_000) + "1",
            "x" + String(repeating: ".a", count: 100_000),
            "x" + String(repeating: "|list", count: 100_000),
            "1" + String(repeating: " if 1 else 1", count: 100_000),
        ] {
            let isStopped = isStopped("{{ \(chain) }}")
            #expect(isStopped, "\(chain.prefix(20))")
        }
        let isNestStopped = isStopped(String(repeating: "{% if 1 %}", count: 100_000))
        #expect(isNestStopped)
        let isLengthStopped = isStopped(String(repeating: "x", count: 1 << 20 + 1))
        #expect(isLengthStopped)
    }

    @Test func longChainWithinBoundsIsRendered() {
        #expect(error("{{ " + String(repeating: "1+", count: 250) + "1 }}") == nil)
    }

    @Test func chainsOfValuesAreReleasedWithoutTheStack() {
        // Each namespace holds the one before; and, from the front, the one after.
        #expect(
            error(
                "{% set ns = namespace(x=none) %}{% for i in range(90000) %}"
                    + "{% set ns.x = namespace(x=ns.x) %}{% endfor %}") == nil)
        #expect(
            error(
                "{% set ns = namespace() %}{% set ns.last = ns %}{% for i in range(90000) %}"
                    + "{% set new = namespace() %}{% set last = ns.last %}"
                    + "{% set last.next = new %}{% set ns.last = new %}{% endfor %}") == nil)
        #expect(
            error(
                "{% set ns = namespace(m=none) %}{% macro make(before) %}"
                    + "{% macro inner() %}{{ before }}{% endmacro %}{% set ns.m = inner %}"
                    + "{% endmacro %}{% for i in range(50000) %}{{ make(ns.m) }}{% endfor %}")
                == nil)
    }

    @Test func messageSaysWhatToDo() {
        #expect(
            error("a\n{{ 'a' * 99999999999 }}")?.description
                == "The chat template was stopped at line 2: it makes more than 256 MiB of text. "
                + "Check that the template comes from a source you trust.")
    }

    @Test func integersNeverOverflow() {
        for source in [
            "{{ -9223372036854775807 - 2 }}", "{{ 9223372036854775807 * 2 }}", "{{ 2 ** 63 }}",
            "{{ (-9223372036854775807 - 1) // -1 }}", "{{ -(-9223372036854775807 - 1) }}",
            "{{ (-9223372036854775807 - 1) | abs }}", "{{ 1e300 | int }}",
            "{{ '99999999999999999999' | int }}", "{{ 3 ** 9223372036854775807 }}",
        ] {
            #expect(
                error(source)
                    == .unsupported(construct: "an integer beyond 64 bits", line: 1), "\(source)")
        }
        #expect(error("{{ (-9223372036854775807 - 1) % -1 }}") == nil)
        #expect(error("{{ 'abc'[-9223372036854775807:9223372036854775807] }}") == nil)
        #expect(error("{{ [1, 2][::9223372036854775807] }}") == nil)
        #expect(error("{{ [1, 2][::-9223372036854775807] }}") == nil)
        #expect(error("{{ range(-9223372036854775807, 9223372036854775807) }}") != nil)
        #expect(error("{{ 'a'.replace('', 'b', 9223372036854775807) }}") == nil)
        #expect(error("{{ 'a' | truncate(9223372036854775807) }}") == nil)
    }
}
