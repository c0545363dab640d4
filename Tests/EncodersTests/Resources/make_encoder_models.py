"""Writes bert/, roberta/ and xlm-roberta/: small random token classifiers as Hugging Face folders, each with
golden.json: what transformers computes with them and what LLMLingua-2's algorithm keeps of texts.
Needs `pip install torch transformers tokenizers sentencepiece safetensors` (made with 2.15.0,
5.24.0, 0.23.3, 0.2.3 and 0.8.0).

    python make_encoder_models.py

Training a tokenizer breaks ties at random, so every run makes models of its own.
"""

import json
import os
import re
import sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import (
    BertConfig, BertForTokenClassification, RobertaConfig, RobertaForTokenClassification,
    XLMRobertaConfig, XLMRobertaForTokenClassification)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "../../TokenizersTests/Resources"))
from make_encoder_golden import bert, charsmap, unigram, word_piece, xlmr  # noqa: E402
from make_family_golden import bytes_model, families  # noqa: E402

LONG = """You translate a question about a table into one formula.

The table has a header in row 1 and data from row 2 on. Please note that columns are named A, B, C.
Use SUMIF(range, "text", range) where the sum depends on 1 condition; use COUNTIF for counts.
Rules: never invent a column! Is the value 3.14 or 100%? Write =SUM(B2:B12), nothing else...

Über naïve Café-Preise: 12,50 € je Stück. 你好，世界。漢字 hello
It isn't clear what they've done, is it
"""
TEXTS = [LONG, "One short line.", "a", "x (y) [z] {w} don't stop-now 42nd", "  \n\n lead and trail \n "]
SENTENCES = TEXTS + ["", "The workbench shows a template.", "你好，世界。", "Café 3.14"]
OPTIONS = [
    {}, {"force": ["\n", "."]}, {"force": ["\n", ".", "SUM", "n't"], "digits": True},
    {"force": ["\n"], "consecutive": True}, {"digits": True},
]
RATES = [0.1, 0.35, 0.6, 0.9]
SPACED = re.compile(r"[^\W_]")
SIGNS = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def randomise(model, seed):
    """Values that make every part of the model count, and that half precision holds exactly."""
    torch.manual_seed(seed)
    for name, value in model.named_parameters():
        scale = 0.25 if value.dim() > 1 else 0.1
        noise = torch.randn_like(value) * scale
        if "LayerNorm.weight" in name:
            noise = noise + 1
        if name == "classifier.weight":
            noise = noise * 2
        value.data = noise.half().float()
    return model.eval()


