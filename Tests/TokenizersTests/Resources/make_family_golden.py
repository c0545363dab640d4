"""Writes families.json: small tokenizers of many families with the ids that the tokenizers library
gives for a list of texts. Needs `pip install tokenizers` (made with 0.23.3).

    python make_family_golden.py > families.json

With a file of texts (a JSON list of strings) as argument, that list is used instead.
"""

import copy
import json
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

CORPUS = [
    "The workbench shows a prompt taken apart: template, examples and query.",
    "She's sure that we'll see what they've done; it isn't 100% clear, I'd say.",
    "def total(items):\n    result = 0\n    for item in items:\n        result += item\n"
    "    return result\n",
    "SELECT name, price FROM orders WHERE price >= 1250.75 AND year = 2024;",
    "=SUMIF(B2:B12,\"north\",C2:C12) gives 12345678 of 90 and 1/3",
    "Über den Wolken muß die Freiheit wohl grenzenlos sein. Café, naïve, façade.",
    "Привет, мир! Как дела? 你好，世界。 こんにちは 한국어",
    "Hello hello HELLO world World WORLD. The the THE.",
] * 3

TEXTS = [
    "", " ", "  ", "   ", "\n", "\n\n", "\t", " \n ", "a", " a", "a ", "  a  b  ",
    "The workbench shows a template.", "Hello, world!", "hello      world",
    "She's here; THEY'LL come, we'Ve gone, I'D say it's 'S", "\u017ft 'ſ '\u017f",
    "1", "12", "123", "1234", "12345 67 8", "3.14159e-10", "٣٤٥ ½ Ⅷ ²", "a1b22c333",
    "foo\r\nbar\r\n", "x\n\n\n  y\n", "tab\t\ttab", "line\u2028sep\u2029par",
    "\u00a0nbsp\u00a0", "\u200bzero\u200bwidth\u200d", "\u3000wide", "\x85next",
    "Über Café", "Cafe\u0301 e\u0301", "\u1e9b\u0323", "ﬁne ① ㍿", "\u3131\u314f", "ｶﾞ", "Å Å",
    "İstanbul ıI ΣΑΣ ẞß", "Привет, мир!", "你好，世界。", "こんにちは", "한국어 텍스트", "नमस्ते",
    "สวัสดี", "هلا والله", "😀👨\u200d👩\u200d👧 🏳️‍🌈", "x\x00y",
    "!!! ... ??? --- $(( 1 + 2 )) <>", "snake_case camelCase", "=SUMIF(B2:B12,\"n\",C2:C12)",
    "def f(x):\n    return x\n", "        deep", "a    b", "▁under▁score ▁", "a_b __c__",
    "<s>hi</s>", " <s> hi </s> ", "<s><s>", "a<s>b", "<mask>", "a <mask> b", "a  <mask>  b<mask>",
    "<r> a", "<r>   <r>  b", "<r>  <mask>", "wordy word swordfish word", "word", "_word_ word.",
    "éword wordé word9", "<ab", "<a><b>", "<a>", "<b><a><b><a>", "Hello there hello", "xHellox",
    "HELLO\u00a0Hello", "CAFÉ café cafe\u0301", "<|endoftext|>", "<|endoftext|>\n\nhi",
    "'re 'RE ''re", "user@example.com http://a.b/c?d=e&f", "\u0301x", "\u0130", "ﷺ",
    "🇩🇪🇫🇷", "\U0001f9d1\u200d\U0001f4bb code", "a\u0300\u0316b", "100,000.00", "…—–‘’“”",
]

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])
POSSESSIVE = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"


def byte_level_model():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=420, min_frequency=2, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<s>", "</s>"])
    tokenizer.train_from_iterator(CORPUS, trainer)
    return json.loads(tokenizer.to_str())["model"]


