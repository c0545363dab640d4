"""Losses, and what a rate keeps, of a text under sample-data/models/base, by transformers.

Run from the repository's root: python Tests/CompressorsTests/Resources/make_self_information_golden.py
Needs torch, transformers, tokenizers. Writes self-information-golden.json beside this file.
"""

import json
import os

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

BASE = "sample-data/models/base"
TEXT = (
    "Formulas are written in braces. Write exactly one formula and nothing else.\n"
    "For the sum of the crew per flag, write ={FENMAR(@Flag | @Crew)}\n\n"
    "Numbers have no thousands separators and no units; texts stand in quotes.\n"
)
QUESTIONS = ["What is the total crew of each flag?", "the highest delay of all ships"]
RATES = [0.2, 0.5, 0.8]

tokenizer = Tokenizer.from_file(os.path.join(BASE, "tokenizer.json"))
model = AutoModelForCausalLM.from_pretrained(BASE, torch_dtype=torch.float32).eval()
start = [model.config.eos_token_id]
if isinstance(start[0], list):
    start = start[0][:1]


def losses(lead, ids):
    with torch.no_grad():
        logits = model(torch.tensor([lead + ids])).logits[0]
    logs = torch.log_softmax(logits.double(), dim=-1)
    return [-logs[len(lead) + i - 1, token].item() for i, token in enumerate(ids)]


encoded = tokenizer.encode(TEXT, add_special_tokens=False)
ids, offsets = encoded.ids, encoded.offsets
plain = losses(start, ids)
asked = [tokenizer.encode(q, add_special_tokens=False).ids for q in QUESTIONS]
gains = [0.0] * len(ids)
for question in asked:
    conditioned = losses(start + question, ids)
    for index in range(len(ids)):
        gains[index] += (plain[index] - conditioned[index]) / len(asked)


def count(text):
    return len(tokenizer.encode(text, add_special_tokens=False).ids)


def kept(number):
    best = sorted(range(len(ids)), key=lambda index: (-plain[index], index))[:number]
    chosen = set(best)
    text, behind_break, gap = "", False, False
    for index, (begin, end) in enumerate(offsets):
        if index not in chosen:
            gap = True
            continue
        piece = TEXT[begin:end]
        is_break = "\n" in piece and not piece.strip(" \t\n")
        if is_break and behind_break and gap:
            continue
        text += piece
        behind_break, gap = is_break, False
    return text


def shortened(rate):
    low, high, budget = 0, len(ids), int(rate * count(TEXT) + 1e-9)
    while low < high:
        middle = (low + high + 1) // 2
        if count(kept(middle)) <= budget:
            low = middle
        else:
            high = middle - 1
    return kept(low)


def mean(lead):
    all_losses = [loss for question in asked for loss in losses(lead, question)]
    return sum(all_losses) / len(all_losses)


sections = [TEXT[: TEXT.index("\n\n") + 2], TEXT[TEXT.index("\n\n") + 2 :]]
alone = mean(start)
importance = [
    alone - mean(start + tokenizer.encode(s, add_special_tokens=False).ids) for s in sections
]
golden = {
    "text": TEXT,
    "questions": QUESTIONS,
    "losses": [round(loss, 5) for loss in plain],
    "gains": [round(gain, 5) for gain in gains],
    "sections": sections,
    "importance": [round(value, 5) for value in importance],
    "kept": [{"rate": rate, "text": shortened(rate)} for rate in RATES],
}
path = os.path.join(os.path.dirname(__file__), "self-information-golden.json")
with open(path, "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
