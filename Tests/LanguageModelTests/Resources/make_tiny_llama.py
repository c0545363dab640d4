"""Makes tiny-llama: a random Llama with an adapter, and what it computes in double precision.

    python3 make_tiny_llama.py

The forward pass follows the papers (rotary embedding in the half-split layout, grouped-query
attention, RMSNorm, SwiGLU, Llama 3.1's frequencies); gradients are central differences, which in
double precision are good to about 1e-9. Needs numpy and nothing else.
"""

import json
import pathlib
import struct

import numpy as np

HERE = pathlib.Path(__file__).parent / "tiny-llama"
VOCABULARY, HIDDEN, INTERMEDIATE, LAYERS = 13, 12, 16, 2
HEADS, KEY_VALUE_HEADS, HEAD_WIDTH = 4, 2, 6
EPSILON, THETA, RANK, ALPHA = 1e-5, 100.0, 2, 3.0
SCALING = {
    "factor": 4.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
# Prompt and answer of each record; the first two begin alike.
RECORDS = [
    ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], [8, 9, 7]),
    ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 11, 0], [12, 1]),
    ([2, 7], [1, 8, 2, 8]),
]
MODULES = {
    "self_attn.q_proj": (HEADS * HEAD_WIDTH, HIDDEN),
    "self_attn.k_proj": (KEY_VALUE_HEADS * HEAD_WIDTH, HIDDEN),
    "self_attn.v_proj": (KEY_VALUE_HEADS * HEAD_WIDTH, HIDDEN),
    "self_attn.o_proj": (HIDDEN, HEADS * HEAD_WIDTH),
    "mlp.gate_proj": (INTERMEDIATE, HIDDEN),
    "mlp.up_proj": (INTERMEDIATE, HIDDEN),
    "mlp.down_proj": (HIDDEN, INTERMEDIATE),
}


def random_weights():
    random = np.random.default_rng(20241)

    def normal(*shape):
        # Rounded to single precision, so that the file holds exactly what is computed with.
        return (0.4 * random.standard_normal(shape)).astype(np.float32).astype(np.float64)

    base = {
        "model.embed_tokens.weight": normal(VOCABULARY, HIDDEN),
        "model.norm.weight": 1 + normal(HIDDEN),
        "lm_head.weight": normal(VOCABULARY, HIDDEN),
    }
    adapter = {}
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        base[prefix + "input_layernorm.weight"] = 1 + normal(HIDDEN)
        base[prefix + "post_attention_layernorm.weight"] = 1 + normal(HIDDEN)
        for module, (rows, columns) in MODULES.items():
            base[prefix + module + ".weight"] = normal(rows, columns)
            name = "base_model.model." + prefix + module
            adapter[name + ".lora_A.weight"] = normal(RANK, columns)
            adapter[name + ".lora_B.weight"] = normal(rows, RANK)
    for tensors in (base, adapter):
        for name in tensors:
            tensors[name] = tensors[name].astype(np.float32).astype(np.float64)
    return base, adapter


def frequencies():
    plain = THETA ** (-np.arange(0, HEAD_WIDTH, 2) / HEAD_WIDTH)
    original = SCALING["original_max_position_embeddings"]
    low, high = SCALING["low_freq_factor"], SCALING["high_freq_factor"]
    scaled = []
    for frequency in plain:
        wavelength = 2 * np.pi / frequency
        if wavelength < original / high:
            scaled.append(frequency)
        elif wavelength > original / low:
            scaled.append(frequency / SCALING["factor"])
        else:
            smooth = (original / wavelength - low) / (high - low)
            scaled.append((1 - smooth) * frequency / SCALING["factor"] + smooth * frequency)
    return np.array(scaled)


def norm(x, weight):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON) * weight


def rotate(x, positions):
    angles = positions[:, None, None] * frequencies()[None, None, :]
    first, second = np.split(x, 2, axis=-1)
    cosine, sine = np.cos(angles), np.sin(angles)
    return np.concatenate([first * cosine - second * sine, second * cosine + first * sine], -1)


