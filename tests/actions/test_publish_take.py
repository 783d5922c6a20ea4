from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import pytest
from pydantic import ValidationError

from lyrad.actions.perform import perform
from lyrad.actions.publish_take import PublishTake
from lyrad.actions.render_between import RenderBetween
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.media import Master, Size
from lyrad.model.plan import Artifact, Done, Later, Step
from lyrad.ports import Bench
from tests.support.benches import FolderPublisher, bench, given
from tests.support.clips import counted, streams, write_clip
from tests.support.nouns import plan, shot_spec
from tests.support.signal import FakeSignal

NTSC = Fraction(24000, 1001)
STEM = "SC010_SH0020_T01_v001"
LOCKED = Fault(code=Code.SHARE_LOCKED, what="It is locked.", where="here", next="Wait.")


def at_publishing(folder: Path, *, frames: int = 9, made: int | None = None, **spec: Any) -> Bench:
    """Return a bench at the second step, the clip of the first already there."""
    size = spec.pop("size", Size(width=64, height=36))
    members = tuple(given(folder / "store", role) for role in ("first", "last"))
    what = plan(
        members=members,
        spec=shot_spec(frames=frames, rate=NTSC, size=size, **spec),
        steps=(
            Step(action="render.between", fields={}, lane="cpu"),
            Step(action="publish.take", fields={}, lane="cpu"),
        ),
    )
    at = bench(folder, what)
    write_clip(at.work / "clip.mkv", counted(made or frames, size.width, size.height), NTSC)
    facts = {
        "action": "render.between",
        "backend": "builtin",
        "ticket": "ticket-1",
        "tries": 2,
        "seconds": 1.5,
        "draft": True,
        "method": "layered in-between",
        "pictures": {"first": {"done": ["turned 180°"]}},
        "warnings": ["A dissolve: the frames share nothing."],
    }
    clip = Artifact(kind="clip", path="0/clip.mkv", facts=facts)
    work = folder / "work" / "1"
    work.mkdir()
    return replace(at, step=1, work=work, earlier=(clip,))


def published(at: Bench) -> FolderPublisher:
    assert isinstance(at.publisher, FolderPublisher)
    return at.publisher


