import Foundation
import Testing

@testable import CursesTerminal

@Suite struct CursesTerminalErrorTests {
    @Test func everyErrorSaysWhatWhereAndWhatToDo() {
        let instead =
            "use the commands that need no screen, `promptintern --help` lists them."
        #expect(
            CursesTerminalError.notATerminal(stream: "input").description
                == "The workbench needs a terminal, but standard input is none (a file or a pipe). "
                + "Start it in a terminal without redirection, or \(instead)")
        #expect(
            CursesTerminalError.terminalUnnamed.description
                == "The environment variable TERM is not set, so the kind of terminal is unknown. "
                + "Set it, for example TERM=xterm-256color, or \(instead)")
        #expect(
            CursesTerminalError.terminalUnknown(name: "vt9000").description
                == "The terminal \"vt9000\" (environment variable TERM) has no terminfo entry on "
                + "this machine. Install the package ncurses-term, or set TERM=xterm-256color, or "
                + instead)
        #expect(
            CursesTerminalError.terminalTooSimple(name: "dumb").description
                == "The terminal \"dumb\" (environment variable TERM) cannot place its cursor. "
                + "Start the workbench in another terminal, or \(instead)")
    }

    @Test func theLogLiesInTheUsersStateFolder() {
        #expect(
            StandardErrorLog.defaultURL(environment: ["XDG_STATE_HOME": "/state"]).path
                == "/state/promptintern/promptintern.log")
        // The standard says that a relative path is to be ignored.
        #expect(
            StandardErrorLog.defaultURL(environment: ["XDG_STATE_HOME": "state"]).path
                .hasSuffix("/.local/state/promptintern/promptintern.log"))
    }
}
