/// How much a program in the sandbox may use.
package struct SandboxLimits: Equatable, Sendable {
    /// From start to end, all of the program's processes together.
    package var wallSeconds: Double
    /// Address space of each process.
    package var memoryBytes: Int
    /// Processes and threads together.
    package var processCount: Int
    /// Of standard output and standard error each.
    package var outputBytes: Int
    /// All files in the sandbox's folder for them, which lies in memory.
    package var fileBytes: Int

    /// Room for a test of a function; interpreters alone take a few tens of MB.
    package init(
        wallSeconds: Double = 10, memoryBytes: Int = 512 << 20, processCount: Int = 32,
        outputBytes: Int = 1 << 20, fileBytes: Int = 32 << 20
    ) {
        self.wallSeconds = wallSeconds
        self.memoryBytes = memoryBytes
        self.processCount = processCount
        self.outputBytes = outputBytes
        self.fileBytes = fileBytes
    }
}
