/// The kinds of encoders that are computed here.
///
/// The raw values are the words of config.json's `model_type`.
package enum EncoderFamily: String, Sendable, CaseIterable {
    case bert
    case roberta
    case xlmRoberta = "xlm-roberta"

    /// What checkpoints of more than the bare encoder put before its tensors' names.
    var tensorPrefix: String { self == .bert ? "bert." : "roberta." }

    /// Whether positions are counted from behind the padding token's id.
    var countsPositionsFromPadding: Bool { self != .bert }
}
