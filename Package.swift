// swift-tools-version: 6.1
import Foundation
import PackageDescription

// oneDNN is used where its headers are installed (`make setup` does that). Without them the
// package still builds, on the Swift products that otherwise serve as the oracle.
let oneDNNHeaders = ["/usr/include/dnnl.h", "/usr/include/oneapi/dnnl/dnnl.h"]
let hasOneDNN =
    ProcessInfo.processInfo.environment["PROMPTINTERN_WITHOUT_ONEDNN"] == nil
    && oneDNNHeaders.contains { FileManager.default.fileExists(atPath: $0) }

let kernelDependencies: [Target.Dependency] = ["CVector"] + (hasOneDNN ? ["COneDNN"] : [])
// Vector loops without optimisation are a hundred times slower, which would make debug tests of
// everything above them useless.
let kernelSettings: [SwiftSetting] =
    (hasOneDNN ? [.define("ONEDNN")] : [])
    + [.unsafeFlags(["-O"], .when(configuration: .debug))]

var targets: [Target] = [
    // Leaves: no dependency on each other, none on the screen or the database.
    .target(name: "JSONText"),
    .target(name: "RunEvents"),
    .systemLibrary(name: "CVector"),
    .target(name: "Kernels", dependencies: kernelDependencies, swiftSettings: kernelSettings),
    .target(name: "Safetensors", dependencies: ["JSONText"]),
    .target(
        name: "Tokenizers",
        dependencies: ["JSONText", .product(name: "HeapModule", package: "swift-collections")]),
    .target(name: "ChatTemplates", dependencies: ["JSONText"]),
    .target(name: "ChatEndpoint", dependencies: ["JSONText"]),
    .systemLibrary(name: "CProcess"),
    .target(name: "Processes", dependencies: ["CProcess"]),
    .target(name: "Judging", dependencies: ["JSONText", "Processes"]),
    .target(name: "TerminalUI"),
    .target(name: "Dialects"),

    // The engine: synchronous, without screen or database.
    .target(
        name: "LanguageModel", dependencies: ["Kernels", "Safetensors", "JSONText"]),
    .target(
        name: "Training",
        dependencies: ["LanguageModel", "Kernels", "Safetensors", "JSONText", "RunEvents"]),

    // The method.
    .target(name: "Prompts", dependencies: ["JSONText"]),
    .target(
        name: "Retrieval",
        dependencies: [
            "Prompts", "Kernels", "JSONText", "Processes",
            .product(name: "GRDB", package: "GRDB.swift"),
        ]),
    .target(
        name: "Encoders",
        dependencies: ["Kernels", "Safetensors", "Tokenizers", "JSONText", "Prompts"]),
    .target(
        name: "Evaluation",
        dependencies: ["LanguageModel", "Training", "Prompts", "Tokenizers", "RunEvents"]),
    .target(
        name: "Compressors",
        dependencies: [
            "Prompts", "LanguageModel", "Tokenizers", "JSONText", "ChatEndpoint", "Processes",
        ]),

    // A user's project and its history.
    .target(
        name: "Project",
        dependencies: ["Prompts", .product(name: "Yams", package: "Yams")]),
    .target(
        name: "RunStore",
        dependencies: ["RunEvents", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(
        name: "RunControl",
        dependencies: [
            "Project", "Prompts", "Compressors", "Encoders", "Retrieval", "Training", "Evaluation",
            "RunStore", "RunEvents", "LanguageModel", "Tokenizers", "ChatTemplates", "JSONText",
            "Kernels", "Safetensors", "Judging", "ChatEndpoint",
        ]),
    .target(
        name: "ProjectSetup",
        dependencies: [
            "Project", "Prompts", "RunControl", "RunStore", "JSONText", "Kernels", "LanguageModel",
            "Judging",
        ]),

    // Reference numbers, and a base made from nothing.
    .target(
        name: "Conformance",
        dependencies: [
            "Training", "LanguageModel", "Kernels", "Safetensors", "JSONText", "Tokenizers",
            "ChatTemplates",
        ]),
    .target(
        name: "Pretraining",
        dependencies: [
            "Dialects", "Tokenizers", "LanguageModel", "Training", "Kernels", "JSONText",
            "Safetensors",
        ]),

    // Models for other programs.
    .target(
        name: "Exporters", dependencies: ["LanguageModel", "Safetensors", "Tokenizers", "JSONText"]
    ),

    // What the compiler was allowed to use, for `--version`.
    .systemLibrary(name: "CInstructionSet"),

    // The screen.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CursesTerminal", dependencies: ["TerminalUI", "CNcurses"]),
    .target(name: "Workbench", dependencies: ["TerminalUI", "RunEvents", "Prompts", "Judging"]),
    .target(
        name: "WorkbenchHost",
        dependencies: [
            "Workbench", "RunControl", "RunStore", "RunEvents", "Project", "Prompts", "JSONText",
            "Judging",
        ]),

    .executableTarget(
        name: "promptintern",
        dependencies: [
            "Workbench", "WorkbenchHost", "CursesTerminal", "RunControl", "ProjectSetup",
            "Conformance", "Pretraining", "Exporters", "RunStore", "Project", "Prompts",
            "Compressors", "Retrieval", "Training", "Evaluation", "LanguageModel", "Tokenizers",
            "Safetensors", "Dialects", "Kernels", "JSONText", "RunEvents", "TerminalUI",
            "CInstructionSet", "Judging", "Processes",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
        name: "RunTestSupport",
        dependencies: [
            "TestSupport", "RunControl", "RunStore", "RunEvents", "LanguageModel", "Tokenizers",
            "JSONText",
        ], path: "Tests/RunTestSupport"),
]
if hasOneDNN {
    targets.append(.systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]))
}

/// A test target beside the source target of the same name.
func tests(_ name: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + more,
        resources: FileManager.default.fileExists(
            atPath: Context.packageDirectory + "/Tests/\(name)Tests/Resources")
            ? [.copy("Resources")] : [])
}
targets += [
    tests("JSONText"), tests("Kernels"), tests("Safetensors", ["JSONText"]),
    tests("Tokenizers", ["JSONText"]), tests("ChatTemplates", ["JSONText"]),
    tests("ChatEndpoint", ["JSONText"]), tests("TerminalUI"),
    tests("Dialects", ["Judging"]), tests("Processes"), tests("Judging", ["JSONText"]),
    tests("LanguageModel", ["Kernels", "Safetensors", "JSONText"]),
    tests("Training", ["LanguageModel", "Kernels", "JSONText", "RunEvents"]),
    tests("Encoders", ["Kernels", "Safetensors", "Tokenizers", "JSONText", "Prompts"]),
    tests("Evaluation", ["LanguageModel", "Kernels", "Tokenizers", "RunEvents", "Training"]),
    tests("Conformance", ["Kernels", "JSONText", "Safetensors", "Tokenizers"]),
    tests("Pretraining", ["Dialects", "LanguageModel", "Tokenizers", "Training", "Kernels"]),
    tests("Exporters", ["LanguageModel", "Safetensors", "Tokenizers", "JSONText"]),
    tests("Prompts", ["JSONText"]), tests("RunStore", ["RunEvents"]),
    tests(
        "Compressors",
        ["Prompts", "LanguageModel", "Tokenizers", "ChatEndpoint", "JSONText", "Kernels"]),
    tests("Retrieval", ["Prompts", .product(name: "GRDB", package: "GRDB.swift")]),
    tests("Project", ["Prompts"]),
    tests("ProjectSetup", ["Project", "Prompts", "RunControl", "JSONText"]),
    tests(
        "RunControl",
        [
            "RunTestSupport", "LanguageModel", "Prompts", "Compressors", "Encoders", "Retrieval",
            "Project",
            "RunStore", "ChatTemplates", "ChatEndpoint", "Judging", "JSONText",
        ]),
    tests("Workbench", ["TerminalUI", "RunEvents", "Prompts", "Judging"]),
    tests("WorkbenchHost", ["Workbench", "RunTestSupport", "RunControl", "Judging", "Prompts"]),
    tests("CursesTerminal", ["TerminalUI"]),
    .testTarget(name: "LayeringTests"),
    .testTarget(name: "EndToEndTests", dependencies: ["TestSupport", "RunTestSupport"]),
]

let package = Package(
    name: "PromptInternWorkbench",
    products: [.executable(name: "promptintern", targets: ["promptintern"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)
