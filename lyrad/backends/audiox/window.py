"""Read AudioX's window from what Gradio says of it: which inputs it has, and in which order.

An input is known by the name of its argument, else by its label; the order of the original is only
the last resort, for inputs with neither. What nobody knows gets the value that the window shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lyrad.model.names import JSON

ORDER: Mapping[str, JSON] = {
    "prompt": "",
    "negative_prompt": None,
    "video_file": None,
    "video_path": None,
    "audio_prompt_file": None,
    "audio_prompt_path": None,
    "seconds_start": 0,
    "seconds_total": 10,
    "cfg_scale": 7.0,
    "steps": 100,
    "preview_every": 0,
    "seed": "-1",
    "sampler_type": "dpmpp-3m-sde",
    "sigma_min": 0.03,
    "sigma_max": 500,
    "cfg_rescale": 0.0,
    "use_init": False,
    "init_audio": None,
    "init_noise_level": 0.1,
}
"""The original's inputs in its order, with what its window shows at first."""

_LABELS = {
    "upload_video_file": "video_file",
    "upload_audio_prompt_file": "audio_prompt_file",
    "video_seconds_start": "seconds_start",
    "cfg_rescale_amount": "cfg_rescale",
    "use_init_audio": "use_init",
}
"""Labels that are not simply the argument's name in words."""

_NEEDED = frozenset({"prompt", "seconds_total", "steps", "seed"})
_GENERATE = re.compile(r"/generate(_\d+)?")
_UNNAMED = re.compile(r"param(eter)?_\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How to ask: the call's `name`, its `inputs` in order, each with what it shows by itself.

    An input that nobody knows has an empty name. `sound` is which of the results is the sound,
    None where the window does not say.
    """

    name: str
    inputs: tuple[tuple[str, JSON], ...]
    sound: int | None

    def filled(self, wanted: Mapping[str, JSON]) -> list[JSON]:
        """Return the arguments in order: what is wanted, else what the window shows."""
        return [wanted.get(name, shown) for name, shown in self.inputs]

    def takes(self, name: str) -> bool:
        """Return whether it has an input."""
        return any(name == known for known, _ in self.inputs)


def read_window(info: object) -> Window | None:
    """Return AudioX's window from `/info`, or None where this is some other program's.

    A window may have a second tab, whose call is `generate_1`: the one with least that is unknown
    is used.
    """
    said = info.get("named_endpoints") if isinstance(info, dict) else None
    calls = said if isinstance(said, dict) else {}
    windows = [_window(name, about) for name, about in calls.items() if _GENERATE.fullmatch(name)]
    ours = [each for each in windows if {name for name, _ in each.inputs} >= _NEEDED]
    return min(ours, key=_unknown, default=None)


def _window(name: str, about: Any) -> Window:  # noqa: ANN401 - JSON of which nothing is promised
    parameters = [each for each in _items(about, "parameters") if isinstance(each, dict)]
    sounds = [
        number
        for number, result in enumerate(_items(about, "returns"))
        if isinstance(result, dict) and result.get("component") == "Audio"
    ]
    return Window(
        name=name.removeprefix("/"),
        inputs=tuple(_inputs(parameters)),
        sound=sounds[0] if sounds else None,
    )


def _inputs(parameters: list[dict[str, Any]]) -> Iterator[tuple[str, JSON]]:
    positions = tuple(ORDER)
    for number, parameter in enumerate(parameters):
        name = _known(parameter.get("parameter_name")) or _known(parameter.get("label"))
        if not name and _UNNAMED.fullmatch(str(parameter.get("label"))):
            name = positions[number] if number < len(positions) else ""
        shown = parameter.get("parameter_default")
        yield name, ORDER.get(name) if shown is None else shown


def _known(word: object) -> str:
    """Return the input that a name or a label means: `Seed (set to -1 for random seed)`."""
    text = re.sub(r"\(.*\)", "", str(word)).strip().lower().replace(" ", "_")
    name = _LABELS.get(text, text)
    return name if name in ORDER else ""


def _unknown(window: Window) -> int:
    return sum(not name for name, _ in window.inputs)


def _items(about: object, key: str) -> list[Any]:
    found = about.get(key) if isinstance(about, dict) else None
    return found if isinstance(found, list) else []
