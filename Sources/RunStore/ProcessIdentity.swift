import Foundation

/// Which process a run belongs to, exactly enough that a later process with the same number is not
/// taken for it.
package struct ProcessIdentity: Sendable, Equatable {
    package var hostName: String
    package var processID: Int32
    /// The boot of the machine and the space of process numbers (two containers may share a host
    /// name and a boot, but not their process numbers); empty where the system does not tell.
    package var machineID: String
    /// When the process started, in clock ticks since the boot; empty where the system does not
    /// tell.
    package var processStart: String

    package init(hostName: String, processID: Int32, machineID: String, processStart: String) {
        self.hostName = hostName
        self.processID = processID
        self.machineID = machineID
        self.processStart = processStart
    }

    /// This process.
    package static let current = ProcessIdentity.onThisMachine(getpid())

    /// A process of this machine, alive or not.
    package static func onThisMachine(_ processID: Int32) -> ProcessIdentity {
        ProcessIdentity(
            hostName: localHostName, processID: processID, machineID: localMachineID,
            processStart: state(of: processID)?.start ?? "")
    }

    /// Whether this process lives; nil where that cannot be told from here (another machine).
    package var isAlive: Bool? {
        guard hostName == Self.localHostName, machineID == Self.localMachineID else { return nil }
        // EPERM means that it exists and is another user's.
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        guard let state = Self.state(of: processID) else {
            return machineID.isEmpty || processStart.isEmpty ? nil : false
        }
        return !state.isZombie && (processStart.isEmpty || state.start == processStart)
    }

    // `ProcessInfo.hostName` may ask a name server and wait for it.
    private static let localHostName: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }()

    private static let localMachineID: String = {
        let bootID =
            FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
            .map { String(decoding: $0, as: UTF8.self) }?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        var link = [CChar](repeating: 0, count: 64)
        let length = readlink("/proc/self/ns/pid", &link, link.count)
        guard let bootID, length > 0 else { return "" }
        let processSpace = link.prefix(length).map { UInt8(bitPattern: $0) }
        return bootID + " " + String(decoding: processSpace, as: UTF8.self)
    }()

    private static func state(of processID: Int32) -> (start: String, isZombie: Bool)? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(processID)/stat") else {
            return nil
        }
        // The second field is the program's name in brackets and may hold spaces and brackets.
        let text = String(decoding: data, as: UTF8.self)
        guard let nameEnd = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: nameEnd)...].split(separator: " ")
        // The third field is the state, the 22nd the start.
        guard fields.count > 19 else { return nil }
        return (String(fields[19]), fields[0] == "Z" || fields[0] == "X")
    }
}
