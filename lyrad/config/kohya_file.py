"""The model of `backends.kohya` in `lyrad.yaml`: where the trainers are, and the base models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator

from lyrad.config.checked import Checked
from lyrad.config.fields import Words
from lyrad.config.unfit import unfit
from lyrad.model.character import Base


class CheckpointFile(Checked):
    """A base model in a single file."""

    meant: ClassVar[Mapping[str, str]] = {"model": "checkpoint", "path": "checkpoint"}

    checkpoint: Words = Field(
        description="The model's own file.", examples=["/models/sd_xl_base_1.0.safetensors"]
    )


class FluxFile(CheckpointFile):
    """FLUX.1, in four files."""

    clip_l: Words = Field(description="The text encoder CLIP-L.", examples=["/models/clip_l.sft"])
    t5xxl: Words = Field(description="The text encoder T5-XXL.", examples=["/models/t5xxl.sft"])
    ae: Words = Field(description="The autoencoder.", examples=["/models/ae.safetensors"])


class WanFile(Checked):
    """Wan 2.2, in four files."""

    dit_low: Words = Field(
        description="The expert for little noise, fp16.", examples=["/models/wan22_low.sft"]
    )
    dit_high: Words = Field(
        description="The expert for much noise, fp16.", examples=["/models/wan22_high.sft"]
    )
    vae: Words = Field(description="The VAE, of Wan 2.1.", examples=["/models/Wan2.1_VAE.pth"])
    t5: Words = Field(description="The text encoder.", examples=["/models/umt5-xxl.pth"])


class ModelsFile(Checked):
    """The base models, by what LoRAs are trained for."""

    sd15: CheckpointFile | None = Field(None, description="Stable Diffusion 1.5.")
    sdxl: CheckpointFile | None = Field(None, description="SDXL.")
    flux1: FluxFile | None = Field(None, description="FLUX.1-dev.")
    wan22: WanFile | None = Field(None, description="Wan 2.2, T2V-A14B.")

    def of(self, base: Base) -> Mapping[str, str]:
        """Return a base's files by part; empty where nothing is said of it."""
        found: CheckpointFile | WanFile | None = getattr(self, base.value)
        return found.model_dump() if found else {}


class KohyaFile(Checked):
    """Kohya's trainers."""

    meant: ClassVar[Mapping[str, str]] = {
        "repo": "sd_scripts", "path": "sd_scripts", "musubi_tuner": "musubi", "venv": "python",
        "conda": "conda_env",
    }  # fmt: skip

    sd_scripts: Words | None = Field(
        None,
        description="The repository sd-scripts: Stable Diffusion 1.5, SDXL, FLUX.1.",
        examples=["/opt/sd-scripts"],
    )
    musubi: Words | None = Field(
        None, description="The repository musubi-tuner: Wan 2.2.", examples=["/opt/musubi-tuner"]
    )
    python: Words | None = Field(
        None,
        description="The Python they run in; without it, `venv` in each repository.",
        examples=["/opt/sd-scripts/venv/bin/python"],
    )
    conda_env: Words | None = Field(
        None, description="Or the conda environment that has it.", examples=["kohya"]
    )
    models: ModelsFile = Field(ModelsFile.model_construct(), description="The base models' files.")
    tokenizers: Words | None = Field(
        None,
        description="Where sd-scripts finds tokenizers, so that it needs no internet.",
        examples=["/models/tokenizers"],
    )

    @model_validator(mode="after")
    def _one_interpreter(self) -> KohyaFile:
        if self.python and self.conda_env:
            raise unfit("`python` and `conda_env` say the same twice", "Remove one of them.",
                        at="conda_env")  # fmt: skip
        if not self.sd_scripts and not self.musubi:
            raise unfit("at least one trainer's repository", "Add `sd_scripts:` or `musubi:`.")
        return self
