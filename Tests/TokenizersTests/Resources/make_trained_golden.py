"""Writes trained.json: the merges and ids that the tokenizers library's own trainer gives, for
BPETrainerTests. Needs `pip install tokenizers` (made with 0.23.3).

    python make_trained_golden.py > trained.json
"""

import json
import sys

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

PATTERN = r" ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+"
TEXTS = [
    "The workbench shows a prompt taken apart: template, examples and query.",
    "She is sure that we will see what they have done; it is not 100% clear.",
    "def total(items):\n    result = 0\n    for item in items:\n        result += item\n",
    "SELECT name, price FROM orders WHERE price >= 1250.75 AND year = 2024;",
    "Über den Wolken muß die Freiheit wohl grenzenlos sein. Café, naïve, façade.",
    "Привет, мир! 你好，世界。 aaaa aaaaa aaaaaaa banana bananas",
] * 2

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
    pre_tokenizers.Split(Regex(PATTERN), "isolated"),
    pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
trainer = trainers.BpeTrainer(
    vocab_size=400, min_frequency=2, show_progress=False, special_tokens=["<|end|>"],
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
tokenizer.train_from_iterator(TEXTS, trainer)
json.dump(
    dict(
        texts=TEXTS, merges=json.loads(tokenizer.to_str())["model"]["merges"],
        ids=[tokenizer.encode(text).ids for text in TEXTS]),
    sys.stdout, ensure_ascii=False)
