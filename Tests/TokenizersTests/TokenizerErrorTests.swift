import Foundation
import TestSupport
import Testing
import Tokenizers

@Suite struct TokenizerErrorTests {
    private func message(_ text: String) -> String? {
        do {
            _ = try Tokenizer.load(contents: Array(text.utf8), name: "m/tokenizer.json")
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func message(stages: String, model: String = #""vocab": {"a": 0}, "merges": []"#)
        -> String?
    {
        message("{\(stages)\"model\": {\(model)}}")
    }

    @Test(arguments: [
        ("normalizer", "Nmt"), ("pre_tokenizer", "UnicodeScripts"),
        ("post_processor", "Fancy"), ("decoder", "CTC"),
    ])
    func unknownStageIsNamed(_ field: String, _ stage: String) {
        #expect(
            message(stages: "\"\(field)\": {\"type\": \"\(stage)\"},")
                == "The tokenizer's \(field) is of type \"\(stage)\", which is not supported. "
                + "m/tokenizer.json. Choose a model with a tokenizer of the kinds that the manual "
                + "lists.")
    }

    @Test func stageInsideASequenceIsNamedWithItsPlace() {
        #expect(
            message(
                stages:
                    #""normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Nmt"}]},"#
            )?.hasPrefix("The tokenizer's normalizer.normalizers[1] is of type \"Nmt\"") == true)
    }

    @Test func modelsOfOtherKindsAreRefused() {
        #expect(
            message(stages: "", model: #""type": "WordLevel", "vocab": {}"#)
                == "The tokenizer's model is of type \"WordLevel\", which is not supported. "
                + "m/tokenizer.json. Choose a model with a tokenizer of the kinds that the manual "
                + "lists.")
        #expect(
            message(stages: "", model: #""vocab": {"a": 0}"#)
                == "The tokenizer's field \"model.type\" should be BPE but is absent. "
                + "m/tokenizer.json. Write the file again with the tokenizers library.")
    }

    @Test func dropoutIsRefused() {
        #expect(
            message(stages: "", model: #""dropout": 0.1, "vocab": {"a": 0}, "merges": []"#)
                == "The tokenizer's model.dropout is not null: encoding would be random. "
                + "m/tokenizer.json. Choose a model whose tokenizer does without, or change the "
                + "setting.")
    }

    @Test func mergeOfUnknownTokensIsRefused() {
        #expect(
            message(stages: "", model: #""vocab": {"a": 0}, "merges": ["a b"]"#)
                == "Merge 1, \"a b\", needs the token \"b\", which is not in the vocabulary. "
                + "m/tokenizer.json. Fetch a whole tokenizer.json; this one was damaged when it "
                + "was converted.")
    }

    @Test func unknownPatternConstructIsNamed() {
        #expect(
            message(
                stages:
                    #""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "a(?<=b)"}, "behavior": "Isolated", "invert": false},"#
            )
                == "The tokenizer's pre_tokenizer has a pattern that is not supported: A lookbehind "
                + "(?< at character 2 in \"a(?<=b)\". m/tokenizer.json. Choose a model whose "
                + "tokenizer does without.")
    }

    @Test func fieldOfTheWrongKindIsNamed() {
        #expect(
            message(stages: #""normalizer": {"type": "Prepend", "prepend": 7},"#)
                == "The tokenizer's field \"normalizer.prepend\" should be a string but is a number. "
                + "m/tokenizer.json. Write the file again with the tokenizers library.")
        #expect(
            message(stages: "", model: #""vocab": {"a": -1}, "merges": []"#)
                == "The tokenizer's field \"model.vocab[\"a\"]\" should be an id from 0 to 16,777,215 "
                + "but is -1. m/tokenizer.json. Write the file again with the tokenizers library.")
    }

    @Test func brokenJSONAndAbsentFilesAreNamed() throws {
        #expect(
            message("{")
                == "The tokenizer is not valid JSON: Expected a member's name in double quotes "
                + "(line 1, column 2). m/tokenizer.json. Fetch the file again; it may have been cut "
                + "short.")
        let folder = try TemporaryFolder()
        let error = #expect(throws: TokenizerError.self) {
            try Tokenizer.load(folder: folder.url)
        }
        let file = folder.url.appending(path: "tokenizer.json").path
        #expect(
            error?.description
                == "The tokenizer cannot be read: there is no such file. \(file). "
                + "Check that the model's folder holds its tokenizer.json and may be read.")
    }
}
