"""Makes rope-golden.json: rotary frequencies and attention factors as transformers computes them.

    python3 make_rope_golden.py

Each case is a whole config.json in the spelling that it is found in, with the frequencies (in
radians a position) that transformers 5.24 makes of it in single precision. Needs torch and
transformers.
"""

import itertools
import json
import pathlib

from transformers import CONFIG_MAPPING
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

HERE = pathlib.Path(__file__).parent

LLAMA3 = dict(factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=8192)
YARN = dict(factor=4.0, original_max_position_embeddings=32768)


def base(model_type, head_width, **more):
    return dict(model_type=model_type, vocab_size=32, hidden_size=2 * head_width,
                intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
                num_key_value_heads=2, **more)


def cases():
    for width, theta in itertools.product([16, 80, 128], [10000.0, 1000000.0]):
        yield base("llama", width, rope_theta=theta)
        yield base("llama", width, rope_theta=theta,
                   rope_scaling=dict(type="linear", factor=2.5))
        yield base("llama", width, max_position_embeddings=131072, rope_theta=theta,
                   rope_scaling=dict(rope_type="llama3", **LLAMA3))
        yield base("qwen2", width, rope_theta=theta, rope_scaling=dict(type="yarn", **YARN))
    # What is absent has defaults, which differ between families.
    for family in ["llama", "mistral", "qwen2", "qwen3", "mixtral", "qwen3_moe"]:
        yield base(family, 64)
    # Transformers 5's spelling.
    yield base("qwen3", 64, head_dim=96,
               rope_parameters=dict(rope_type="default", rope_theta=5e6))
    yield base("mistral", 64, rope_parameters=dict(rope_type="linear", rope_theta=1e4, factor=8.0))
    yield base("llama", 64, max_position_embeddings=4096,
               rope_parameters=dict(rope_type="llama3", rope_theta=5e5, factor=32.0,
                                    low_freq_factor=1.0, high_freq_factor=4.0,
                                    original_max_position_embeddings=64))
    # YaRN in all its fields.
    for more in [
        dict(attention_factor=0.7),
        dict(beta_fast=16, beta_slow=2),
        dict(mscale=0.707, mscale_all_dim=1.3),
        dict(mscale=0.707),
        dict(mscale=1.0, mscale_all_dim=0),
        dict(truncate=False),
        dict(truncate=None),
        dict(factor=1.0),
        dict(factor=None, original_max_position_embeddings=4096),
        dict(factor=40.0, original_max_position_embeddings=4096, beta_fast=32, beta_slow=1,
             mscale=1.0, mscale_all_dim=1.0),
        # Everything lies beyond the range.
        dict(original_max_position_embeddings=8),
        dict(beta_fast=1, beta_slow=1),
    ]:
        yield base("qwen3", 64, max_position_embeddings=65536,
                   rope_parameters=dict(rope_type="yarn", rope_theta=1e6, **{**YARN, **more}))
    # The original context is the model's own where it is not told, or is told beside.
    yield base("qwen2", 64, max_position_embeddings=2048, rope_theta=1e4,
               rope_scaling=dict(rope_type="yarn", factor=2.0))
    yield base("llama", 64, max_position_embeddings=2048, rope_theta=1e4,
               original_max_position_embeddings=1024,
               rope_scaling=dict(rope_type="yarn", factor=2.0))
    yield base("llama", 64, max_position_embeddings=16384, rope_theta=1e4,
               rope_scaling=dict(rope_type="llama3", factor=2.0, low_freq_factor=1.0,
                                 high_freq_factor=2.0))


def golden(source):
    config = CONFIG_MAPPING[source["model_type"]].from_dict(json.loads(json.dumps(source)))
    kind = config.rope_parameters["rope_type"]
    if kind == "default":
        # The models compute this one themselves: linear scaling by one.
        config.rope_parameters["factor"] = 1.0
        kind = "linear"
    frequencies, attention = ROPE_INIT_FUNCTIONS[kind](config, device="cpu")
    return dict(config=source, attention_factor=attention,
                frequencies=[float(f"{x:.9g}") for x in frequencies.tolist()])


if __name__ == "__main__":
    rows = [json.dumps(golden(case)) for case in cases()]
    (HERE / "rope-golden.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
    print(len(rows), "cases")
