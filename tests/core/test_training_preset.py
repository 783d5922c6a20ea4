from __future__ import annotations

import pytest

from lyrad.config.shipped import shipped
from lyrad.core.training.preset import read_preset
from lyrad.errors import Code, ConfigError
from lyrad.model.character import Base

SHIPPED = {
    base: (shipped("templates") / "training" / f"{base}.toml.j2").read_text("utf-8")
    for base in Base
}


def faults(text: str, base: Base = Base.SDXL) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_preset(text, base, "mine.toml.j2")
    found = caught.value.faults
    assert {fault.code for fault in found} == {Code.TRAINING_SETTINGS}
    return [f"{fault.where} | {fault.what} | {fault.next}" for fault in found]


@pytest.mark.parametrize("base", Base)
def test_every_shipped_preset_is_read_and_says_why(base):
    preset = read_preset(SHIPPED[base], base, "shipped")
    assert (preset.steps, preset.epochs) == (2000, 10)
    assert list(preset.experts) == (["low", "high"] if base is Base.WAN22 else [""])
    assert preset.smaller.any
    assert isinstance(preset.usual.training["network_alpha"], float)
    assert SHIPPED[base].count("\n#") > 10


def test_the_smaller_values_are_laid_over_the_usual_ones():
    preset = read_preset(SHIPPED[Base.SDXL], Base.SDXL, "shipped")
    small = preset.layer(smaller=True)
    assert (small.dataset["resolution"], small.dataset["batch_size"]) == (768, 1)
    assert (small.training["network_dim"], small.training["learning_rate"]) == (16, 1e-4)


def test_every_fault_of_a_preset_comes_at_once_with_what_to_write():
    text = (
        SHIPPED[Base.SDXL]
        .replace("network_alpha = 16.0", "network_alpha = 16")
        .replace(
            "learning_rate = 1e-4\nunet", 'learning_rates = 1e-4\nlearning_rate = "1e-4"\nunet'
        )
        .replace("resolution = 1024", 'resolution = "1024,1024"')
        .replace("flip_aug = false", "flip_aug = 0\nnum_repeats = 3")
        .replace("epochs = 10", 'epochs = "ten"\nepoch = 3')
        .replace('"AdamW8bit"', '"AdamW16bit"')
        .replace("cache_latents = true", "cache_latents_to_disk = true\nresume = '/x'")
    )
    found = "\n".join(faults(text))
    for told in (
        "Write `network_alpha = 16.0`",
        "Did you mean `learning_rate`", "`learning_rate` is '1e-4'",
        "[dataset] | `resolution` is '1024,1024'", "`flip_aug` is 0; `true` or `false`",
        "`num_repeats` cannot be set here", "`epochs` is 'ten'", "`epoch` is not known here",
        "`optimizer_type` is 'AdamW16bit'", "leave files beside the pictures",
        "`resume` cannot be set here",
    ):  # fmt: skip
        assert told in found, told
    assert len(faults(text)) == 11


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("network_train_unet_only = true", "", "goes only with `network_train_unet_only`"),
        ("flip_aug = false", "shuffle_caption = true", "changes captions"),
        (
            "max_data_loader_n_workers = 0",
            "persistent_data_loader_workers = true",
            "needs workers",
        ),
        ("network_dim = 32", "", "`network_dim` is missing"),
        ("bucket_reso_steps = 64", "bucket_reso_steps = 48", "does not divide by 32"),
        ("max_bucket_reso = 2048", "max_bucket_reso = 512", "below the resolution's 1024"),
        ("min_bucket_reso = 256", "min_bucket_reso = 1152", "above the resolution's 1024"),
        ("batch_size = 1", "batch_size = 2", ""),
        ('"cosine"', '"constant"', "constant_with_warmup"),
        ('"cosine"', '"adafactor"', "`lr_scheduler` is 'adafactor'"),
        ('base = "sdxl"', 'base = "flux1"', "this training is for sdxl"),
        ("[smaller.dataset]", "[smaller.datasets]", "There are `[smaller.dataset]`"),
        ("[training]", "[training", "no TOML"),
        ("# The file's size", 'output_dir = "/x"\n# The', "lyrad writes this itself"),
    ],
)
def test_what_does_not_go_together_is_told(old, new, told):
    text = SHIPPED[Base.SDXL].replace(old, new, 1)
    if told:
        assert told in "\n".join(faults(text))
    else:
        assert read_preset(text, Base.SDXL, "mine")


def test_a_span_of_noise_that_is_none_is_told_for_the_expert_that_has_it():
    text = SHIPPED[Base.WAN22].replace("max_timestep = 875", "max_timestep = 1001")
    assert "`max_timestep` 1001" in faults(text, Base.WAN22)[0]
    text = SHIPPED[Base.WAN22].replace("[high]\n", "[high]\nmin_timesteps = 3\n")
    assert "[high] | `min_timesteps`" in faults(text, Base.WAN22)[0]


def test_a_task_that_is_written_otherwise_is_told():
    text = SHIPPED[Base.WAN22].replace('"t2v-A14B"', '"t2v-a14b"')
    assert "`task`" in faults(text, Base.WAN22)[0]
