import Glibc

/// Our signal handlers, installed while the screen is up.
///
/// They are free functions on purpose: a closure written inside isolated code would be checked for
/// its isolation at run time and trap inside the handler.
enum SignalHandlers {
    private static let endings: [Int32] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]

    /// Installs all of them and remembers what was there.
    static func install() {
        SignalFlags.prepare()
        useAlternateStack()
        for signal in endings { install(signal, handler: handleEnding) }
        install(SIGWINCH, handler: handleWindowChange)
        install(SIGCONT, handler: handleContinue)
        installStop()
        for signal in EmergencyState.crashSignals { installCrash(signal) }
    }

    /// Puts back what was installed before.
    static func remove() {
        for signal in endings + [SIGWINCH, SIGCONT, SIGTSTP] + EmergencyState.crashSignals {
            _ = sigaction(signal, EmergencyState.shared.pointee.previous + Int(signal), nil)
        }
    }

    /// Ours for the key that stops a program and for `kill -TSTP`.
    static func installStop() { install(SIGTSTP, handler: handleStop) }

    /// The system's: stops the process.
    static func useDefaultStop() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = SIG_DFL
        _ = sigaction(SIGTSTP, &action, nil)
    }

    private static func install(_ signal: Int32, handler: @escaping @convention(c) (Int32) -> Void)
    {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        // A training thread's reads and writes go on; `poll` is woken by the pipe.
        action.sa_flags = SA_RESTART
        remember(signal, action: &action)
    }

    private static func installCrash(_ signal: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_sigaction = handleCrash
        action.sa_flags = SA_SIGINFO | SA_ONSTACK
        remember(signal, action: &action)
    }

    /// Installs, and keeps the action before where it is not our own.
    private static func remember(_ signal: Int32, action: inout sigaction) {
        var before = sigaction()
        _ = sigaction(signal, &action, &before)
        let isOurs =
            unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        if !isOurs { EmergencyState.shared.pointee.previous[Int(signal)] = before }
    }

    /// Gives crash handlers a stack: an overflow leaves no room on the thread's own.
    ///
    /// Kept to the end of the process; a thread that has one already (a backtracer's) keeps that.
    private static func useAlternateStack() {
        var current = stack_t()
        guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else {
            return
        }
        let byteCount = 64 * 1024
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
        stack.ss_size = byteCount
        _ = sigaltstack(&stack, nil)
    }
}

/// The process is asked to end: the loop shall save and leave.
///
/// Asked again a second later, it ends at once. Closing a terminal or shutting down sends several
/// signals within that second.
private func handleEnding(_ signal: Int32) {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let (isFirst, first) = SignalFlags.terminationSecond.compareExchange(
        expected: 0, desired: max(1, now.tv_sec), ordering: .sequentiallyConsistent)
    if !isFirst && now.tv_sec > first {
        restoreTerminalInEmergency()
        var action = sigaction()
        action.__sigaction_handler.sa_handler = SIG_DFL
        _ = sigaction(signal, &action, nil)
        _ = raise(signal)
        return
    }
    SignalFlags.terminationRequested.store(true, ordering: .sequentiallyConsistent)
    SelfPipe.shared?.wake()
}

private func handleWindowChange(_ signal: Int32) {
    SignalFlags.windowChanged.store(true, ordering: .sequentiallyConsistent)
    SelfPipe.shared?.wake()
}

private func handleStop(_ signal: Int32) {
    SignalFlags.stopRequested.store(true, ordering: .sequentiallyConsistent)
    SelfPipe.shared?.wake()
}

private func handleContinue(_ signal: Int32) {
    SignalFlags.continued.store(true, ordering: .sequentiallyConsistent)
    SelfPipe.shared?.wake()
}

/// Gives the terminal back, then lets the crash take the way it would have taken without us: the
/// action from before is installed again and the fault happens once more on return.
private func handleCrash(
    _ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
) {
    let wasUp = SignalFlags.isScreenUp.load(ordering: .sequentiallyConsistent)
    restoreTerminalInEmergency()
    if wasUp { showLogTailInEmergency() }
    _ = sigaction(signal, EmergencyState.shared.pointee.previous + Int(signal), nil)
    // Sent by a process (`kill -SEGV`, abort): nothing happens again by itself.
    if let info, info.pointee.si_code <= 0 { _ = raise(signal) }
}
