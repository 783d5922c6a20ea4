"""Every file of a take says how it was made, in a way that machines read."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.actions.publish_take import PublishTake
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.mark import VOCABULARY, Mark, Marks
from lyrad.model.mark_found import Validity
from lyrad.model.media import Master, Origin
from tests.actions.test_publish_take import at_publishing, published
from tests.support.nouns import member

REFUSED = Fault(code=Code.MARK_FAILED, what="It cannot be signed.", where="x", next="y")


class Refusing:
    def sign(self, path: Path, mark: Mark) -> None:
        raise Permanent(REFUSED)


def made_by(at, tool):
    (clip,) = at.earlier
    return replace(at, earlier=(replace(clip, facts={**clip.facts, "backend": tool}),))


@pytest.mark.parametrize(
    ("tool", "origin", "kind"),
    [
        ("comfyui", Origin.CAPTURED, "trainedAlgorithmicMedia"),
        ("comfyui", Origin.AI, "trainedAlgorithmicMedia"),
        ("builtin", Origin.AI, "compositeSynthetic"),
        ("builtin", Origin.DRAWN, "algorithmicMedia"),
        ("builtin", Origin.CAPTURED, "algorithmicMedia"),
    ],
)
def test_every_file_of_a_take_says_valid_and_alike_how_it_was_made(tmp_path, tool, origin, kind):
    at = made_by(at_publishing(tmp_path, origin=origin), tool)
    PublishTake(proxy=90).perform(at)
    files = [path for path in sorted((tmp_path / "takes").rglob("*")) if path.is_file()]
    assert len(files) == 4
    for path in files:
        found = at.marker.read(path)
        assert found.signed is not None
        assert found.signed.validity is not Validity.INVALID, (path, found.signed.problems)
        assert found.signed.source_type == VOCABULARY + kind
    check = published(at).receipts[at.plan.job].checks[-1]
    assert (check.name, check.passed, check.figure) == ("mark", True, kind)


def test_the_given_frames_are_the_masters_ingredients(tmp_path):
    at = at_publishing(tmp_path)
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    (master,) = (tmp_path / "takes" / "T01").glob("*.mp4")
    found = at.marker.read(master)
    assert [one.title for one in found.signed.ingredients] == ["first.png", "last.png"]
    assert {one.relation for one in found.signed.ingredients} == {"inputTo"}
    assert "compositeSynthetic" in found.comment or "algorithmicMedia" in found.comment


@pytest.mark.parametrize("models", [[], ["models/upscale_models/x.pth"]])
@pytest.mark.parametrize("marks", [Marks.ON, Marks.OFF])
def test_a_finished_take_has_its_source_for_an_ingredient_and_never_a_milder_type(
    tmp_path, models, marks
):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first = made_by(at_publishing(tmp_path / "one", origin=Origin.CAPTURED), "comfyui")
    first = replace(first, plan=replace(first.plan, marks=marks))
    PublishTake(poster=False, sheet=False, proxy=None).perform(first)
    (source,) = (tmp_path / "one" / "takes" / "T01").glob("*.mp4")

    at = made_by(at_publishing(tmp_path / "two", origin=Origin.CAPTURED), "comfyui")
    sha = hashlib.sha256(source.read_bytes()).hexdigest()
    shutil.copy(source, at.store(sha))
    clip = member("video", path=f"takes/T01/{source.name}", sha256=sha)
    facts = {**at.earlier[0].facts, "models": models}
    at = replace(
        at,
        plan=replace(at.plan, members=(*at.plan.members, clip)),
        earlier=(replace(at.earlier[0], facts=facts),),
    )
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    (master,) = (tmp_path / "two" / "takes" / "T01").glob("*.mp4")
    found = at.marker.read(master)
    assert found.signed.source_type == VOCABULARY + "trainedAlgorithmicMedia"
    assert [one.title for one in found.signed.ingredients] == [source.name]


def test_each_picture_of_a_sequence_is_marked(tmp_path):
    at = at_publishing(tmp_path, frames=3, master=Master.PNG)
    PublishTake(poster=True, sheet=False, proxy=None).perform(at)
    pictures = sorted((tmp_path / "takes").rglob("*.png"))
    assert len(pictures) == 3
    assert all(at.marker.read(path).signed for path in pictures)


def test_with_marks_off_nothing_is_marked_and_nothing_is_checked(tmp_path):
    at = at_publishing(tmp_path)
    at = replace(at, plan=replace(at.plan, marks=Marks.OFF))
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    (master,) = (tmp_path / "takes" / "T01").glob("*.mp4")
    found = at.marker.read(master)
    assert (found.signed, found.comment) == (None, "")
    assert "mark" not in [check.name for check in published(at).receipts[at.plan.job].checks]


def test_a_mark_that_fails_is_told_and_the_take_is_published_all_the_same(tmp_path):
    at = at_publishing(tmp_path)
    marker = type("Marker", (Refusing,), {"read": lambda self, path: at.marker.read(path)})()
    at_ = replace(at, marker=marker)
    PublishTake(poster=False, sheet=False, proxy=None).perform(at_)
    check = published(at).receipts[at.plan.job].checks[-1]
    assert (check.name, check.passed) == ("mark", False)
    assert "It cannot be signed." in check.figure


def test_a_production_that_requires_marks_publishes_nothing_without(tmp_path):
    at = at_publishing(tmp_path)
    marker = type("Marker", (Refusing,), {"read": lambda self, path: at.marker.read(path)})()
    at_ = replace(at, marker=marker, plan=replace(at.plan, marks=Marks.REQUIRED))
    with pytest.raises(Permanent, match="cannot be signed"):
        PublishTake(poster=False, sheet=False, proxy=None).perform(at_)
    assert published(at).names == []
