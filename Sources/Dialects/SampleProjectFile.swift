/// The text of a sample project's `project.yaml`.
///
/// Schedule and training are the same in all of them, so that the projects can be compared.
struct SampleProjectFile {
    /// What the project is about: comment lines.
    var introduction: String
    var name: String
    /// How the line on a record's members ends.
    var recordNote = "."
    /// What the template documents.
    var documented: String
    /// What stands before an answer, without its colon.
    var answerLabel: String
    /// Lines that begin the section `evaluation`, each with its line break.
    var metric = ""

    var text: String {
        #"""
        \#(introduction)
        # Paths are relative to this folder.
        name: \#(name)

        model:
          # The small base model that ships with the samples.
          path: ../models/base

        data:
          # One JSON object a line: {"id": ..., "query": ..., "output": ...}\#(recordNote)
          train: train.jsonl
          # Watched while training; examples never come from here.
          validation: validation.jsonl
          # Only looked at when prompts are compared.
          test: test.jsonl
          # The \#(documented)'s documentation, which all records share.
          template: template.txt
          format:
            # The query block: the same in every stage and in production.
            query: "{query}\n\#(answerLabel):"
            # What the model learns to write after it.
            output: " {output}"
            # One example of the prompt.
            example: "{input}\n\#(answerLabel): {output}"
            # Between template, examples and query.
            separator: "\n\n"
            # Between one example and the next.
            example_separator: "\n\n"

        schedule:
          # The share of the template that is kept (tau) and the examples fall in equal steps. Most
          # passes over the records are made where the prompt is short, and costs a fraction.
          stages:
            - {tau: 1.0, shots: 4, epochs: 3}
            - {tau: 0.67, shots: 3, epochs: 2}
            - {tau: 0.33, shots: 1, epochs: 4}
            - {tau: 0.0, shots: 0, epochs: 11}

        compressor:
          # What shortens the template: rules.
          kind: rules

        retriever:
          # What picks a record's examples: bleu (likeness of answers).
          kind: bleu

        training:
          # LoRA's rank.
          rank: 16
          # LoRA's scale is alpha / rank.
          alpha: 32
          # At its highest, after the warm-up.
          learning_rate: 0.002
          # cosine, linear or constant.
          learning_rate_schedule: cosine
          # Whether it falls anew in each stage; here once, and more than half of it in the last one.
          learning_rate_restarts: false
          # Steps until the learning rate is at its highest.
          warmup_steps: 10
          # Records in one step.
          batch_size: 16
          # The same seed gives the same run.
          seed: 1
          # Steps from one evaluation to the next (0: only at the ends of stages).
          evaluate_every: 110
          # Validation records that such an evaluation takes (0: all).
          validation_records: 30

        evaluation:
        \#(metric)  # The longest answer, in tokens.
          max_new_tokens: 64
          # Held-out records that are answered (0: all).
          records: 0
          # An answer ends at the end of its line.
          stop: ["\n"]
          # Rules of the template, each with a question that tries it (promptintern measure).
          probes: probes.jsonl
          # Questions in other languages, to see what the training made the model forget.
          off_task: off_task.jsonl

        """#
    }
}
