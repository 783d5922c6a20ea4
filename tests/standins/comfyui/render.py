"""What each node class does here. A class without an entry hands on what came in, type by type.

So a model loader yields a token, a sampler yields its latent, and only what makes pictures, sound
or files has to be told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from PIL import Image

from tests.standins.comfyui import pictures
from tests.standins.comfyui.decode import read_film
from tests.standins.comfyui.encode import Sound
from tests.standins.comfyui.files import Folders
from tests.standins.comfyui.pictures import Picture, Row, single

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Latent:
    """A film or a sound that is not decoded yet."""

    length: int = 1
    width: int = 0
    height: int = 0
    given: Mapping[int, Picture] = field(default_factory=dict)
    guides: int = 0
    """Guide frames that LTX appends; who does not crop them gets eight more frames for each."""
    seconds: float = 0.0
    sound: Latent | None = None
    seed: int = 0
    beats: int = 0

    def decoded(self) -> Row:
        length = self.length + 8 * self.guides
        return pictures.film(length, self.given, (self.width, self.height), self.seed)

    def heard(self) -> Sound:
        rate = 48_000 if self.beats else 44_100
        return Sound(self.seconds, 220 + 20 * (self.seed % 20), rate, self.beats)


@dataclass(frozen=True)
class Words:
    """What ACE-Step's words become: all that is heard of them here is the tempo."""

    beats: int


@dataclass(frozen=True)
class Maker:
    """What makes things out of inputs; `KINDS` says which method is for which class."""

    folders: Folders

    def load_image(self, inputs: Inputs) -> tuple[Any, ...]:
        with Image.open(self.folders.annotated(inputs["image"])) as image:
            return single(np.asarray(image.convert("RGB"))), "MASK"

    def load_audio(self, inputs: Inputs) -> tuple[Any, ...]:
        return (Sound(self.folders.annotated(inputs["audio"]).stat().st_size / 176_400 + 0.1),)

    def load_video(self, inputs: Inputs) -> tuple[Any, ...]:
        return (read_film(self.folders.annotated(inputs["file"])),)

    def parts_of_video(self, inputs: Inputs) -> tuple[Any, ...]:
        film = inputs["video"]
        return film.row, film.sound, float(film.rate), 8, "sRGB"

    def upscale(self, inputs: Inputs) -> tuple[Any, ...]:
        row = inputs["image"]
        return (row.scaled(2 * row.width, 2 * row.height, "lanczos", crop=False),)

    def scale(self, inputs: Inputs) -> tuple[Any, ...]:
        size, method = (inputs["width"], inputs["height"]), inputs["upscale_method"]
        if not any(size):
            return (inputs["image"],)
        return (inputs["image"].scaled(*size, method, crop=inputs["crop"] == "center"),)

    def batch(self, inputs: Inputs) -> tuple[Any, ...]:
        return (inputs["image1"].followed_by(inputs["image2"]),)

    def part(self, inputs: Inputs) -> tuple[Any, ...]:
        row = inputs["image"]
        first = min(inputs["batch_index"], row.count - 1)
        return (row.part(first, min(inputs["length"], row.count - first)),)

    def plain(self, inputs: Inputs) -> tuple[Any, ...]:
        colour = inputs["color"]
        rgb = (colour >> 16, colour >> 8 & 255, colour & 255)
        picture = np.full((inputs["height"], inputs["width"], 3), rgb, np.uint8)
        return (replace(single(picture), count=inputs["batch_size"]),)

    def between(self, inputs: Inputs) -> tuple[Any, ...]:
        """Wan and Hunyuan: every fourth frame is a latent one, sizes are multiples of eight."""
        latent = _empty(inputs, step=4, grid=8)
        last = latent.length - 1
        named = {"start_image": 0, "image": 0, "end_image": last}
        for name, where in named.items():
            if inputs.get(name) is not None:
                latent = _with(latent, inputs[name], where)
        return inputs.get("positive"), inputs.get("negative"), latent

    def from_image(self, inputs: Inputs) -> tuple[Any, ...]:
        return (self.between(inputs)[2],)

    def empty_ltx(self, inputs: Inputs) -> tuple[Any, ...]:
        return (_empty(inputs, step=8, grid=32),)

    def ltx_from_image(self, inputs: Inputs) -> tuple[Any, ...]:
        latent = _with(_empty(inputs, step=8, grid=32), inputs["image"], 0)
        return inputs["positive"], inputs["negative"], latent

    def guide(self, inputs: Inputs) -> tuple[Any, ...]:
        latent, where = inputs["latent"], inputs["frame_idx"]
        latent = _with(latent, inputs["image"], where if where >= 0 else latent.length + where)
        guided = replace(latent, guides=latent.guides + 1)
        return inputs["positive"], inputs["negative"], guided

    def crop_guides(self, inputs: Inputs) -> tuple[Any, ...]:
        return inputs["positive"], inputs["negative"], replace(inputs["latent"], guides=0)

    def join(self, inputs: Inputs) -> tuple[Any, ...]:
        return (replace(inputs["video_latent"], sound=inputs["audio_latent"]),)

    def separate(self, inputs: Inputs) -> tuple[Any, ...]:
        latent = inputs["av_latent"]
        return latent, replace(latent.sound, seed=latent.seed)

    def sound_of_frames(self, inputs: Inputs) -> tuple[Any, ...]:
        return (Latent(seconds=inputs["frames_number"] / inputs["frame_rate"]),)

    def sound_of_seconds(self, inputs: Inputs) -> tuple[Any, ...]:
        return (Latent(seconds=inputs["seconds"]),)

    def words_for_music(self, inputs: Inputs) -> tuple[Any, ...]:
        return (Words(inputs["bpm"]),)

    def silence(self, inputs: Inputs) -> tuple[Any, ...]:
        return (Sound(inputs["duration"], rate=inputs["sample_rate"]),)

    def noise(self, inputs: Inputs) -> tuple[Any, ...]:
        return (inputs["noise_seed"],)

    def sample(self, inputs: Inputs) -> tuple[Any, ...]:
        latent, seed = inputs["latent_image"], inputs.get("seed", inputs.get("noise_seed", 0))
        noise = inputs.get("noise", seed if inputs.get("add_noise") != "disable" else latent.seed)
        words = inputs.get("positive")
        beats = words.beats if isinstance(words, Words) else 0
        return (replace(latent, seed=noise, beats=beats),) * 2

    def decode(self, inputs: Inputs) -> tuple[Any, ...]:
        return (inputs["samples"].decoded(),)

    def hear(self, inputs: Inputs) -> tuple[Any, ...]:
        return (inputs["samples"].heard(),)


