"""Writes encoders.json: small tokenizers of the BERT and XLM-R kinds with the ids, offsets and
texts that the tokenizers library gives. Needs `pip install tokenizers sentencepiece` (made with
0.23.3 and 0.2.3; the latter compiles the table of replacements).

    python make_encoder_golden.py > encoders.json

With a file of texts (a JSON list of strings) as argument, that list is used instead; with a
second argument, SentencePiece's own rule of that name, such as nmt_nfkc, instead of the small one.
"""

import base64
import json
import os
import sys
import tempfile

import sentencepiece
from tokenizers import (
    AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
    trainers)

from make_family_golden import CORPUS, TEXTS

MORE = [
    "[CLS] hi [SEP]", "[MASK] word", "a[SEP]b", "[UNK]", "x [PAD]", "w" * 99, "w" * 100, "w" * 101,
    "é" * 100, "é" * 101, "über ÜBER Ǆ ŉ ẞ", "naïve café ÅNGSTRÖM", "a\u0301\u0327b \u0301",
    "日本語テキスト and 漢字混じり", "㐀㐁 \U00020000\U0002a6d6 \U0002b740 \U0002b8f0 豈", "한국어 가나다",
    "x\u00ady z\u200e\u200f", "\ufffd�", "\ue000private", "tab\tnew\nline\rret\x0b\x0c",
    "\x01\x02a\x7fb\x80c", "don't won't I'm we've they're it's do not", "end . of ? it ! , ' s",
    "Ａｄｍｉｎ １２３ ｶﾞ ㍿ ① ½ …", "ﬁre ﬂow", "e\u0301\u0301 \u1e09", "\r\na\r\n", "👩‍👩‍👧‍👦 👍🏽 🇫🇷",
    "≠ ＝ \u0338=\u0338", "ﬁ\u0301", "a\u00a0b\u2003c\u3000d", "price: 3.14$ (50%)", "ab12cd",
    "unaffordable tokenization workbenches", "₹100 → 200 «quoted» „low“", "x²+y³=z₂",
]

# A small table of replacements for the compiler: what nmt_nfkc does to a few scalars.
RULES = {
    "\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u2003": " ", "\u3000": " ", "\u200b": " ",
    "\x01": "", "\x7f": "", "\u00ad": "", "\ufeff": "", "ﬁ": "fi", "ﬂ": "fl", "½": "1⁄2", "…": "...",
    "\u2460": "1", "\u337f": "\u682a\u5f0f\u4f1a\u793e", "e\u0301": "\u00e9", "a\u0301": "\u00e1",
    "\uff76": "\u30ab", "\uff76\uff9e": "\u30ac", "\u00b2": "2", "\u00b3": "3", "\u2082": "2",
    "=\u0338": "\u2260", "\u212b": "\u00c5", "\u1e9b\u0323": "\u1e69", "\r\n": " ",
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},
    **{chr(0x1100 + i): chr(0x3131 + i) for i in range(4)},
}

