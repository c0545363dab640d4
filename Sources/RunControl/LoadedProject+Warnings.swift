import Prompts

extension LoadedProject {
    /// What is doubtful about the data, as full sentences; nothing of it is forbidden.
    package var warnings: [String] {
        splitWarnings + RecordDuplicates(training: training, heldOut: heldOut).warnings
            + QueryFormats(training + heldOut).warnings
    }

    private var splitWarnings: [String] {
        guard test.isEmpty else { return [] }
        if validation.isEmpty {
            return [
                "There are no held-out records: nothing can be compared, and no one will know "
                    + "whether the training helped. Set data.validation and data.test."
            ]
        }
        return [
            "There is no test split: the comparison will be made on validation, which is what the "
                + "stages and the best checkpoint are chosen by. Set data.test."
        ]
    }
}
