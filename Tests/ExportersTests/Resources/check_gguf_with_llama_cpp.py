"""Exports the reference models with the program and tries the files with llama.cpp and gguf.

    python check_gguf_with_llama_cpp.py PROGRAM SHARED_FOLDER

PROGRAM is the built `promptintern`, SHARED_FOLDER the reference data (with `fixtures/`). Needs the
PyPI packages llama-cpp-python, gguf and numpy; without them, or without the data, it says so and
ends with status 0, as where it runs is no fault of the program. A difference ends it with status 1.

Checked are, for each reference model and its trained adapter: that gguf's reader finds every
tensor with the values that numpy computes from the safetensors files (rounded to the type, rows
reordered, adapter added); the greedy continuation and logits; and for each reference tokenizer, the
ids of its golden texts. Where torch, transformers and tokenizers are installed too, it makes small
random models and tokenizers of the kinds that the reference data lacks (biases, YaRN, linear
scaling, Qwen3-MoE, bf16 shards; the other ways of cutting) and compares with those libraries.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unicodedata

try:
    import gguf
    import llama_cpp
    import numpy as np
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(0)

FAMILIES = ["llama", "llama31", "mistral", "qwen2", "qwen3", "mixtral"]
failures = []


def report(name, is_right, detail=""):
    print(f"{'ok  ' if is_right else 'FAIL'} {name}{': ' + detail if detail else ''}", flush=True)
    if not is_right:
        failures.append(name)


def export(program, model, output, *options):
    done = subprocess.run(
        [program, "export", "gguf", str(model), "--output", str(output), "--json", *options],
        capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip())
        return None
    return json.loads(done.stdout)


# Safetensors, read with nothing but numpy.


def read_safetensors(folder):
    tensors = {}
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        data = path.read_bytes()
        size = struct.unpack("<Q", data[:8])[0]
        for name, entry in json.loads(data[8:8 + size]).items():
            if name == "__metadata__":
                continue
            begin, end = entry["data_offsets"]
            raw = data[8 + size + begin:8 + size + end]
            if entry["dtype"] == "BF16":
                wide = np.frombuffer(raw, np.uint16).astype(np.uint32) << 16
                values = wide.view(np.float32)
            else:
                kind = {"F32": np.float32, "F16": np.float16, "F64": np.float64}[entry["dtype"]]
                values = np.frombuffer(raw, kind).astype(np.float32)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def merge(tensors, folder):
    config = json.loads((folder / "adapter_config.json").read_text())
    matrices = read_safetensors(folder)
    for name in matrices:
        if not name.endswith(".lora_A.weight"):
            continue
        b = matrices[name.replace("lora_A", "lora_B")]
        base = name.removeprefix("base_model.model.").replace(".lora_A", "")
        scale = config["lora_alpha"] / config["r"]
        tensors[base] = tensors[base] + np.float32(scale) * (b @ matrices[name])
    return tensors


# llama.cpp's tensors from the checkpoint's, by their definitions.

IN_LAYER = {
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "block_sparse_moe.gate": "ffn_gate_inp",
}
EXPERT = {"w1": "ffn_gate_exps", "w2": "ffn_down_exps", "w3": "ffn_up_exps"}


def expected_tensors(tensors, config):
    heads = {"q_proj": config["num_attention_heads"], "k_proj": config["num_key_value_heads"]}
    is_interleaved = config["model_type"] in ("llama", "mistral", "mixtral")
    result, experts = {}, {}
    for name, values in tensors.items():
        if not name.startswith("model.layers."):
            whole = {"model.embed_tokens": "token_embd", "model.norm": "output_norm",
                     "lm_head": "output"}[name.removesuffix(".weight")]
            result[whole + ".weight"] = values
            continue
        layer, rest = name.removeprefix("model.layers.").split(".", 1)
        path, suffix = rest.rsplit(".", 1)
        if ".experts." in path:
            number, kind = path.split(".")[-2:]
            experts.setdefault(f"blk.{layer}.{EXPERT[kind]}.{suffix}", {})[int(number)] = values
            continue
        module = path.split(".")[-1]
        if is_interleaved and module in heads:
            # (head, half, pair) becomes (head, pair, half).
            parts = values.reshape(heads[module], 2, -1, *values.shape[1:])
            values = parts.swapaxes(1, 2).reshape(values.shape)
        result[f"blk.{layer}.{IN_LAYER[path]}.{suffix}"] = values
    for name, parts in experts.items():
        result[name] = np.stack([parts[index] for index in range(len(parts))])
    return result


def check_tensors(name, path, tensors, config, kind, exact):
    reader = gguf.GGUFReader(path)
    found = {tensor.name: tensor for tensor in reader.tensors}
    expected = expected_tensors(tensors, config)
    extra = set(found) - set(expected) - {"rope_freqs.weight"}
    report(f"{name}: tensor names", not extra and set(expected) <= set(found), f"{len(found)}")
    worst = 0.0
    for tensor_name, values in expected.items():
        tensor = found[tensor_name]
        read = gguf.quants.dequantize(tensor.data, tensor.tensor_type).reshape(values.shape)
        if values.ndim == 1 or tensor_name.endswith("ffn_gate_inp.weight"):
            wanted = values
        else:
            stored = gguf.quants.quantize(values, kind)
            wanted = gguf.quants.dequantize(stored, kind).reshape(values.shape)
        worst = max(worst, float(np.abs(read - wanted).max()))
    # A merged adapter is summed up in another order here.
    report(f"{name}: tensor values", worst == 0 if exact else worst < 1e-2, f"largest difference {worst:.1e}")
    report(f"{name}: data aligned to 32", all(t.data_offset % 32 == 0 for t in reader.tensors))
    return {field: reader.fields[field].contents() for field in reader.fields}


# llama.cpp


def load(path, **options):
    return llama_cpp.Llama(
        str(path), n_ctx=512, n_threads=2, logits_all=True, verbose=False, **options)


def greedy(model, prompt, count):
    model.reset()
    model.eval(prompt)
    ids = []
    for _ in range(count):
        ids.append(int(np.argmax(model.scores[model.n_tokens - 1])))
        model.eval([ids[-1]])
    return ids


def check_stories(program, fixtures, work):
    folder = fixtures / "stories260K"
    golden = json.loads((folder / "golden.json").read_text())
    config = json.loads((folder / "config.json").read_text())
    wanted = golden["greedy"]["ids"][len(golden["greedy"]["prompt_ids"]):]
    margins = None
    for name, kind in [("f32", gguf.GGMLQuantizationType.F32), ("f16", gguf.GGMLQuantizationType.F16),
                       ("bf16", gguf.GGMLQuantizationType.BF16)]:
        path = work / f"stories-{name}.gguf"
        if not export(program, folder, path, "--type", name):
            report(f"stories260K {name}: export", False)
            continue
        check_tensors(f"stories260K {name}", path, read_safetensors(folder), config, kind, True)
        model = load(path)
        ids = greedy(model, golden["greedy"]["prompt_ids"], len(wanted))
        if margins is None:
            model.reset()
            model.eval(golden["greedy"]["ids"][:-1])
            best = np.sort(np.array(model.scores[:len(wanted)]), -1)
            margins = best[:, -1] - best[:, -2]
        same = next((i for i, (a, b) in enumerate(zip(ids, wanted)) if a != b), len(wanted))
        detail = f"{same} of {len(wanted)} equal"
        is_right = same == len(wanted)
        if not is_right and name == "bf16":
            # Rounding the weights to 8 bits moves logits by about 0.05, whoever computes.
            is_right = margins[same] < 0.01
            detail += f"; there the two best logits of f32 are {margins[same]:.4f} apart"
        report(f"stories260K {name}: greedy ids", is_right, detail)
        wrong = [row["text"] for row in golden["tokenizer"]
                 if model.tokenize(row["text"].encode(), special=True) != row["ids"]]
        report(f"stories260K {name}: token ids", not wrong,
               f"{len(golden['tokenizer'])} texts, {len(wrong)} differ")
        for row in golden["forward"]:
            model.reset()
            model.eval(row["ids"])
            logits = model.scores[model.n_tokens - 1]
            difference = float(np.abs(logits - np.array(row["last_logits"])).max())
            is_same = int(np.argmax(logits)) == int(np.argmax(row["last_logits"]))
            report(f"stories260K {name}: last logits", is_same, f"largest difference {difference:.1e}")


def check_family(program, fixtures, work, family):
    folder = fixtures / "models" / family
    config = json.loads((folder / "model" / "config.json").read_text())
    golden = json.loads((folder / "expected.json").read_text())
    logits = read_safetensors(folder)
    record = golden["records"][0]
    ids = record["shared_prompt"] + record["query"] + record["target"]
    adapters = [(None, "logits.0"), (folder / "adapter-initial", "adapted_logits.0")]
    for adapter, tensor in adapters:
        name = family + (" with adapter" if adapter else "")
        path = work / f"{family}-{'adapted' if adapter else 'base'}.gguf"
        options = ["--adapter", str(adapter)] if adapter else []
        written = export(program, folder / "model", path, "--type", "f32", *options)
        if not written:
            report(f"{name}: export", False)
            continue
        tensors = read_safetensors(folder / "model")
        if adapter:
            tensors = merge(tensors, adapter)
        check_tensors(name, path, tensors, config, gguf.GGMLQuantizationType.F32, not adapter)
        model = load(path)
        model.eval(ids)
        wanted = logits[tensor]
        got = np.array(model.scores[:len(ids)])[-len(wanted):]
        # Beyond a sliding window llama.cpp computes something else, of which the program warns.
        window = config.get("sliding_window") or len(ids)
        if wanted.shape[0] == len(ids):
            got, wanted = got[:window], wanted[:window]
        elif window < len(ids):
            report(f"{name}: logits", bool(written["notes"]), "not comparable: sliding window")
            continue
        difference = float(np.abs(got - wanted).max())
        same = int((got.argmax(-1) == wanted.argmax(-1)).sum())
        # ggml rounds keys, values and softmax inputs to 16 bits.
        report(f"{name}: logits", same == len(got) and difference < 0.02,
               f"{same} of {len(got)} maxima equal, largest difference {difference:.1e}")
        if not adapter and not config.get("sliding_window"):
            prompt, wanted = golden["greedy"]["prompt"], golden["greedy"]["tokens"]
            got = greedy(model, prompt, len(wanted))
            report(f"{name}: greedy ids", got == wanted, f"{len(wanted)}")


def write_narrow_model(folder, size):
    """A model of one narrow layer of zeros, as llama.cpp loads no vocabulary alone."""
    (folder / "config.json").write_text(json.dumps({
        "model_type": "llama", "vocab_size": size, "hidden_size": 32, "intermediate_size": 32,
        "num_hidden_layers": 1, "num_attention_heads": 1, "num_key_value_heads": 1,
        "max_position_embeddings": 64, "tie_word_embeddings": True, "bos_token_id": 1,
        "eos_token_id": 2}))
    layer = "model.layers.0."
    shapes = {"model.embed_tokens": [size, 32], "model.norm": [32],
              layer + "input_layernorm": [32], layer + "post_attention_layernorm": [32],
              **{layer + f"self_attn.{m}_proj": [32, 32] for m in "qkvo"},
              **{layer + f"mlp.{m}_proj": [32, 32] for m in ("gate", "up", "down")}}
    header, offset = {}, 0
    for tensor, shape in shapes.items():
        end = offset + 4 * int(np.prod(shape))
        header[tensor + ".weight"] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(
        struct.pack("<Q", len(text)) + text + bytes(offset))


def check_tokenizer(program, fixtures, work, name):
    source = fixtures / "tokenizers" / name
    golden = json.loads((source / "golden.json").read_text())
    texts = json.loads((fixtures / "tokenizers" / "texts.json").read_text())
    folder = work / f"tokenizer-{name}"
    folder.mkdir()
    file = json.loads((source / "tokenizer.json").read_text())
    size = 1 + max([*file["model"]["vocab"].values(), *(t["id"] for t in file["added_tokens"])])
    for part in ["tokenizer.json", "tokenizer_config.json"]:
        (folder / part).write_bytes((source / part).read_bytes())
    write_narrow_model(folder, size)
    path = work / f"tokenizer-{name}.gguf"
    written = export(program, folder, path)
    if not written:
        report(f"tokenizer {name}: export", False)
        return
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    wrong = set()
    for index, row in enumerate(golden["rows"]):
        for ids, adds in [(row["ids"], False), (row["ids_special"] or row["ids"], True)]:
            if model.tokenize(texts[index].encode(), add_bos=adds, special=True) != ids:
                wrong.add(index)
    # What the program's notes say: no normalisation; and llama.cpp takes "</s>" for the end of a
    # text in any vocabulary.
    explained = {index for index in wrong if name == "qwen2-rebuilt" and (
        "</s>" in texts[index] or not unicodedata.is_normalized("NFC", texts[index]))}
    report(f"tokenizer {name}: token ids", wrong == explained,
           f"{len(golden['rows']) - len(wrong)} of {len(golden['rows'])} texts equal, "
           f"{len(explained)} differ as noted")
    for index in sorted(wrong - explained)[:4]:
        got = model.tokenize(texts[index].encode(), add_bos=False, special=True)
        print(f"       {texts[index][:60]!r}\n         got {got[:16]}\n         not "
              f"{golden['rows'][index]['ids'][:16]}")


# Kinds that the reference data lacks, made on the spot.

START = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
CASED = [rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+", rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*"]
SLASHED = REST.replace(r"[\r\n]*", r"[\r\n/]*", 1)
CUTS = {
    "llama-bpe": (f"{START}|{WORDS}|\\p{{N}}{{1,3}}|{REST}", True),
    "dbrx": (f"{START}|{WORDS}|\\p{{N}}{{1,3}}|{REST}", False),
    "qwen2": (f"{START}|{WORDS}|\\p{{N}}|{REST}", False),
    "qwen35": (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}|"
               r" ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", False),
    "tekken": ("|".join([*CASED, r"\p{N}", SLASHED]), True),
    "gpt-4o": ("|".join([CASED[0] + START + "?", CASED[1] + START + "?", r"\p{N}{1,3}", SLASHED]),
               False),
    "smollm": (None, False),
}


def check_cut(program, fixtures, work, name):
    """GPT-2's vocabulary, cut in another way: what the library makes of the golden texts."""
    import tokenizers

    pattern, ignores_merges = CUTS[name]
    file = json.loads((fixtures / "tokenizers" / "gpt2" / "tokenizer.json").read_text())
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
                  "use_regex": pattern is None}
    first = ({"type": "Digits", "individual_digits": True} if pattern is None else
             {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False})
    file["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [first, byte_level]}
    file["model"]["ignore_merges"] = ignores_merges
    texts = json.loads((fixtures / "tokenizers" / "texts.json").read_text())
    library = tokenizers.Tokenizer.from_str(json.dumps(file))
    folder = work / f"cut-{name}"
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps(file))
    write_narrow_model(folder, 50257)
    path = work / f"cut-{name}.gguf"
    written = export(program, folder, path)
    if not written:
        report(f"cut {name}: export", False)
        return
    report(f"cut {name}: found", written["pre_tokenizer"] == name, written["pre_tokenizer"])
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    wrong = [text for text in texts
             if model.tokenize(text.encode(), add_bos=False, special=True)
             != library.encode(text, add_special_tokens=False).ids]
    report(f"cut {name}: token ids", not wrong,
           f"{len(texts) - len(wrong)} of {len(texts)} texts equal")
    for text in wrong[:4]:
        print(f"       {text[:60]!r}")


