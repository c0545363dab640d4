/// All that the screen wants from the rest of the program.
///
/// The loop calls both functions from its own thread, and neither may block: a request is taken
/// and worked on elsewhere, its answer comes with a later `poll`. An answer that nobody waits for
/// any more (the user moved on) does no harm.
package protocol WorkbenchServices: AnyObject {
    /// Takes a request. What it comes to, failure included, arrives by `poll`.
    func send(_ request: ServiceRequest)

    /// What happened since the last call.
    ///
    /// - Parameter maximumRows: Steps, evaluations and log lines that may come at once; the rest
    ///   waits for the next call, so that a long run never starves the keyboard.
    /// - Returns: answers, and what a training in this or in another process wrote, in order.
    func poll(maximumRows: Int) -> [ServiceMessage]
}
