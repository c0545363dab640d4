import JSONText
import Kernels
import Project
import RunStore

extension RunPlan {
    /// The settings that differ from those of a stored run, in words; nil where none does.
    func differences(from run: RunRecord) -> String? {
        guard let stored = try? JSONValue.parse(run.configJSON),
            let members = configurationJSON.objectValue?.members
        else { return nil }
        let isNative = { (value: JSONValue?) in
            value?.stringValue.flatMap(WeightType.init)?.groupSize == nil
        }
        let changes = members.compactMap { member -> String? in
            let old = stored[member.key]
            guard old != member.value else { return nil }
            // A native base only follows the precision, which is named already.
            if member.key == "base", isNative(old), isNative(member.value) { return nil }
            return "\(member.key) was \(Self.word(old)) and is \(Self.word(member.value)) now"
                + reason(for: member.key)
        }
        return changes.isEmpty ? nil : changes.joined(separator: "; ")
    }

    private static func word(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "not set" }
        return value.stringValue ?? value.text()
    }

    /// A machine's choice changes without anybody's doing.
    private func reason(for key: String) -> String {
        let settings = prepared.project.file.training
        guard settings.precision == .auto, key == "precision" else { return "" }
        return " (training.precision is auto, and machines differ: write the former value)"
    }
}
