"""The original repository's parameter names -> this project's.

Every family that descends from the original code (its checkpoints, Piper) uses these names.
"""

from __future__ import annotations

import re

_NORM = {"gamma": "weight", "beta": "bias"}
_ATTENTION = {"q": "query", "k": "key", "v": "value", "o": "output"}
_RELATIVE = {"k": "relative_keys", "v": "relative_values"}

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^emb_g\.", "speaker_embedding."),
        (r"^enc_p\.emb\.", "text_encoder.embedding."),
        (r"^enc_p\.proj\.", "text_encoder.projection."),
        (r"^enc_p\.encoder\.attn_layers\.(\d+)\.", r"text_encoder.layers.\1.attention."),
        (r"^enc_p\.encoder\.norm_layers_1\.(\d+)\.", r"text_encoder.layers.\1.attention_norm."),
        (r"^enc_p\.encoder\.ffn_layers\.(\d+)\.", r"text_encoder.layers.\1.feed_forward."),
        (r"\.feed_forward\.conv_1\.", ".feed_forward.expand."),
        (r"\.feed_forward\.conv_2\.", ".feed_forward.reduce."),
        (r"^enc_p\.encoder\.norm_layers_2\.(\d+)\.", r"text_encoder.layers.\1.feed_forward_norm."),
        (r"^enc_q\.enc\.", "posterior_encoder.wavenet."),
        (r"^enc_q\.proj\.", "posterior_encoder.projection."),
        (r"^enc_q\.", "posterior_encoder."),
        (r"^dp\.post_(pre|convs|proj|flows)\.", r"dp.posterior.\1."),
        (r"^dp\.(posterior\.|)flows\.0\.m$", r"dp.\1affine.shift"),
        (r"^dp\.(posterior\.|)flows\.0\.logs$", r"dp.\1affine.log_scale"),
        (r"^dp\.flows\.1\.", "dp.first_coupling."),
        (r"^dp\.", "duration_predictor."),
        (r"^dec\.", "decoder."),
        (r"\.convs_sep\.", ".depthwise."),
        (r"\.convs_1x1\.", ".pointwise."),
        (r"\.norms_1\.", ".depthwise_norms."),
        (r"\.norms_2\.", ".pointwise_norms."),
        (r"^(duration_predictor\.)(.*\.|)convs\.", r"\1\2convolutions."),
        (r"^(duration_predictor\.)(.*\.|)proj\.", r"\1\2projection."),
        (r"\.in_layers\.", ".gates."),
        (r"\.res_skip_layers\.", ".outputs."),
        (r"^(flow\.flows\.\d+)\.enc\.", r"\1.wavenet."),
        (r"\.(cond|cond_layer)\.", ".condition."),
        (r"^decoder\.ups\.(\d+)\.", r"decoder.stages.\1.upsample."),
    )
)  # fmt: skip


def translate(name: str, resblocks_per_stage: int) -> str:
    """One upstream parameter name in this project's spelling.

    `resblocks_per_stage` turns the decoder's flat list of resblocks into one a stage.
    """
    for pattern, replacement in _RULES:
        name = pattern.sub(replacement, name)
    name = re.sub(r"\.(gamma|beta)$", lambda m: f".{_NORM[m[1]]}", name)
    name = re.sub(r"\.conv_([qkvo])\.", lambda m: f".{_ATTENTION[m[1]]}.", name)
    name = re.sub(r"\.emb_rel_([kv])$", lambda m: f".{_RELATIVE[m[1]]}", name)
    # Flips sit at the even places; the flow's first coupling, at 1, is not run at inference.
    name = re.sub(
        r"^duration_predictor\.posterior\.flows\.(\d+)\.",
        lambda m: f"duration_predictor.posterior.couplings.{(int(m[1]) - 1) // 2}.",
        name,
    )
    name = re.sub(
        r"^duration_predictor\.flows\.(\d+)\.",
        lambda m: f"duration_predictor.couplings.{(int(m[1]) - 3) // 2}.",
        name,
    )
    # Flips sit at the odd places.
    name = re.sub(r"^flow\.flows\.(\d+)\.", lambda m: f"flow.couplings.{int(m[1]) // 2}.", name)
    return re.sub(
        r"^decoder\.resblocks\.(\d+)\.(convs1|convs2|convs)\.",
        lambda m: _resblock(int(m[1]), m[2], resblocks_per_stage),
        name,
    )


def _resblock(index: int, kind: str, per_stage: int) -> str:
    stage, block = divmod(index, per_stage)
    part = "plain" if kind == "convs2" else "dilated"
    return f"decoder.stages.{stage}.blocks.{block}.{part}."
