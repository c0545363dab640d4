import Foundation
import Kernels
import RunControl

/// What the machine says of itself.
package struct MachineFacts: Sendable, Equatable {
    /// Instructions of the processor that the engine can use, as /proc/cpuinfo names them.
    package var instructions: [String]
    /// Processors that this process may use.
    package var processorCount: Int
    /// Nil where the system does not tell.
    package var availableMemoryBytes: Int?
    /// What computes matrix products.
    package var backendName: String

    /// The instructions that make products faster, slowest first.
    static let wanted = ["avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16"]

    /// - Parameters:
    ///   - processorText: /proc/cpuinfo.
    ///   - memoryText: /proc/meminfo.
    ///   - processorCount: Processors that this process may use.
    ///   - backendName: What computes matrix products.
    package init(
        processorText: String, memoryText: String, processorCount: Int, backendName: String
    ) {
        let line = processorText.split(separator: "\n").first { $0.hasPrefix("flags") }
        let flags = Set(line?.split(separator: " ") ?? [])
        instructions = Self.wanted.filter { flags.contains($0[...]) }
        self.processorCount = processorCount
        availableMemoryBytes = MachineMemory.availableBytes(in: memoryText)
        self.backendName = backendName
    }

    /// Of this machine.
    package static var current: MachineFacts {
        func read(_ path: String) -> String {
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
                ?? ""
        }
        return MachineFacts(
            processorText: read("/proc/cpuinfo"), memoryText: read("/proc/meminfo"),
            processorCount: WorkerPool.availableProcessors,
            backendName: Compute.defaultBackend.name)
    }

    /// Below this a small model with its optimizer hardly fits.
    private static let littleMemoryBytes = 2_000_000_000

    /// Processor, memory, products.
    package var checks: [DoctorCheck] {
        [processorCheck, memoryCheck, backendCheck]
    }

    private var processorCheck: DoctorCheck {
        let cores = Count.text(processorCount, "core")
        guard !instructions.isEmpty else {
            return DoctorCheck(
                "processor", .warning,
                "\(cores), none of \(Self.wanted.joined(separator: ", "))",
                advice: "Training works, but is many times slower than with AVX2.")
        }
        return DoctorCheck(
            "processor", .ok, "\(cores), \(instructions.joined(separator: ", "))")
    }

    private var memoryCheck: DoctorCheck {
        guard let availableMemoryBytes else {
            return DoctorCheck("memory", .ok, "the system does not tell how much is free")
        }
        let finding = "\(ByteText.text(availableMemoryBytes)) free"
        guard availableMemoryBytes >= Self.littleMemoryBytes else {
            return DoctorCheck(
                "memory", .warning, finding,
                advice: "Close other programs, or take a small model and a small batch_size.")
        }
        return DoctorCheck("memory", .ok, finding)
    }

    private var backendCheck: DoctorCheck {
        guard backendName == NaiveMatrixBackend().name else {
            return DoctorCheck("products", .ok, backendName)
        }
        return DoctorCheck(
            "products", .warning, "\(backendName): this build has no oneDNN",
            advice: "For speed install libdnnl-dev (make setup) and build again.")
    }
}
