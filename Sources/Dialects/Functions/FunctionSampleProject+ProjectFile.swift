extension FunctionSampleProject {
    /// Schedule and training as in the project `formulas`, so that the two can be compared.
    static let projectFile = #"""
        # A sample project: requests for little functions, answered with a made-up library whose
        # programs are run.
        # Paths are relative to this folder.
        name: functions

        model:
          # The small base model that ships with the samples.
          path: ../models/base

        data:
          # One JSON object a line: {"id": ..., "query": ..., "output": ...}; held-out ones also
          # have {"meta": {"asserts": [...], "setup": ...}}, the tests of their answers.
          train: train.jsonl
          # Watched while training; examples never come from here.
          validation: validation.jsonl
          # Only looked at when prompts are compared.
          test: test.jsonl
          # The library's documentation, which all records share.
          template: template.txt
          format:
            # The query block: the same in every stage and in production.
            query: "{query}\nCode:"
            # What the model learns to write after it.
            output: " {output}"
            # One example of the prompt.
            example: "{input}\nCode: {output}"
            # Between template, examples and query.
            separator: "\n\n"
            # Between one example and the next.
            example_separator: "\n\n"

        schedule:
          # The share of the template that is kept (tau) and the examples fall in equal steps. Passes
          # over the records grow, as a short prompt costs a fraction of a long one.
          stages:
            - {tau: 1.0, shots: 4, epochs: 4}
            - {tau: 0.67, shots: 3, epochs: 4}
            - {tau: 0.33, shots: 1, epochs: 8}
            - {tau: 0.0, shots: 0, epochs: 16}

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
          learning_rate: 0.004
          # cosine, linear or constant.
          learning_rate_schedule: constant
          # Steps until the learning rate is at its highest.
          warmup_steps: 10
          # Records in one step.
          batch_size: 16
          # The same seed gives the same run.
          seed: 1
          # Steps from one evaluation to the next (0: only at the ends of stages).
          evaluate_every: 60
          # Validation records that such an evaluation takes (0: all).
          validation_records: 30

        evaluation:
          # An answer is right where its code passes the tests in meta.asserts, run in a sandbox.
          metric: pass@1
          # The longest answer, in tokens.
          max_new_tokens: 64
          # Held-out records that are answered (0: all).
          records: 0
          # An answer ends at the end of its line.
          stop: ["\n"]

        """#
}
