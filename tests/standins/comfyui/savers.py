"""The nodes that write files: which, under which names, and what the history says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.standins.comfyui import encode
from tests.standins.comfyui.encode import Film
from tests.standins.comfyui.files import Folders, Results
from tests.standins.comfyui.pictures import Row, spoiled
from tests.standins.comfyui.quirks import Quirks

_CODECS = {"mp4": {"auto", "h264"}, "webm": {"auto", "vp9"}}

Shown = dict[str, Any]
"""What the history says of a node: its files, by medium."""
Inputs = Mapping[str, Any]


@dataclass
class Saver:
    """Writes for one prompt; `written` is every file so far."""

    folders: Folders
    quirks: Quirks
    graph: dict[str, Any]
    pnginfo: Any
    written: list[Path]

    def words(self) -> dict[str, Any]:
        """Return what is written into each file; a list instead of a dict raises."""
        found = {"prompt": self.graph}
        for key in self.pnginfo or {}:
            found[key] = self.pnginfo[key]
        return found

    def spoiled(self, row: Row) -> Row:
        """Return what is written instead, if a test asked for it; the cache keeps the good one."""
        return spoiled(row, self.quirks.take("output"))

    def film(self, inputs: Inputs) -> Film:
        """CreateVideo. A rate is kept in thousandths."""
        rate = Fraction(round(inputs["fps"] * 1000), 1000)
        return Film(inputs["images"], rate, inputs.get("audio"))

    def image(self, inputs: Inputs, kind: str = "output") -> Shown:
        results = self.folders.next_results(kind, inputs.get("filename_prefix", "ComfyUI_temp"))
        row = self.spoiled(inputs["images"])
        return {"images": [self._png(results, row, number) for number in range(row.count)]}

    def preview(self, inputs: Inputs) -> Shown:
        return self.image(inputs, "temp")

    def video(self, inputs: Inputs) -> Shown:
        chosen, codec = inputs["format"], inputs.get("format.codec", inputs.get("codec", "auto"))
        suffix = {"auto": "mp4", "mp4": "mp4", "webm": "webm"}.get(chosen)
        if suffix is None or codec not in _CODECS[suffix]:
            raise TypeError(f"no such format and codec: {chosen}, {codec}")
        return self._film(inputs["video"], inputs["filename_prefix"], suffix)

    def webm(self, inputs: Inputs) -> Shown:
        return self._film(self.film(inputs), inputs["filename_prefix"], "webm")

    def webp(self, inputs: Inputs) -> Shown:
        return self._film(self.film(inputs), inputs["filename_prefix"], "webp")

    def flac(self, inputs: Inputs) -> Shown:
        return self._sound(inputs, "flac")

    def mp3(self, inputs: Inputs) -> Shown:
        return self._sound(inputs, "mp3")

    def opus(self, inputs: Inputs) -> Shown:
        return self._sound(inputs, "opus")

    def any_sound(self, inputs: Inputs) -> Shown:
        return self._sound(inputs, inputs["format"])

    def hearing(self, inputs: Inputs) -> Shown:
        return self._sound({"filename_prefix": "ComfyUI_temp", **inputs}, "flac", "temp")

    def lora(self, inputs: Inputs) -> Shown:
        """The history says nothing of this file."""
        steps = f"_{inputs['steps']}_steps" if "steps" in inputs else ""
        results = self.folders.next_results("output", inputs["prefix"] + steps)
        path = self._keep(results.path(".safetensors"))
        path.write_bytes((2).to_bytes(8, "little") + b"{}")
        return {}

    def _png(self, results: Results, row: Row, number: int) -> Shown:
        path = self._keep(results.path(".png", index=number))
        encode.write_png(path, row.at(number), self.words())
        return results.entry(path)

    def _film(self, film: Film, prefix: str, suffix: str) -> Shown:
        results = self.folders.next_results("output", prefix)
        path = results.path(f".{suffix}")
        spoiled_film = replace(film, row=self.spoiled(film.row))
        encode.write_film(self._keep(path), spoiled_film, self.words())
        return {"images": [results.entry(path)], "animated": [True]}

    def _sound(self, inputs: Inputs, suffix: str, kind: str = "output") -> Shown:
        results = self.folders.next_results(kind, inputs["filename_prefix"])
        trail = "_" if self.quirks.server.trails_audio_names else ""
        path = results.path(f".{suffix}", trail=trail)
        encode.write_sound(self._keep(path), inputs["audio"], self.words())
        return {"audio": [results.entry(path)]}

    def _keep(self, path: Path) -> Path:
        self.written.append(path)
        return path


SAVERS: dict[str, Callable[[Saver, Inputs], Shown]] = {
    "SaveImage": Saver.image,
    "PreviewImage": Saver.preview,
    "SaveVideo": Saver.video,
    "SaveWEBM": Saver.webm,
    "SaveAnimatedWEBP": Saver.webp,
    "SaveAudio": Saver.flac,
    "SaveAudioMP3": Saver.mp3,
    "SaveAudioOpus": Saver.opus,
    "SaveAudioAdvanced": Saver.any_sound,
    "PreviewAudio": Saver.hearing,
    "SaveLoRA": Saver.lora,
}
