"""The embedded captioner says what the names say and what was measured, as a draft."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lyrad.backends.builtin.captioner import BuiltinCaptioner
from lyrad.model.character import Base, CharacterSpec
from lyrad.ports import Captioned, CaptionOrder, Described
from lyrad.vision.dataset.look import looked
from tests.support.datasets import figure
from tests.support.signal import FakeSignal

SPEC = CharacterSpec(word="miravx", kind="woman", base=Base.SDXL)


def captioned(folder: Path, *pictures: tuple[str, np.ndarray]) -> Captioned:
    described = tuple(
        Described(name=name, copy=folder / "x.png", look=looked(pixels))
        for name, pixels in pictures
    )
    order = CaptionOrder(pictures=described, spec=SPEC, work=folder)
    captioner = BuiltinCaptioner()
    assert captioner.probe(order) is None
    return captioner.caption(order, FakeSignal(), lambda _: None)


def test_what_the_name_says_comes_before_what_was_measured(tmp_path: Path) -> None:
    made = captioned(tmp_path, ("laughing in rain.jpg", np.full((640, 640, 3), 10, np.uint8)))
    assert made.words == (("laughing in rain.jpg", "miravx woman, laughing, rain, dark light"),)
    assert made.draft


def test_the_framing_is_said_where_it_was_measured(tmp_path: Path) -> None:
    made = captioned(tmp_path, ("IMG_1.jpg", figure(0.5)), ("IMG_2.jpg", figure(0.11)))
    assert [words for _, words in made.words] == [
        "miravx woman, close-up",
        "miravx woman, full figure, bright light",
    ]


def test_the_same_pictures_get_the_same_words(tmp_path: Path) -> None:
    picture = ("DSC_1.jpg", figure(0.3))
    assert captioned(tmp_path, picture) == captioned(tmp_path, picture)