def sentence_piece_model():
    """Trained on ▁ for space; byte tokens are put in front, as SentencePiece has them."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=220, min_frequency=2, show_progress=False)
    tokenizer.train_from_iterator(CORPUS[:5] * 2, trainer)
    trained = json.loads(tokenizer.to_str())["model"]
    names = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    names += [name for name in trained["vocab"] if name not in names]
    trained.update(
        vocab={name: index for index, name in enumerate(names)}, unk_token="<unk>",
        fuse_unk=True, byte_fallback=True)
    # Runs of spaces, which is where merges cross words.
    for left, right in [("▁", "▁"), ("▁▁", "▁▁"), ("▁▁▁▁", "▁▁▁▁")]:
        trained["vocab"].setdefault(left + right, len(trained["vocab"]))
        trained["merges"].append([left, right])
    return trained


def added(identifier, content, **flags):
    token = dict(
        id=identifier, content=content, single_word=False, lstrip=False, rstrip=False,
        normalized=False, special=True)
    token.update(flags)
    return token


def byte_level(prefix=False, regex=True, trim=False):
    return dict(type="ByteLevel", add_prefix_space=prefix, trim_offsets=trim, use_regex=regex)


def split(pattern, behavior="Isolated", invert=False, kind="Regex"):
    return dict(type="Split", pattern={kind: pattern}, behavior=behavior, invert=invert)


def sequence(*stages):
    return dict(type="Sequence", pretokenizers=list(stages))


def template(count_before, count_behind):
    def special(token):
        return {"SpecialToken": {"id": token, "type_id": 0}}

    single = [special("<s>")] * count_before + [{"Sequence": {"id": "A", "type_id": 0}}]
    single += [special("</s>")] * count_behind
    return dict(
        type="TemplateProcessing", single=single,
        pair=[{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        special_tokens={
            "<s>": {"id": "<s>", "ids": [START], "tokens": ["<s>"]},
            "</s>": {"id": "</s>", "ids": [END], "tokens": ["</s>"]}})


LLAMA_DECODER = dict(type="Sequence", decoders=[
    dict(type="Replace", pattern={"String": "▁"}, content=" "), dict(type="ByteFallback"),
    dict(type="Fuse"), dict(type="Strip", content=" ", start=1, stop=0)])
PREPEND = dict(type="Sequence", normalizers=[
    dict(type="Prepend", prepend="▁"),
    dict(type="Replace", pattern={"String": " "}, content="▁")])

bytes_model = byte_level_model()
pieces_model = sentence_piece_model()
START, END = 0, 1
BASE = [added(0, "<s>"), added(1, "</s>")]
PIECES_BASE = [added(0, "<unk>"), added(1, "<s>"), added(2, "</s>")]
NEXT = len(bytes_model["vocab"])


def edge_tokens(start):
    return [
        added(start, "<mask>", lstrip=True), added(start + 1, "<r>", rstrip=True),
        added(start + 2, "word", single_word=True, special=False),
        added(start + 3, "<a>"), added(start + 4, "<a><b>"), added(start + 5, "<b>", special=False),
        added(start + 6, "Hello", normalized=True, special=False),
        added(start + 7, "Café", normalized=True, special=False),
        added(start + 8, "    ", normalized=True, special=False),
        added(start + 9, "<both>", lstrip=True, rstrip=True),
    ]


def family(model="bytes", settings=None, **stages):
    result = dict(
        model=model, settings=settings or {}, version="1.0", truncation=None, padding=None,
        added_tokens=BASE if model == "bytes" else PIECES_BASE, normalizer=None,
        pre_tokenizer=None, post_processor=None,
        decoder=byte_level(True) if model == "bytes" else LLAMA_DECODER)
    result.update(stages)
    return result


def families():
    global START, END
    START, END = 0, 1
    yield "gpt2", family(pre_tokenizer=byte_level(), post_processor=byte_level(True))
    yield "llama3", family(
        settings=dict(ignore_merges=True), pre_tokenizer=sequence(split(LLAMA3), byte_level(regex=False)),
        post_processor=dict(type="Sequence", processors=[byte_level(True), template(1, 0)]))
    yield "gpt4o", family(pre_tokenizer=sequence(split(O200K), byte_level(regex=False)))
    yield "possessive", family(pre_tokenizer=sequence(split(POSSESSIVE), byte_level(regex=False)))
    yield "falcon", family(
        pre_tokenizer=sequence(
            dict(type="Punctuation", behavior="Contiguous"), byte_level(),
            dict(type="Digits", individual_digits=False), split("[0-9][0-9][0-9]")),
        post_processor=byte_level(True))
    yield "starcoder", family(
        pre_tokenizer=sequence(dict(type="Digits", individual_digits=True), byte_level()),
        added_tokens=BASE + edge_tokens(NEXT))
    yield "roberta", family(
        pre_tokenizer=byte_level(True, trim=True),
        post_processor=dict(
            type="RobertaProcessing", sep=["</s>", 1], cls=["<s>", 0], trim_offsets=True,
            add_prefix_space=True),
        added_tokens=BASE + [added(NEXT, "<mask>", lstrip=True)])
    yield "mpt", family(
        normalizer=dict(type="NFC"), pre_tokenizer=byte_level(),
        added_tokens=BASE + edge_tokens(NEXT))
    yield "phi", family(
        pre_tokenizer=byte_level(),
        added_tokens=BASE + [added(NEXT, "<|endoftext|>")] + [
            added(NEXT + count, " " * count, normalized=True, special=False)
            for count in range(2, 9)])
    yield "nfkc-lowercase", family(
        normalizer=dict(type="Sequence", normalizers=[
            dict(type="NFKC"), dict(type="Lowercase")]),
        pre_tokenizer=byte_level(), added_tokens=BASE + edge_tokens(NEXT))
    # These two apart, as the library panics where Strip meets normalized added tokens in text that
    # is not ASCII.
    yield "strip", family(
        normalizer=dict(type="Strip", strip_left=True, strip_right=True),
        pre_tokenizer=byte_level(), added_tokens=BASE)
    yield "strip-left", family(
        normalizer=dict(type="Strip", strip_left=True, strip_right=False),
        pre_tokenizer=byte_level(), added_tokens=BASE)
    yield "replace-regex", family(
        normalizer=dict(type="Replace", pattern={"Regex": "[ \t]{2,}|l+"}, content="é "),
        pre_tokenizer=byte_level(), added_tokens=BASE)
    yield "nfd", family(normalizer=dict(type="NFD"), pre_tokenizer=byte_level())
    yield "punctuation", family(
        pre_tokenizer=sequence(
            dict(type="Punctuation", behavior="MergedWithNext"), byte_level(regex=False)))
    yield "nfkd", family(normalizer=dict(type="NFKD"), pre_tokenizer=byte_level())
    for behavior in ["Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"]:
        yield f"split-{behavior}", family(
            pre_tokenizer=sequence(split(" ", behavior, kind="String"), byte_level(regex=False)))
        if behavior in ["Contiguous", "MergedWithPrevious"]:
            continue
        yield f"split-inverted-{behavior}", family(
            pre_tokenizer=sequence(split(r"\w+", behavior, True), byte_level(regex=False)))
    yield "whitespace", family(
        pre_tokenizer=sequence(dict(type="Whitespace"), byte_level(regex=False)))
    yield "whitespace-split", family(
        pre_tokenizer=sequence(dict(type="WhitespaceSplit"), byte_level(True, False)))
    START, END = 1, 2
    pieces_next = len(pieces_model["vocab"])
    yield "llama2", family(
        "pieces", normalizer=PREPEND, post_processor=template(1, 0))
    yield "llama2-normalized-special", family(
        "pieces", normalizer=PREPEND, post_processor=template(1, 1),
        added_tokens=[dict(token, normalized=True) for token in PIECES_BASE])
    yield "llama2-edges", family(
        "pieces", normalizer=PREPEND, post_processor=template(1, 0),
        added_tokens=PIECES_BASE + edge_tokens(pieces_next))
    for scheme in ["first", "always", "never"]:
        for splits in ([True, False] if scheme == "first" else [scheme == "always"]):
            space = dict(type="Metaspace", replacement="▁", prepend_scheme=scheme, split=splits)
            yield f"metaspace-{scheme}-{'split' if splits else 'whole'}", family(
                "pieces", pre_tokenizer=space, decoder=space,
                added_tokens=PIECES_BASE + edge_tokens(pieces_next))
    legacy = dict(type="Metaspace", replacement="▁", add_prefix_space=True)
    yield "metaspace-legacy", family("pieces", pre_tokenizer=legacy, decoder=legacy)
    yield "no-byte-fallback", family(
        "pieces", dict(byte_fallback=False), normalizer=PREPEND)
    yield "unknown-apart", family(
        "pieces", dict(byte_fallback=False, fuse_unk=False), normalizer=PREPEND)
    yield "unknown-dropped", family(
        "pieces", dict(byte_fallback=False, unk_token=None), normalizer=PREPEND, decoder=None)
    yield "word-suffix", family(
        "pieces", dict(end_of_word_suffix="e", byte_fallback=False, merges=[]),
        pre_tokenizer=dict(type="WhitespaceSplit"))
    yield "word-prefix", family(
        "pieces", dict(continuing_subword_prefix="t", merges=[]),
        pre_tokenizer=dict(type="WhitespaceSplit"))


def main():
    texts = json.load(open(sys.argv[1])) if len(sys.argv) > 1 else TEXTS
    shared_models = dict(bytes=bytes_model, pieces=pieces_model)
    result = dict(texts=texts, models=shared_models, families=[])
    for name, spec in families():
        whole = copy.deepcopy(spec)
        settings = whole.pop("settings")
        whole["model"] = dict(shared_models[whole["model"]], **settings)
        tokenizer = Tokenizer.from_str(json.dumps(whole))
        rows = []
        for text in texts:
            plain = tokenizer.encode(text, add_special_tokens=False)
            special = tokenizer.encode(text, add_special_tokens=True)
            row = dict(ids=plain.ids)
            if special.ids != plain.ids:
                row["special"] = special.ids
            decoded = tokenizer.decode(plain.ids, skip_special_tokens=False)
            if decoded != text:
                row["decoded"] = decoded
            skipped = tokenizer.decode(plain.ids, skip_special_tokens=True)
            if skipped != decoded:
                row["skipped"] = skipped
            if len(sys.argv) > 1:
                row["offsets"] = [list(pair) for pair in plain.offsets]
            rows.append(row)
        result["families"].append(dict(name=name, file=spec, rows=rows))
    json.dump(result, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