def test_a_take_holds_master_poster_sheet_and_proxy_by_their_names(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    (take,) = PublishTake(proxy=90).perform(at)
    assert published(at).names == [
        f"T01/{STEM}.mp4",
        f"T01/_info/{STEM}_poster.jpg",
        f"T01/_info/{STEM}_proxy.mp4",
        f"T01/_info/{STEM}_sheet.jpg",
    ]
    folder = tmp_path / "takes" / "T01"
    for name in (f"{STEM}.mp4", f"_info/{STEM}_proxy.mp4"):
        clip = FFmpeg().probe(folder / name, FakeSignal())
        assert (clip.frames, clip.rate) == (9, NTSC)
    poster = cv2.imread(str(folder / "_info" / f"{STEM}_poster.jpg"))
    assert poster.shape == (36, 64, 3)
    assert abs(float(poster.mean()) - 24) <= 2  # frame 2 of 9, a quarter into the shot
    assert take.kind == "take"
    assert (take.facts["take"], take.facts["version"]) == (1, 1)
    assert take.facts["path"] == "scenes/SC010/SH0020/takes/T01"


def test_the_receipt_tells_how_the_take_came_about(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    PublishTake(proxy=None, sheet=False).perform(at)
    receipt = published(at).receipts[at.plan.job]
    assert (receipt.take, receipt.version, receipt.draft, receipt.seed) == (1, 1, True, 1)
    named = {check.name: check for check in receipt.checks}
    assert [*named][:4] == ["decodes", "frames", "rate", "size"]
    assert {"cut", "frozen", "first frame", "last frame", "mark"} <= named.keys()
    assert all(named[name].passed for name in ("decodes", "frames", "rate", "size", "cut", "mark"))
    assert "24000/1001" in receipt.checks[2].figure
    render, publish = receipt.steps
    assert (render.action, render.ticket, render.tries) == ("render.between", "ticket-1", 2)
    assert render.facts["method"] == "layered in-between"
    assert (publish.action, publish.facts["master"]) == ("publish.take", "h264")
    assert [record.role for record in receipt.inputs] == ["first", "last"]
    assert {"lyrad", "ffmpeg", "opencv"} <= set(receipt.tools)
    assert receipt.spec["frames"] == 9
    assert receipt.spec["fps"] == receipt.inherited["fps"] == "24"


def test_what_a_person_should_know_is_among_the_facts(tmp_path: Path) -> None:
    (take,) = PublishTake(proxy=None, sheet=False, poster=False).perform(at_publishing(tmp_path))
    assert take.facts["draft"] is True
    assert take.facts["warnings"] == [
        "T01 may be wrong: black in 1 of 9 frames, the last frame is not yours.",
        "first.png: turned 180°.",
        "A dissolve: the frames share nothing.",
    ]


def test_only_what_was_asked_for_is_published(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    assert published(at).names == [f"T01/{STEM}.mp4"]


@pytest.mark.parametrize(
    ("master", "ending"), [(Master.PRORES_422_HQ, ".mov"), (Master.DNXHR_HQX, ".mov")]
)
def test_a_mastering_format_has_the_start_timecode_and_the_stem_as_reel(
    tmp_path: Path, master: Master, ending: str
) -> None:
    spec = {"inherited": {"start_timecode": "10:00:00:00"}, "size": Size(width=256, height=144)}
    at = at_publishing(tmp_path, frames=3, master=master, **spec)
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    assert published(at).names == [f"T01/{STEM}{ending}"]
    tags = streams(tmp_path / "takes" / published(at).names[0])[1]["tags"]
    assert (tags["timecode"], tags["reel_name"]) == ("10:00:00:00", STEM)


def test_pictures_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    at = at_publishing(tmp_path, frames=3, master=Master.PNG)
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    assert published(at).names == [f"T01/{STEM}/{STEM}.{k:05d}.png" for k in (1001, 1002, 1003)]
    checks = published(at).receipts[at.plan.job].checks
    named = [check.name for check in checks]
    assert (named[:4], named[-1]) == (["decodes", "frames", "size", "cut"], "mark")


def test_a_master_that_is_not_what_was_ordered_is_not_published(tmp_path: Path) -> None:
    at = at_publishing(tmp_path, frames=9, made=8)
    with pytest.raises(Permanent) as caught:
        PublishTake().perform(at)
    assert caught.value.fault.code is Code.CLIP_WRONG
    assert published(at).names == []
    assert [file.suffix for file in (at.job_work / "rejects").iterdir()] == [".mp4"]


def test_what_an_earlier_try_finished_is_not_made_again(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    published(at).refuse = Temporary(LOCKED)
    with pytest.raises(Temporary):
        PublishTake().perform(at)
    made = {file.name: file.stat().st_mtime_ns for file in at.work.iterdir()}
    (at.job_work / "0" / "clip.mkv").unlink()  # nothing can be made again without it
    published(at).refuse = None
    PublishTake().perform(at)
    kept = {file.name: file.stat().st_mtime_ns for file in at.work.iterdir()}
    assert {name: made[name] for name in made if not name.startswith("given")} == {
        name: kept[name] for name in made if not name.startswith("given")
    }
    assert len(published(at).names) == 4


def test_another_number_makes_another_master(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    published(at).refuse = Temporary(LOCKED)
    with pytest.raises(Temporary):
        PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    published(at).refuse = None
    published(at).takes[at.plan.job] = 5
    PublishTake(poster=False, sheet=False, proxy=None).perform(at)
    (name,) = published(at).names
    assert name == "T05/SC010_SH0020_T05_v001.mp4"
    assert b"SC010_SH0020_T05_v001" in (tmp_path / "takes" / name).read_bytes()


def test_without_a_clip_there_is_nothing_to_publish(tmp_path: Path) -> None:
    at = replace(at_publishing(tmp_path), earlier=())
    with pytest.raises(Permanent, match=r"render\.between"):
        PublishTake().perform(at)


@pytest.mark.parametrize("fields", [{"proxy": 361}, {"proxy": 10}, {"postr": True}])
def test_the_fields_are_strict(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PublishTake.model_validate(fields)


def test_both_verbs_one_after_the_other_make_one_take_however_often(tmp_path: Path) -> None:
    at = at_publishing(tmp_path)
    first = replace(at, step=0, work=tmp_path / "work" / "0", earlier=())
    made = perform(RenderBetween(), first)
    assert isinstance(made, Done)
    second = replace(at, earlier=made.artifacts)
    published(at).refuse = Temporary(LOCKED)
    assert isinstance(perform(PublishTake(), second), Later)
    published(at).refuse = None
    for _ in range(2):
        assert isinstance(perform(PublishTake(), second), Done)
        assert isinstance(perform(RenderBetween(), first), Done)
    assert len(published(at).receipts) == 1
    assert {name.split("/")[0] for name in published(at).names} == {"T01"}
