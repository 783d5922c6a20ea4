"""The keys of a training file, for each base: trainers pass over all others silently.

Only keys that make sense in a preset stand here; those that lyrad writes itself stand in `OWN`,
those that would end a night badly in `REFUSED`.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.core.training.keys import FLAG, NUMBER, NUMBERS, TEXT, TEXTS, WHOLE, Takes, one_of
from lyrad.model.character import Base
from lyrad.model.training import Trainers

PACKAGES: Mapping[str, str] = {
    "adamw": "", "sgdnesterov": "", "adafactor": "", "adamw8bit": "bitsandbytes",
    "pagedadamw8bit": "bitsandbytes", "pagedadamw32bit": "bitsandbytes",
    "lion8bit": "bitsandbytes", "pagedlion8bit": "bitsandbytes",
    "sgdnesterov8bit": "bitsandbytes", "lion": "lion_pytorch", "prodigy": "prodigyopt",
    "dadaptation": "dadaptation", "dadaptadam": "dadaptation", "dadaptlion": "dadaptation",
}  # fmt: skip
"""Optimizers, and the Python package each one needs of its own."""

SCHEDULERS = ("constant", "constant_with_warmup", "cosine", "cosine_with_restarts", "linear",
              "polynomial")  # fmt: skip

_BOTH: Mapping[str, Takes] = {
    "optimizer_type": one_of(*PACKAGES, any_capitals=True), "optimizer_args": TEXTS,
    "learning_rate": NUMBER,
    "lr_scheduler": one_of(*SCHEDULERS), "lr_scheduler_num_cycles": WHOLE,
    "lr_scheduler_power": NUMBER, "lr_warmup_steps": WHOLE, "max_grad_norm": NUMBER,
    "network_dim": WHOLE, "network_alpha": NUMBER, "network_dropout": NUMBER,
    "network_args": TEXTS, "scale_weight_norms": NUMBER,
    "mixed_precision": one_of("no", "fp16", "bf16"),
    "save_precision": one_of("fp16", "bf16", "float"), "fp8_base": FLAG,
    "gradient_checkpointing": FLAG, "gradient_accumulation_steps": WHOLE, "sdpa": FLAG,
    "xformers": FLAG, "max_data_loader_n_workers": WHOLE, "persistent_data_loader_workers": FLAG,
    "save_every_n_epochs": WHOLE,
}  # fmt: skip

_SD_SCRIPTS: Mapping[str, Takes] = {
    **_BOTH, "unet_lr": NUMBER, "text_encoder_lr": NUMBERS, "network_train_unet_only": FLAG,
    "network_train_text_encoder_only": FLAG, "full_fp16": FLAG, "full_bf16": FLAG,
    "mem_eff_attn": FLAG, "cache_latents": FLAG, "vae_batch_size": WHOLE, "lowram": FLAG,
    "highvram": FLAG, "prior_loss_weight": NUMBER, "no_half_vae": FLAG,
    "cache_text_encoder_outputs": FLAG,
}  # fmt: skip

_DIFFUSION: Mapping[str, Takes] = {
    **_SD_SCRIPTS, "max_token_length": WHOLE, "min_snr_gamma": NUMBER, "noise_offset": NUMBER,
    "adaptive_noise_scale": NUMBER, "multires_noise_iterations": WHOLE,
    "multires_noise_discount": NUMBER, "ip_noise_gamma": NUMBER, "zero_terminal_snr": FLAG,
    "v_parameterization": FLAG, "debiased_estimation_loss": FLAG,
}  # fmt: skip

_FLUX: Mapping[str, Takes] = {
    **_SD_SCRIPTS, "guidance_scale": NUMBER, "sigmoid_scale": NUMBER,
    "discrete_flow_shift": NUMBER, "blocks_to_swap": WHOLE, "apply_t5_attn_mask": FLAG,
    "timestep_sampling": one_of("sigma", "uniform", "sigmoid", "shift", "flux_shift"),
    "model_prediction_type": one_of("raw", "additive", "sigma_scaled"),
}  # fmt: skip

_WAN: Mapping[str, Takes] = {
    **_BOTH, "task": one_of("t2v-A14B"), "fp8_scaled": FLAG,
    "optimizer_type": one_of("adamw8bit", "adamw", "adafactor", any_capitals=True),
    "blocks_to_swap": WHOLE, "sigmoid_scale": NUMBER, "discrete_flow_shift": NUMBER,
    "timestep_sampling": one_of("sigma", "uniform", "sigmoid", "shift"),
    "preserve_distribution_shape": FLAG, "min_timestep": WHOLE, "max_timestep": WHOLE,
}  # fmt: skip

KNOWN: Mapping[Base, Mapping[str, Takes]] = {
    Base.SD15: {**_DIFFUSION, "clip_skip": WHOLE}, Base.SDXL: _DIFFUSION, Base.FLUX1: _FLUX,
    Base.WAN22: _WAN,
}  # fmt: skip

_FILES = {
    "dataset_config": TEXT, "output_dir": TEXT, "output_name": TEXT,
    "network_module": TEXT, "max_train_epochs": WHOLE,
    "seed": WHOLE, "training_comment": TEXT, "metadata_title": TEXT,
}  # fmt: skip
_SD_FILES: Mapping[str, Takes] = {
    **_FILES, "save_model_as": one_of("safetensors"), "pretrained_model_name_or_path": TEXT,
    "console_log_simple": FLAG, "tokenizer_cache_dir": TEXT, "metadata_trigger_phrase": TEXT,
}  # fmt: skip

OWN: Mapping[Base, Mapping[str, Takes]] = {
    Base.SD15: _SD_FILES, Base.SDXL: _SD_FILES,
    Base.FLUX1: {**_SD_FILES, "clip_l": TEXT, "t5xxl": TEXT, "ae": TEXT},
    Base.WAN22: {**_FILES, "dit": TEXT},
}  # fmt: skip
"""What lyrad writes itself; all of it must stand in a training file."""

SAMPLING: Mapping[str, Takes] = {
    "sample_prompts": TEXT, "sample_every_n_epochs": WHOLE,
}  # fmt: skip
"""What lyrad writes where a preset wants sample pictures; one without the other crashes late."""

MODULES: Mapping[Base, str] = {
    Base.SD15: "networks.lora", Base.SDXL: "networks.lora", Base.FLUX1: "networks.lora_flux",
    Base.WAN22: "networks.lora_wan",
}  # fmt: skip

NEEDED: Mapping[Base, tuple[str, ...]] = {
    base: ("optimizer_type", "learning_rate", "network_dim", "network_alpha", "mixed_precision",
           "save_precision", *(("task",) if Trainers.of(base) is Trainers.MUSUBI else ()))
    for base in Base
}  # fmt: skip
"""What a preset has to say: the trainers' own usual values are for something else."""

_NO_CACHE = "Remove it: it would leave files beside the pictures, and a later training takes them."
_SAMPLES = "Set `samples`, above the tables: lyrad writes the list, without which it crashes."
_NO_RESUME = "Remove it: a training that was interrupted begins anew; that is quicker than wrong."

REFUSED: Mapping[str, str] = {
    "cache_latents_to_disk": _NO_CACHE, "cache_text_encoder_outputs_to_disk": _NO_CACHE,
    **dict.fromkeys(("sample_prompts", "sample_every_n_epochs", "sample_every_n_steps",
                     "sample_at_first"), _SAMPLES),
    **dict.fromkeys(("resume", "save_state", "save_state_on_train_end",
                     "skip_until_initial_step"), _NO_RESUME),
    "max_train_steps": "Set `steps`, outside of the tables: lyrad shows the pictures as often.",
    "train_batch_size": "Set `batch_size` below `[dataset]`.",
    "dit_high_noise": "lyrad trains both experts one after the other, into two files.",
}  # fmt: skip


def refused(base: Base) -> Mapping[str, str]:
    """Return what a preset may not say of a training, with what to do instead."""
    own = dict.fromkeys(OWN[base], "Remove the line: lyrad writes this itself.")
    return {**REFUSED, **own}