def _empty(inputs: Inputs, *, step: int, grid: int) -> Latent:
    """Return a latent film; what fits no latent frame is dropped silently, as models do."""
    length = (inputs["length"] - 1) // step * step + 1
    return Latent(length, *(max(1, inputs[side] // grid) * grid for side in ("width", "height")))


def _with(latent: Latent, row: Row, where: int) -> Latent:
    picture = row.scaled(latent.width, latent.height, "bilinear", crop=True).at(0)
    return replace(latent, given={**latent.given, where: picture})


Make = Callable[[Maker, Inputs], tuple[Any, ...]]

KINDS: dict[str, Make] = {
    "LoadImage": Maker.load_image,
    "LoadAudio": Maker.load_audio,
    "LoadVideo": Maker.load_video,
    "GetVideoComponents": Maker.parts_of_video,
    "ImageUpscaleWithModel": Maker.upscale,
    "ImageScale": Maker.scale,
    "ImageBatch": Maker.batch,
    "ImageFromBatch": Maker.part,
    "EmptyImage": Maker.plain,
    "WanFirstLastFrameToVideo": Maker.between,
    "WanImageToVideo": Maker.between,
    "HunyuanVideo15ImageToVideo": Maker.between,
    "Wan22ImageToVideoLatent": Maker.from_image,
    "EmptyLTXVLatentVideo": Maker.empty_ltx,
    "LTXVImgToVideo": Maker.ltx_from_image,
    "LTXVAddGuide": Maker.guide,
    "LTXVCropGuides": Maker.crop_guides,
    "LTXVConcatAVLatent": Maker.join,
    "LTXVSeparateAVLatent": Maker.separate,
    "LTXVEmptyLatentAudio": Maker.sound_of_frames,
    "EmptyAceStepLatentAudio": Maker.sound_of_seconds,
    "EmptyAceStep1.5LatentAudio": Maker.sound_of_seconds,
    "TextEncodeAceStepAudio1.5": Maker.words_for_music,
    "EmptyAudio": Maker.silence,
    "RandomNoise": Maker.noise,
    "KSampler": Maker.sample,
    "KSamplerAdvanced": Maker.sample,
    "SamplerCustomAdvanced": Maker.sample,
    "VAEDecode": Maker.decode,
    "VAEDecodeTiled": Maker.decode,
    "VAEDecodeAudio": Maker.hear,
    "LTXVAudioVAEDecode": Maker.hear,
}


def steps_of(name: str, inputs: Inputs) -> int:
    """Return at how many moments a node of the class reports; 0 for what does not sample."""
    if name == "KSamplerAdvanced":
        return max(1, int(min(inputs["steps"], inputs["end_at_step"]) - inputs["start_at_step"]))
    if name in {"KSampler", "TrainLoraNode"}:
        return int(inputs["steps"])
    return 8 if name == "SamplerCustomAdvanced" else 0


def handed_on(node: dict[str, Any], inputs: Inputs, types: Mapping[str, str]) -> tuple[Any, ...]:
    """Return for each output what came in of its type, or a token; `types` are the inputs'."""
    came = {kind: inputs[name] for name, kind in types.items() if name in inputs}
    return tuple(came.get(kind, kind) for kind in node["output"])


def content_of(folders: Folders, name: str, inputs: Inputs) -> str:
    """Return what a loader's result depends on beside its inputs: the file's content."""
    key = {"LoadImage": "image", "LoadAudio": "audio", "LoadVideo": "file"}.get(name)
    path = folders.annotated(inputs[key]) if key else folders.root
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
