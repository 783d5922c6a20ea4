"""Write the list of sample pictures that a trainer draws on its way, and read their names.

One line a picture, in sd-scripts' own notation: `--w` and `--h` the size, `--s` the steps, `--l`
the guidance, `--d` the seed. The same seeds at every epoch, so that pictures can be compared.
"""

from __future__ import annotations

import re

from lyrad.model.character import Base, CharacterSpec

FILE = "samples.txt"
FOLDER = "sample"
"""Where sd-scripts draw them, below the folder of the LoRA."""

_VIEWS = {
    True: ("portrait, close-up, looking at viewer", "full body, standing, outdoors"),
    False: ("a portrait, looking at the camera", "standing outdoors, seen from head to foot"),
}
"""What is drawn, as tags and in words: a face, and a figure."""

_STEPS = 20
_GUIDANCE = {Base.SD15: 7.5, Base.SDXL: 6.0, Base.FLUX1: 3.5}
_SIDES = {Base.SD15: 512, Base.SDXL: 1024, Base.FLUX1: 1024}
_NAME = re.compile(r"_e(?P<epoch>\d{6})_(?P<number>\d{2})_\d{14}(_\d+)?\.png")

BASES = frozenset(_SIDES)
"""Models whose trainer draws samples with what it has loaded anyway."""


def sample_list(spec: CharacterSpec, seed: int) -> str:
    """Return the list, as it stands in the trainer's file."""
    side, guidance = _SIDES[spec.base], _GUIDANCE[spec.base]
    who = f"{spec.word} {spec.kind}".strip()
    return "".join(
        f"{who}, {view} --w {side} --h {side} --s {_STEPS} --l {guidance} --d {seed + number}\n"
        for number, view in enumerate(_VIEWS[spec.base.tagged])
    )


def label(name: str) -> str:
    """Return which picture a trainer's file is, `000002-01`: its epoch and its line; '' for none.

    The trainer's own names have the time of day in them, which says nothing later.
    """
    found = _NAME.search(name)
    return f"{found['epoch']}-{int(found['number']) + 1:02}" if found else ""