def check_spaces(program, fixtures, work, scheme):
    """The Llama 2 vocabulary with spaces written by Metaspace, as newer files have it."""
    import tokenizers

    file = json.loads((fixtures / "tokenizers" / "phi-3-mini" / "tokenizer.json").read_text())
    file["normalizer"] = None
    file["pre_tokenizer"] = {"type": "Metaspace", "replacement": "\u2581",
                             "prepend_scheme": scheme, "split": False}
    texts = json.loads((fixtures / "tokenizers" / "texts.json").read_text())
    library = tokenizers.Tokenizer.from_str(json.dumps(file))
    folder = work / f"spaces-{scheme}"
    folder.mkdir()
    (folder / "tokenizer.json").write_text(json.dumps(file))
    size = library.get_vocab_size()
    write_narrow_model(folder, size)
    path = work / f"spaces-{scheme}.gguf"
    written = export(program, folder, path)
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    wrong = [text for text in texts
             if model.tokenize(text.encode(), add_bos=False, special=True)
             != library.encode(text, add_special_tokens=False).ids]
    # The program's note: a second space at the start, and one behind special tokens.
    special = [token["content"] for token in file["added_tokens"]]
    explained = [text for text in wrong if scheme == "first"
                 and (text[0] in " \u2581" or any(token in text for token in special))]
    report(f"spaces {scheme}: token ids", wrong == explained,
           f"{len(texts) - len(wrong)} of {len(texts)} texts equal, {len(explained)} differ as "
           f"noted, {len(written['notes'])} notes")
    for text in [text for text in wrong if text not in explained][:4]:
        print(f"       {text[:60]!r}")


