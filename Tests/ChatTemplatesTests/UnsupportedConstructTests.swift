import Testing

@testable import ChatTemplates

/// What this renderer does not know is refused by its name and line before anything is rendered.
struct UnsupportedConstructTests {
    private func error(_ source: String) -> ChatTemplateError? {
        do {
            _ = try ChatTemplate(source: source)
            return nil
        } catch {
            return error as? ChatTemplateError
        }
    }

    @Test(arguments: [
        ("{{ x | urlize }}", "the filter 'urlize'"),
        ("{{ x | xmlattr }}", "the filter 'xmlattr'"),
        ("{{ x | wordwrap(3) }}", "the filter 'wordwrap'"),
        ("{{ x | my.own }}", "the filter 'my.own'"),
        ("{{ l | map('pprint') | list }}", "the filter 'pprint'"),
        ("{{ l | select('odder') | list }}", "the test 'odder'"),
        ("{{ l | selectattr('a', 'odder') | list }}", "the test 'odder'"),
        ("{{ x is odder }}", "the test 'odder'"),
        ("{% if no %}{{ x is odder }}{% endif %}", "the test 'odder'"),
        ("{{ x.encode() }}", "the method 'encode'"),
        ("{{ x.__class__ }}", "the attribute '__class__'"),
        ("{{ lipsum() }}", "the function 'lipsum'"),
        ("{{ self.title() }}", "'self' (template inheritance)"),
        ("{{ ('a' | safe) + '<' }}", "the filter 'safe' anywhere but at the end of '{{ }}'"),
        ("{% set x = y | escape %}", "the filter 'escape' anywhere but at the end of '{{ }}'"),
        ("{% include 'a' %}", "the tag 'include'"),
        ("{% extends 'a' %}", "the tag 'extends'"),
        ("{% import 'a' as b %}", "the tag 'import'"),
        ("{% from 'a' import b %}", "the tag 'from'"),
        ("{% block a %}{% endblock %}", "the tag 'block'"),
        ("{% autoescape true %}{% endautoescape %}", "the tag 'autoescape'"),
        ("{% do x %}", "the tag 'do'"),
        ("{% for x in l recursive %}{% endfor %}", "a 'recursive' loop"),
        ("{{ 0x1F }}", "a number that is not decimal"),
        ("{{ 99999999999999999999 }}", "an integer beyond 64 bits"),
        ("{{ ünder }}", "the name 'ünder' with letters beyond ASCII"),
        ("{{ l[1:2, 3] }}", "a slice in a subscript with commas"),
        ("{% set loop = 1 %}", "an assignment to 'loop'"),
        ("{% macro m(caller) %}{% endmacro %}", "a parameter named 'caller'"),
        (
            "{% macro m() %}{% generation %}{{ caller() }}{% endgeneration %}{% endmacro %}",
            "'caller' inside of the tag 'generation'"
        ),
    ])
    func constructIsRefusedByName(_ source: String, _ construct: String) {
        #expect(
            error("first\nsecond\n" + source) == .unsupported(construct: construct, line: 3))
    }

    @Test func messageSaysWhatWhereAndWhatToDo() {
        #expect(
            error("a\n{{ x | urlize }}")?.description
                == "The chat template uses the filter 'urlize', line 2, which is not supported. "
                + "Rewrite that line, or do without the template.")
        #expect(
            error("{% if x %}")?.description
                == "The chat template is not valid Jinja, line 1: Unexpected end of template. "
                + "Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The "
                + "innermost block that needs to be closed is 'if'.. Mend the template.")
    }

    /// A template whose line is known only when it is reached.
    private func failure(_ source: String) throws -> ChatTemplateError? {
        let template = try ChatTemplate(source: source)
        let now = LocalTime(year: 2026, month: 1, day: 1)
        return #expect(throws: ChatTemplateError.self) {
            try template.render(messages: [["role": "user"]], now: now)
        }
    }

    @Test func failureWhileRenderingHasItsLine() throws {
        #expect(
            try failure("a\n{{ messages[0].content.x }}")
                == .failed(reason: "'dict object' has no attribute 'content'", line: 2))
        #expect(
            try failure("a\n\n{{ raise_exception('no ' ~ 1) }}")
                == .raised(message: "no 1", line: 3))
        #expect(
            try failure("{{ raise_exception('no') }}")?.description
                == "The chat template refuses the conversation, line 1: no. Change the messages "
                + "to what the template asks for.")
        #expect(
            try failure("{{ range }}")
                == .unsupported(
                    construct: "printing a function, which has no text of its own", line: 1))
        #expect(
            try failure("{{ strftime_now('%E') }}")
                == .unsupported(construct: "the format '%E' of strftime_now", line: 1))
        #expect(
            try failure("{{ 9223372036854775807 + 1 }}")
                == .unsupported(construct: "an integer beyond 64 bits", line: 1))
    }
}
