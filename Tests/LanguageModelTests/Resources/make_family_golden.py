"""Makes family-golden.json: config.json and the tensors of small models as transformers saves them.

    python3 make_family_golden.py

Names and shapes only; the weights are thrown away. Needs torch, transformers and safetensors.
"""

import json
import pathlib
import tempfile

from safetensors import safe_open
from transformers import AutoModelForCausalLM, CONFIG_MAPPING

HERE = pathlib.Path(__file__).parent
SIZES = dict(vocab_size=24, hidden_size=16, intermediate_size=20, num_hidden_layers=3,
             num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64,
             bos_token_id=1, eos_token_id=2)

CASES = [
    ("llama", {}),
    ("llama", dict(attention_bias=True, mlp_bias=True, tie_word_embeddings=True, head_dim=8)),
    ("mistral", dict(sliding_window=8, head_dim=8)),
    ("mistral", dict(sliding_window=None)),
    ("qwen2", {}),
    ("qwen2", dict(use_sliding_window=True, sliding_window=8, max_window_layers=1,
                   tie_word_embeddings=True)),
    ("qwen3", dict(head_dim=8, eos_token_id=[2, 5])),
    ("qwen3", dict(head_dim=8, attention_bias=True, use_sliding_window=True, sliding_window=8,
                   layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
    ("mixtral", dict(num_local_experts=3, num_experts_per_tok=2)),
    ("mixtral", dict(num_local_experts=4, num_experts_per_tok=1, sliding_window=8)),
    ("qwen3_moe", dict(head_dim=8, num_experts=4, num_experts_per_tok=2, moe_intermediate_size=12,
                       norm_topk_prob=True, mlp_only_layers=[1])),
    ("qwen3_moe", dict(num_experts=3, num_experts_per_tok=2, moe_intermediate_size=12,
                       decoder_sparse_step=2, attention_bias=True, use_sliding_window=True,
                       sliding_window=8)),
]


def golden(family, more):
    config = CONFIG_MAPPING[family](**{**SIZES, **more})
    model = AutoModelForCausalLM.from_config(config)
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        saved = json.loads((pathlib.Path(folder) / "config.json").read_text())
        with safe_open(pathlib.Path(folder) / "model.safetensors", "pt") as file:
            tensors = {name: file.get_slice(name).get_shape() for name in sorted(file.keys())}
    # The same model held in memory, where experts are stacked.
    state = {name: list(value.shape) for name, value in model.state_dict().items()}
    if config.tie_word_embeddings:
        state.pop("lm_head.weight")
    return dict(config=saved, saved=tensors, **(dict(stacked=state) if state != tensors else {}))


if __name__ == "__main__":
    rows = [json.dumps(golden(*case)) for case in CASES]
    (HERE / "family-golden.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
    print(len(rows), "cases")