def check_made_model(program, work, name, config_class, options, expects=True):
    """A small random model against transformers, all positions of a random text."""
    import torch
    import transformers

    torch.manual_seed(0)
    config = getattr(transformers, config_class)(
        vocab_size=160, hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256,
        bos_token_id=1, eos_token_id=2, initializer_range=0.15, **options)
    model = transformers.AutoModelForCausalLM.from_config(config).eval()
    for parameter_name, parameter in model.named_parameters():
        if parameter_name.endswith("bias"):
            torch.nn.init.normal_(parameter, std=0.3)
    folder = work / f"made-{name}"
    model.save_pretrained(folder)
    path = work / f"made-{name}.gguf"
    written = export(program, folder, path, "--type", "f32")
    if not expects:
        report(f"made {name}: refused", written is None)
        return
    if not written:
        report(f"made {name}: export", False)
        return
    ids = torch.randint(3, 160, (1, 200))
    with torch.no_grad():
        wanted = model.float()(ids).logits[0].numpy()
    there = load(path)
    there.eval(ids[0].tolist())
    got = np.array(there.scores[:200])
    difference = float(np.abs(got - wanted).max())
    same = int((got.argmax(-1) == wanted.argmax(-1)).sum())
    report(f"made {name}: logits", same >= 198 and difference < 0.1,
           f"{same} of 200 maxima equal, largest difference {difference:.1e}, "
           f"logits up to {np.abs(wanted).max():.1f}")


