"""A master is looked through before it is published, and the sheet shows what is odd."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest

from lyrad.actions._checks import judged, rendered_smaller
from lyrad.actions._sheet import sheet
from lyrad.core.clip_words import clip_words
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.clip_check import Blend, Blended, ClipFindings, Still
from lyrad.model.media import Size, Sound
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact
from lyrad.model.take import Check
from lyrad.ports import Bench, LookOrder
from tests.support.benches import bench, given
from tests.support.clips import write_clip
from tests.support.cut_shots import SIZE, view
from tests.support.nouns import plan, shot_spec
from tests.support.signal import FakeSignal

FILM = Size(width=SIZE[0], height=SIZE[1])
BROKEN = Fault(code=Code.CLIP_WRONG, what="It cannot be read.", where="here", next="Retry.")
DISSOLVE = Blended(kind=Blend.DISSOLVE, first=3, last=9)


class Told:
    """A judge that was told what to find."""

    def __init__(self, answer: ClipFindings | Exception) -> None:
        self.answer = answer
        self.orders: list[LookOrder] = []

    def judge(self, order: LookOrder, signal: FakeSignal) -> ClipFindings:
        self.orders.append(order)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def found(**changes: Any) -> ClipFindings:
    still = Still(first=0, frames=1)
    plain = ClipFindings(frames=16, cuts=(), blends=(), black=0, still=still)
    return replace(plain, **changes)


def at_the_end(folder: Path, **spec: Any) -> Bench:
    """Return a bench with a clip of 16 frames that is cut at its ninth."""
    members = tuple(given(folder / "store", role) for role in ("first", "last"))
    what = plan(members=members, spec=shot_spec(frames=16, size=FILM, **spec))
    at = bench(folder, what)
    places = ["hills"] * 8 + ["street 11"] * 8
    frames = [view(place, 0.45 + 0.004 * n, 0.5, 0.5) for n, place in enumerate(places)]
    write_clip(at.work / "clip.mkv", frames)
    return at


def test_a_cut_and_ends_that_are_not_the_given_ones_are_told(tmp_path: Path) -> None:
    at = at_the_end(tmp_path)
    checks = judged(at, at.work / "clip.mkv")
    assert clip_words(checks) == (
        "cut at frame 9",
        "the first frame is not yours",
        "the last frame is not yours",
    )
    assert checks[0] == Check(name="cut", passed=False, figure="at frame 9", frames=(9,))


def test_the_sheet_shows_both_sides_of_a_cut(tmp_path: Path) -> None:
    at = at_the_end(tmp_path)
    checks = (Check(name="cut", passed=False, figure="at frame 9", frames=(9,)),)
    for name, told in (("plain", ()), ("odd", checks)):
        sheet(at, at.work / "clip.mkv", at.work / f"{name}.png", told)
    plain, odd = (cv2.imread(str(at.work / f"{name}.png")) for name in ("plain", "odd"))
    assert odd.shape[0] > plain.shape[0]
    before, after = (cv2.imread(str(at.work / f"tile_{number}.png")) for number in (7, 8))
    assert cv2.absdiff(before, after).mean() > 20


def test_a_dissolve_that_was_drawn_as_one_is_no_fault(tmp_path: Path) -> None:
    drawn = Artifact(kind="clip", path="0/clip.mkv", facts={"method": "dissolve"})
    at = replace(at_the_end(tmp_path), judge=Told(found(blends=(DISSOLVE,))))
    assert clip_words(judged(at, tmp_path)) == ("dissolve in frames 4 to 10",)
    assert clip_words(judged(replace(at, earlier=(drawn,)), tmp_path)) == ()


def test_a_step_that_rendered_smaller_is_a_check_that_fails(tmp_path: Path) -> None:
    facts: dict[str, JSON] = {"asked_size": "96x64", "smaller_than": "128x80"}
    made = Artifact(kind="clip", path="0/clip.mkv", facts=facts)
    at = bench(tmp_path, plan())
    assert rendered_smaller(at) == ()
    (check,) = rendered_smaller(replace(at, earlier=(made,)))
    assert (check.passed, check.figure) == (False, "96x64 instead of 128x80")


def test_a_clip_that_cannot_be_looked_through_is_published_all_the_same(tmp_path: Path) -> None:
    at = replace(at_the_end(tmp_path), judge=Told(Permanent(BROKEN)))
    (check,) = judged(at, tmp_path)
    assert (check.name, check.passed, check.figure) == ("look", False, "It cannot be read.")


@pytest.mark.parametrize(("asked", "heard"), [(Sound.KEEP, True), (Sound.DROP, False)])
def test_a_sound_is_listened_to_where_it_was_asked_for(
    tmp_path: Path, asked: Sound, *, heard: bool
) -> None:
    judge, sound = Told(found()), Artifact(kind="sound", path="0/clip.flac")
    at = replace(at_the_end(tmp_path, sound=asked), judge=judge, earlier=(sound,))
    judged(at, tmp_path)
    assert judge.orders[0].sound == (at.job_work / "0/clip.flac" if heard else None)