# Offsets depend on normalizer and model, and take much room.
WITH_OFFSETS = {"bert-uncased", "xlm-roberta"}


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def field(data, wanted):
    """The bytes of a length-delimited field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 2:
            size, at = varint(data, at)
            if key >> 3 == wanted:
                found = data[at:at + size]
            at += size
        elif kind == 0:
            _, at = varint(data, at)
        else:
            at += 8 if kind == 1 else 4
    return found


def charsmap(name):
    with tempfile.TemporaryDirectory() as folder:
        corpus = os.path.join(folder, "corpus.txt")
        with open(corpus, "w") as file:
            file.write("\n".join(CORPUS))
        rules = {"normalization_rule_name": name}
        if name is None:
            table = os.path.join(folder, "rules.tsv")
            with open(table, "w") as file:
                for source, target in RULES.items():
                    codes = ["%X" % ord(c) for c in source], ["%X" % ord(c) for c in target]
                    file.write(" ".join(codes[0]) + "\t" + " ".join(codes[1]) + "\n")
            rules = {"normalization_rule_tsv": table}
        sentencepiece.SentencePieceTrainer.train(
            input=corpus, model_prefix=os.path.join(folder, "m"), vocab_size=200,
            hard_vocab_limit=False, minloglevel=2, character_coverage=0.98, **rules)
        with open(os.path.join(folder, "m.model"), "rb") as file:
            return field(field(file.read(), 3), 2)


def word_piece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=420, show_progress=False,
        special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        initial_alphabet=["漢", "字", "日", "本", "한", "é", "A"])
    tokenizer.train_from_iterator(CORPUS + [text.lower() for text in CORPUS], trainer)
    return json.loads(tokenizer.to_str())["model"]


def unigram(bytes_too):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    if bytes_too:
        specials += ["<0x%02X>" % byte for byte in range(256)]
    trainer = trainers.UnigramTrainer(
        vocab_size=320 + len(specials), show_progress=False, special_tokens=specials,
        unk_token="<unk>")
    tokenizer.train_from_iterator(CORPUS, trainer)
    return json.loads(tokenizer.to_str())["model"]


def bert(models_by_name, settings=None, strips=None, lower=True, clean=True, chinese=True,
         cleanup=True, post=True):
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=clean, handle_chinese_chars=chinese, strip_accents=strips, lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    vocabulary = models_by_name["wordpiece"]["vocab"]
    frame = [(token, vocabulary[token]) for token in ("[SEP]", "[CLS]")]
    tokenizer.post_processor = (
        processors.BertProcessing(*frame) if post
        else processors.TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", frame))
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=cleanup)
    file = json.loads(tokenizer.to_str())
    file["added_tokens"] = [
        {"id": vocabulary[token], "content": token, "single_word": False, "lstrip": False,
         "rstrip": False, "normalized": False, "special": True}
        for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")]
    return "wordpiece", settings or {}, file


def xlmr(table, model="unigram", settings=None, split=False, squeeze=False, scheme="always"):
    tokenizer = Tokenizer(models.Unigram([("<unk>", 0.0)], 0, False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme)
    if split:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), tokenizer.pre_tokenizer])
    tokenizer.post_processor = processors.TemplateProcessing(
        "<s> $A </s>", "<s> $A </s> </s> $B </s>", [("<s>", 0), ("</s>", 2)])
    tokenizer.decoder = decoders.Metaspace(prepend_scheme=scheme)
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    file = json.loads(tokenizer.to_str())
    compiled = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(table).decode()}
    file["normalizer"] = (
        {"type": "Sequence", "normalizers": [compiled, file["normalizer"]]} if squeeze
        else compiled)
    file["added_tokens"] = [
        {"id": number, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
         "normalized": False, "special": True}
        for number, token in enumerate(("<s>", "<pad>", "</s>", "<unk>"))]
    return model, settings or {}, file


def rows(texts, tokenizer, has_offsets):
    for text in texts:
        plain = tokenizer.encode(text, add_special_tokens=False)
        row = {"ids": plain.ids,
               "special": tokenizer.encode(text).ids,
               "decoded": tokenizer.decode(plain.ids, skip_special_tokens=False),
               "skipped": tokenizer.decode(plain.ids)}
        if has_offsets:
            row["offsets"] = [end for pair in plain.offsets for end in pair]
        if row["skipped"] == row["decoded"]:
            del row["skipped"]
        yield row


def main():
    texts = TEXTS + MORE
    if len(sys.argv) > 1 and sys.argv[1]:
        with open(sys.argv[1]) as file:
            texts = json.load(file)
    table = charsmap(sys.argv[2] if len(sys.argv) > 2 else None)
    by_name = {"wordpiece": word_piece(), "unigram": unigram(False), "unigram-bytes": unigram(True)}
    by_name["unigram-bytes"]["byte_fallback"] = True
    families = {
        "bert-uncased": bert(by_name),
        "bert-multilingual-cased": bert(by_name, lower=False, post=False),
        "bert-accents-kept": bert(by_name, strips=False, cleanup=False),
        "bert-accents-only": bert(by_name, strips=True, lower=False, chinese=False),
        "bert-not-cleaned": bert(by_name, clean=False),
        "bert-short-words": bert(by_name, {"max_input_chars_per_word": 7}),
        "xlm-roberta": xlmr(table, split=True),
        "xlm-roberta-squeezed": xlmr(table, squeeze=True),
        "xlm-roberta-first": xlmr(table, scheme="first"),
        "unigram-byte-fallback": xlmr(table, "unigram-bytes"),
    }
    result = {"texts": texts, "models": by_name, "families": []}
    for name, (model, settings, file) in families.items():
        whole = dict(file, model=dict(by_name[model], **settings))
        tokenizer = Tokenizer.from_str(json.dumps(whole))
        file = dict(file, model=model, settings=settings)
        result["families"].append(
            {"name": name, "file": file,
             "rows": list(rows(texts, tokenizer, name in WITH_OFFSETS))})
    json.dump(result, sys.stdout, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