def logits(base, adapter, tokens):
    def project(x, layer, module):
        name = f"model.layers.{layer}.{module}"
        y = x @ base[name + ".weight"].T
        if adapter is not None:
            a = adapter[f"base_model.model.{name}.lora_A.weight"]
            b = adapter[f"base_model.model.{name}.lora_B.weight"]
            y = y + ALPHA / RANK * (x @ a.T) @ b.T
        return y

    count = len(tokens)
    positions = np.arange(count)
    hidden = base["model.embed_tokens.weight"][tokens]
    mask = np.triu(np.full((count, count), -np.inf), 1)
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        x = norm(hidden, base[prefix + "input_layernorm.weight"])
        q = project(x, layer, "self_attn.q_proj").reshape(count, HEADS, HEAD_WIDTH)
        k = project(x, layer, "self_attn.k_proj").reshape(count, KEY_VALUE_HEADS, HEAD_WIDTH)
        v = project(x, layer, "self_attn.v_proj").reshape(count, KEY_VALUE_HEADS, HEAD_WIDTH)
        q, k = rotate(q, positions), rotate(k, positions)
        group = HEADS // KEY_VALUE_HEADS
        k, v = np.repeat(k, group, axis=1), np.repeat(v, group, axis=1)
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(HEAD_WIDTH) + mask
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        attended = np.einsum("hij,jhd->ihd", weights, v).reshape(count, HEADS * HEAD_WIDTH)
        hidden = hidden + project(attended, layer, "self_attn.o_proj")
        x = norm(hidden, base[prefix + "post_attention_layernorm.weight"])
        gate = project(x, layer, "mlp.gate_proj")
        activated = gate / (1 + np.exp(-gate)) * project(x, layer, "mlp.up_proj")
        hidden = hidden + project(activated, layer, "mlp.down_proj")
    return norm(hidden, base["model.norm.weight"]) @ base["lm_head.weight"].T


def losses(base, adapter):
    """Nats of every answer token, records in their order."""
    result = []
    for prompt, answer in RECORDS:
        rows = logits(base, adapter, prompt + answer)[len(prompt) - 1 : -1]
        shift = rows.max(-1)
        total = np.log(np.exp(rows - shift[:, None]).sum(-1)) + shift
        result.extend(total - rows[np.arange(len(answer)), answer])
    return np.array(result)


def differences(base, adapter, tensors):
    """The gradient of the mean loss by central differences."""
    step = 1e-5
    gradients = {}
    for name, tensor in tensors.items():
        gradient = np.zeros_like(tensor)
        for index in np.ndindex(tensor.shape):
            value = tensor[index]
            tensor[index] = value + step
            up = losses(base, adapter).mean()
            tensor[index] = value - step
            down = losses(base, adapter).mean()
            tensor[index] = value
            gradient[index] = (up - down) / (2 * step)
        gradients[name] = gradient
    return gradients


def write_safetensors(path, tensors):
    header, offset, data = {}, 0, b""
    for name in sorted(tensors):
        content = tensors[name].astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [offset, offset + len(content)],
        }
        offset += len(content)
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n")


def main():
    base, adapter = random_weights()
    write_json(
        HERE / "config.json",
        {
            "model_type": "llama",
            "vocab_size": VOCABULARY,
            "hidden_size": HIDDEN,
            "intermediate_size": INTERMEDIATE,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS,
            "num_key_value_heads": KEY_VALUE_HEADS,
            "head_dim": HEAD_WIDTH,
            "max_position_embeddings": 128,
            "rms_norm_eps": EPSILON,
            "rope_parameters": {"rope_type": "llama3", "rope_theta": THETA, **SCALING},
            "tie_word_embeddings": False,
        },
    )
    write_safetensors(HERE / "model.safetensors", base)
    write_json(
        HERE / "adapter" / "adapter_config.json",
        {
            "peft_type": "LORA",
            "r": RANK,
            "lora_alpha": ALPHA,
            "target_modules": [name.split(".")[1] for name in MODULES],
        },
    )
    write_safetensors(HERE / "adapter" / "adapter_model.safetensors", adapter)
    expected = {}
    for index, (prompt, answer) in enumerate(RECORDS):
        expected[f"logits.{index}"] = logits(base, None, prompt + answer)
        expected[f"adapted_logits.{index}"] = logits(base, adapter, prompt + answer)
    for name, gradient in differences(base, adapter, adapter).items():
        expected[f"grad.{name}"] = gradient
    for name, gradient in differences(base, adapter, base).items():
        expected[f"grad.{name}"] = gradient
    write_safetensors(HERE / "expected.safetensors", expected)
    write_json(
        HERE / "expected.json",
        {
            "records": [{"prompt": prompt, "answer": answer} for prompt, answer in RECORDS],
            "losses": list(losses(base, None)),
            "adapted_losses": list(losses(base, adapter)),
        },
    )


if __name__ == "__main__":
    main()
