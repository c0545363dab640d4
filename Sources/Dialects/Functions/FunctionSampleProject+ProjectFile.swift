extension FunctionSampleProject {
    package static let projectFile = SampleProjectFile(
        introduction: """
            # A sample project: requests for little functions, answered with a made-up library whose
            # programs are run.
            """,
        name: "functions",
        recordNote: """
            ; held-out ones also
              # have {"meta": {"asserts": [...], "setup": ...}}, the tests of their answers.
            """, documented: "library", answerLabel: LibraryDialect.answerLabel,
        metric: """
              # An answer is right where its code passes the tests in meta.asserts, run in a sandbox.
              metric: pass@1

            """
    ).text
}