def check_made(program, fixtures, work):
    try:
        import tokenizers  # noqa: F401
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        print(f"skipped what is made on the spot: {error}")
        return
    for name in CUTS:
        check_cut(program, fixtures, work, name)
    for scheme in ["first", "never"]:
        check_spaces(program, fixtures, work, scheme)
    yarn = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0,
            "original_max_position_embeddings": 64}
    linear = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0}
    experts = {"num_experts": 6, "num_experts_per_tok": 2, "moe_intermediate_size": 48, "head_dim": 16}
    check_made_model(program, work, "llama with biases", "LlamaConfig",
                     {"attention_bias": True, "mlp_bias": True})
    check_made_model(program, work, "llama with linear scaling", "LlamaConfig",
                     {"rope_parameters": linear})
    check_made_model(program, work, "llama with YaRN", "LlamaConfig", {"rope_parameters": yarn})
    check_made_model(program, work, "qwen2 with YaRN", "Qwen2Config", {"rope_parameters": yarn})
    check_made_model(program, work, "qwen2 with YaRN and a factor", "Qwen2Config",
                     {"rope_parameters": {**yarn, "attention_factor": 0.8, "beta_fast": 16.0}})
    check_made_model(program, work, "qwen3 untied", "Qwen3Config",
                     {"tie_word_embeddings": False, "head_dim": 32})
    check_made_model(program, work, "qwen3 moe", "Qwen3MoeConfig",
                     {**experts, "norm_topk_prob": True})
    check_made_model(program, work, "qwen3 moe unscaled", "Qwen3MoeConfig",
                     {**experts, "norm_topk_prob": False}, expects=False)
    check_made_model(program, work, "mixtral", "MixtralConfig",
                     {"num_local_experts": 4, "num_experts_per_tok": 2, "sliding_window": None})


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, fixtures = sys.argv[1], pathlib.Path(sys.argv[2]) / "fixtures"
    if not fixtures.is_dir():
        print(f"skipped: {fixtures} is absent")
        return
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        check_stories(program, fixtures, work)
        for tokenizer in ["stories260K", "phi-3-mini", "gpt2", "qwen2-rebuilt"]:
            check_tokenizer(program, fixtures, work, tokenizer)
        for family in FAMILIES:
            check_family(program, fixtures, work, family)
        check_made(program, fixtures, work)
    print(f"{len(failures)} failed" if failures else "all as expected")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