class Reference:
    def __init__(self, name, model, tokenizer, first, last):
        self.name, self.model, self.tokenizer = name, model, tokenizer
        self.first, self.last = first, last
        config = model.config
        offset = 0 if name == "bert" else config.pad_token_id + 1
        self.room = min(512, config.max_position_embeddings - offset) - 2

    def tokens(self, text):
        """Ids, spellings, and the characters of each token without white space around them."""
        encoded = self.tokenizer.encode(text, add_special_tokens=False)
        spans = []
        # Not encoded.tokens: these show the text of what is unknown.
        tokens = [self.tokenizer.id_to_token(one) for one in encoded.ids]
        for token, (start, end) in zip(tokens, encoded.offsets):
            if token == "\u2581":
                end = start
            while start < end and text[start].isspace():
                start += 1
            while start < end and text[end - 1].isspace():
                end -= 1
            spans.append((start, end))
        return encoded.ids, tokens, spans

    def begins(self, text, tokens, spans):
        """Of each token whether it begins a word."""
        result, last = [], 0
        for token, (start, end) in zip(tokens, spans):
            if self.name == "bert":
                begins = not token.startswith("##")
            else:
                begins = token[0] in "\u2581\u0120" or set(token) <= SIGNS
            if start < end:
                begins = begins or any(c.isspace() for c in text[last:start])
            # A mark of its own begins the word of the tokens behind it.
            if start < end or begins:
                last = end
            result.append(begins)
        return result

    def chunks(self, text, tokens, spans):
        start, chunks = 0, []
        begins = self.begins(text, tokens, spans)
        while len(tokens) - start > self.room:
            cut = None
            for index in range(start + self.room, start, -1):
                before, gap = text[:spans[index - 1][1]], text[spans[index - 1][1]:spans[index][0]]
                own = text[slice(*spans[index - 1])]
                if "\n" in gap or (own and own[-1] in ".!?" and gap) or own[-1:] in "。！？" and own:
                    cut = index
                    break
            if cut is None:
                cut = next((index for index in range(start + self.room, start, -1)
                            if begins[index]), start + self.room)
            chunks.append((start, cut))
            start = cut
        return chunks + ([(start, len(tokens))] if start < len(tokens) else [])

    def probabilities(self, text):
        ids, tokens, spans = self.tokens(text)
        result = []
        for start, end in self.chunks(text, tokens, spans):
            sequence = torch.tensor([[self.first] + ids[start:end] + [self.last]])
            with torch.no_grad():
                logits = self.model(input_ids=sequence).logits
            result += torch.softmax(logits, -1)[0, 1:-1, 1].tolist()
        return result

    def words(self, text, force):
        """[start, end, probabilities, forced text] of each word, sign and forced text."""
        _, tokens, spans = self.tokens(text)
        probabilities = self.probabilities(text)
        places = []
        if force:
            pattern = "|".join(re.escape(one) for one in sorted(force, key=len, reverse=True))
            places = [match.span() for match in re.finditer(pattern, text)]
        words, last_place = [], None
        begins = self.begins(text, tokens, spans)
        for starts, (start, end), probability in zip(begins, spans, probabilities):
            if start == end and not starts:
                continue
            place = next((p for p in places if p[0] < end and start < p[1]
                          and text[slice(*p)].strip()), None)
            same = place == last_place
            last_place = place
            if words and (start < words[-1][1]
                          or same and (place is not None or not starts)):
                word = words[-1]
                if end > start:
                    word[0] = start if word[1] == word[0] else word[0]
                    word[1] = max(word[1], end)
                word[2].append(probability)
                word[3] = word[3] or (place and text[slice(*place)])
            else:
                words.append([start, end, [probability], place and text[slice(*place)]])
        words = [word for word in words if word[1] > word[0]]
        for start, end in places:
            if not text[start:end].strip():
                if not any(word[0] < end and start < word[1] for word in words):
                    words.append([start, end, [1.0], text[start:end]])
        return sorted(words)

    def keep(self, text, rate, force=(), digits=False, consecutive=False):
        words = self.words(text, force)

        def value(word):
            if word[3] or digits and re.search(r"\d", text[word[0]:word[1]]):
                return 2.0
            return sum(word[2]) / len(word[2])

        order = sorted(range(len(words)), key=lambda index: (-value(words[index]), index))
        best = ""
        for count in range(1, len(words) + 1):
            candidate = self.join(text, words, sorted(order[:count]), consecutive)
            if len(candidate.encode()) > rate * len(text.encode()):
                break
            best = candidate
        return best

    def join(self, text, words, kept, consecutive):
        if consecutive:
            left = []
            for index in kept:
                if left and words[index][3] and words[index][3] == words[left[-1]][3]:
                    continue
                left.append(index)
            kept = left
        result = ""
        for position, index in enumerate(kept):
            start, end = words[index][:2]
            if position:
                before = kept[position - 1]
                gaps = [text[words[i][1]:words[i + 1][0]] for i in range(before, index)]
                gap = "".join(gaps)
                if index == before + 1:
                    result += gap
                elif result[-1].isspace() or text[start].isspace():
                    pass
                elif "\n" in gap:
                    result += "\n"
                elif gap:
                    result += " "
                elif all(SPACED.match(c) and not 0x2E80 <= ord(c) < 0xA000
                         for c in (result[-1], text[start])):
                    result += " "
            result += text[start:end]
        return result

    def embeddings(self, pooling):
        rows = [[self.first] + self.tokens(text)[0][:self.room] + [self.last] for text in SENTENCES]
        longest = max(map(len, rows))
        padding = self.model.config.pad_token_id
        ids = torch.tensor([row + [padding] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        with torch.no_grad():
            states = self.model.base_model(input_ids=ids, attention_mask=mask).last_hidden_state
        if pooling == "cls":
            pooled = states[:, 0]
        else:
            weights = mask[..., None].float()
            pooled = (states * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(pooled, dim=-1).tolist()

    def golden(self):
        cases = []
        for text in TEXTS:
            for options in OPTIONS:
                words = self.words(text, options.get("force", ()))
                cases.append({
                    "text": text, "options": options,
                    "words": [text[word[0]:word[1]] for word in words],
                    "kept": [self.keep(text, rate, **options) for rate in RATES]})
        return {
            "rates": RATES, "texts": TEXTS, "sentences": SENTENCES,
            "ids": [self.tokens(text)[0] for text in TEXTS],
            "chunks": [len(self.chunks(text, *self.tokens(text)[1:])) for text in TEXTS],
            "probabilities": [[round(p, 7) for p in self.probabilities(text)] for text in TEXTS],
            "cases": cases,
            **{pooling: [[round(x, 7) for x in row] for row in self.embeddings(pooling)]
               for pooling in ("mean", "cls")}}


def write(name, model, file, first, last):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    # Some models are sure of one label whatever they read.
    seed = 5
    while True:
        reference = Reference(name, randomise(model, seed), Tokenizer.from_str(json.dumps(file)),
                              first, last)
        probabilities = reference.probabilities(LONG)
        if max(probabilities) - min(probabilities) > 0.5:
            break
        seed += 1
    config = model.config.to_dict()
    config["architectures"] = [type(model).__name__]
    with open(os.path.join(folder, "config.json"), "w") as out:
        json.dump(config, out, indent=1, sort_keys=True)
    with open(os.path.join(folder, "tokenizer.json"), "w") as out:
        json.dump(file, out, ensure_ascii=False, separators=(",", ":"))
    tensors = {key: value.half().contiguous() for key, value in model.state_dict().items()
               if value.is_floating_point()}
    save_file(tensors, os.path.join(folder, "model.safetensors"), {"format": "pt"})
    with open(os.path.join(folder, "golden.json"), "w") as out:
        json.dump(reference.golden(), out, ensure_ascii=False, separators=(",", ":"))


def main():
    by_name = {"wordpiece": word_piece(), "unigram": unigram(False)}
    shape = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
                 num_labels=2, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    model, _, file = bert(by_name, lower=False, post=False)
    vocabulary = by_name[model]["vocab"]
    write("bert",
          BertForTokenClassification(BertConfig(
              vocab_size=len(vocabulary), max_position_embeddings=40, **shape)),
          dict(file, model=by_name[model]), vocabulary["[CLS]"], vocabulary["[SEP]"])
    spec = dict(next(one for name, one in families() if name == "roberta"))
    spec.pop("settings")
    write("roberta",
          RobertaForTokenClassification(RobertaConfig(
              vocab_size=len(bytes_model["vocab"]) + 2, max_position_embeddings=43,
              type_vocab_size=1, pad_token_id=2, layer_norm_eps=1e-5, **shape)),
          dict(spec, model=bytes_model), 0, 1)
    model, _, file = xlmr(charsmap(None), split=True)
    write("xlm-roberta",
          XLMRobertaForTokenClassification(XLMRobertaConfig(
              vocab_size=len(by_name[model]["vocab"]), max_position_embeddings=42,
              type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5, **shape)),
          dict(file, model=by_name[model]), 0, 2)


if __name__ == "__main__":
    main()
