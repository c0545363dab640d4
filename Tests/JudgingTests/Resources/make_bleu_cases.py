"""Makes bleu_cases.json: scores and signatures of PyPI's sacrebleu for Unicode texts.

    pip install sacrebleu==2.6.0 && python make_bleu_cases.py
"""
import itertools
import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU

HERE = pathlib.Path(__file__).parent
TEXTS = {
    "plain": (
        ["The cat sat on the mat.", "It's 3.5% of 1,000 - or 10-20?", "", "Yes", "a b"],
        [["The cat sat on the mat .", "It is 3.5 % of 1,000 – or 10–20?", "Nothing here.", "No", "a b c d"]],
    ),
    "marks": (
        ["He said: “¿Qué?” … 50€ (±2°)", "Preis: 1.234,56 € – nur heute!", "x≤y ∧ ¬z → f(x)=½", "l’été «où» ça"],
        [["He said: «¿Qué?» ... 50 € (±2°)", "Preis: 1.234,56€ — nur heute.", "x ≤ y ∧ z → f(x) = ½", "l'été « où » ça"]],
    ),
    "chinese": (
        ["我爱北京天安门。", "今天是2024年3月5日,天气25.5度", "ＡＢＣ,中文 mixed text-3-x", "㈱テスト☀✂"],
        [["我爱天安门。", "今天是2024年3月6日,天气26.5度", "ABC，中文 mixed text-3 x", "㈱テスト☀"]],
    ),
    "two references": (
        ["the the the cat", "ls -la | grep 'x.y' > out.txt", "find . -name \"*.c\" &amp;&amp; echo &lt;ok&gt;", "ΟΔΟΣ İstanbul STRAẞE Ω"],
        [
            ["the cat the", "ls -l | grep x.y > out.txt", "find . -name '*.c' && echo <ok>", "οδος i̇stanbul straße ω"],
            ["a cat is there now", "ls -la|grep 'x.y'", "find / -name \"*.c\" | xargs echo", "οδός istanbul strasse ω"],
        ],
    ),
    "spaces": (
        ["one\ttwo\u00a0three\u2003four", "line\nbreak- \nup", "tail   ", "<skipped>a-\nb &quot;q&quot;", "e\u0301 é नमस्ते ١٢٣٫٤"],
        [["one two three four", "line break-\nup", "tail", "ab \"q\"", "é e\u0301 नमस्ते १२३.४"]],
    ),
    "nothing right": (["x y z", "q"], [["a b c d e", "r s"]]),
    "only short": (["a", "b c", "d"], [["a", "b", "d e"]]),
    "all empty": (["", ""], [["a b", "c"]]),
}
SMOOTHINGS = [("none", None), ("floor", None), ("floor", 0.01), ("add-k", None), ("add-k", 2.5), ("exp", None)]


def options():
    for tokenize in ["13a", "intl", "char", "none", "zh"]:
        yield dict(tokenize=tokenize, smooth_method="exp", smooth_value=None, lowercase=False, effective_order=False)
        yield dict(tokenize=tokenize, smooth_method="exp", smooth_value=None, lowercase=True, effective_order=True)
    for (method, value), effective in itertools.product(SMOOTHINGS, [False, True]):
        yield dict(tokenize="intl", smooth_method=method, smooth_value=value, lowercase=False, effective_order=effective)


def brief(number):
    return float(f"{number:.11g}")


def row(bleu, hypotheses, references, **more):
    score = bleu.corpus_score(hypotheses, references)
    return dict(
        score=brief(score.score), precisions=[brief(p) for p in score.precisions], bp=brief(score.bp), sysLength=score.sys_len,
        refLength=score.ref_len, signature=bleu.get_signature().format().split("|version:")[0], **more)


cases = []
for name, (hypotheses, references) in TEXTS.items():
    for option in options():
        bleu = BLEU(force=True, **option)
        case = row(bleu, hypotheses, references, text=name, **option)
        single = BLEU(force=True, **option)
        case["sentences"] = [
            brief(single.sentence_score(hypothesis, [stream[index] for stream in references]).score)
            for index, hypothesis in enumerate(hypotheses)
        ]
        cases.append(case)

# Random texts over an alphabet of what the rules look at.
ALPHABET = list("abAB019.,-'!?$%&(){}[]+=/\\|~^`_;:@# ") + list("é–—“”…€°±½²٣،，。中文字١ⅧǅñÜß\u00a0\u2028")
generator = random.Random(20240703)
tokens = []
for _ in range(40):
    text = "".join(generator.choice(ALPHABET) for _ in range(generator.randint(0, 40)))
    tokens.append(dict(text=text, **{
        name: BLEU(tokenize=name)._preprocess_segment(text).split() for name in ["13a", "intl", "char", "none", "zh"]
    }))

(HERE / "bleu_cases.json").write_text(json.dumps(dict(
    source=f"sacrebleu {sacrebleu.__version__}, make_bleu_cases.py",
    texts={name: dict(hypotheses=h, references=[list(r) for r in zip(*refs)]) for name, (h, refs) in TEXTS.items()},
    cases=cases, tokens=tokens), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
