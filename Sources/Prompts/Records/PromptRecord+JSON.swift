import JSONText

extension PromptRecord {
    /// The record as a line of a JSONL file; what is absent is left out.
    package var json: JSONObject {
        var object = JSONObject()
        object.append("id", .string(id))
        if let template { object.append("template", .string(template)) }
        if !examples.isEmpty {
            object.append(
                "examples",
                .array(
                    examples.map {
                        ["input": .string($0.input), "output": .string($0.output)]
                    }))
        }
        object.append("query", .string(query))
        object.append("output", .string(output))
        if let split { object.append("split", .string(split.rawValue)) }
        if let meta { object.append("meta", .object(meta)) }
        return object
    }
}
