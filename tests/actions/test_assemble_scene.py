"""The verb that puts a scene together, with the real FFmpeg, over real masters."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from lyrad.actions.assemble_scene import AssembleScene, scaled
from lyrad.backends.assembly.cutter import FFmpegCutter
from lyrad.backends.assembly.shelf import PartShelf
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.core.shotlist.timecode import frame_of
from lyrad.errors import Code, Permanent
from lyrad.model.mark import Marks
from lyrad.model.media import Master, Size
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, AssemblyPlan
from lyrad.ports import Assembled, AssemblyBench, MasterOrder
from tests.backends.test_assembly_cutter import click, heard
from tests.support.assemblies import assembly, cue, footage, plan, shot
from tests.support.clips import counted, read_frame, streams, write_clip
from tests.support.clock import FakeClock
from tests.support.marks import marker
from tests.support.signal import FakeSignal

SIZE = Size(width=320, height=180)
RATES = (Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001))


class FolderHome:
    """Puts assemblies into a folder; `taken` are numbers whose names a person has by then."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.given = 1
        self.taken: set[int] = set()
        self.published: list[Assembled] = []

    def begun(self, plan: AssemblyPlan) -> None:
        return

    def done(self, plan: AssemblyPlan) -> Artifact | None:
        return None

    def path(self, path: RelPath) -> Path:
        return self.root / path

    def version(self, plan: AssemblyPlan) -> int:
        return self.given

    def publish(self, plan: AssemblyPlan, version: int, made: Assembled) -> Artifact | None:
        if version in self.taken:
            self.given = version + 1
            return None
        self.published.append(made)
        return Artifact(kind="assembly", path="", facts={"version": version})


def master(
    root: Path, code: str, frames: int, rate: Fraction = Fraction(24), kind: Master = Master.H264
) -> Any:
    """Make a take's master; return the take as it is cut in."""
    ending = "mp4" if kind is Master.H264 else "mov"
    path = RelPath(f"scenes/SC010/{code}/takes/T01/SC010_{code}_T01_v001.{ending}")
    target = root / path
    target.parent.mkdir(parents=True)
    FFmpeg().master(
        MasterOrder(
            source=write_clip(root / f"{code}.mkv", counted(frames, 320, 180), rate),
            target=target,
            master=kind,
            frames=frames,
            rate=rate,
            size=SIZE,
            timecode="01:00:00:00",
            reel=target.stem,
        ),
        FakeSignal(),
        lambda _: None,
    )
    head = frame_of("01:00:00:00", rate) or 0
    return footage(code, path=path, frames=frames, rate=rate, head=head, made="algorithmicMedia")


def bench(root: Path, of: AssemblyPlan, **changes: Any) -> AssemblyBench:
    work = root / "state/work/1-assemble.scene"
    work.mkdir(parents=True, exist_ok=True)
    return replace(
        AssemblyBench(
            plan=of,
            step=0,
            tries=1,
            work=work,
            job_work=work.parent,
            earlier=(),
            clock=FakeClock(),
            signal=FakeSignal(),
            progress=lambda _: None,
            store=lambda sha: root / sha,
            cutter=FFmpegCutter(PartShelf(root / "state/parts")),
            marker=marker(root),
            home=FolderHome(root),
        ),
        **changes,
    )


def put_together(at: AssemblyBench, **fields: Any) -> Assembled:
    AssembleScene(**fields).perform(at)
    (made,) = at.home.published  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_scene_becomes_a_film_and_a_timeline_of_the_same_frames(
    tmp_path: Path, rate: Fraction
) -> None:
    first, third = master(tmp_path, "SH0010", 14, rate), master(tmp_path, "SH0030", 9, rate)
    click(tmp_path / "music.wav", 48_000, int(5 * 48_000 / rate + Fraction(1, 2)))
    head = frame_of("01:00:00:00", rate) or 0
    score = cue(head=head + 10, frames=20, rate=rate, path=RelPath("music.wav"))
    whole = assembly(
        shot("SH0010", first), shot("SH0020", rate=rate, frames=11), shot("SH0030", third),
        cues=(score,),
    )  # fmt: skip
    told: list[int] = []
    at = bench(tmp_path, plan(whole), progress=lambda one: told.append(one.done))
    made = put_together(at, height=180)
    assert made.film.name == "SC010_assembly_v001.mp4"
    found = FFmpeg().probe(made.film, FakeSignal())
    assert (found.frames, found.rate, found.timecode) == (34, rate, "01:00:00:00")
    timeline = otio.adapters.read_from_string(made.timeline.decode(), "otio_json")
    assert timeline.name == made.film.stem
    assert timeline.duration().to_frames() == 34
    sound = heard(made.film)
    loud = int((abs(sound).max(axis=1) > 0.2).argmax())
    assert abs(loud - (10 + 5) * 48_000 / rate) <= 24
    assert told[-1] == 34
    assert told == sorted(told)


def test_the_picture_says_which_shot_and_take_it_is_and_the_slate_what_is_missing(
    tmp_path: Path,
) -> None:
    whole = assembly(shot("SH0010", master(tmp_path, "SH0010", 5)), shot("SH0020", frames=5))
    made = put_together(bench(tmp_path, plan(whole)))
    picture, slate = read_frame(made.film, 2), read_frame(made.film, 7)
    assert picture[170:].max() > 200
    assert picture[:160].max() < 60
    assert slate[40:120].max() > 150
    assert slate[170:].max() > 200


def test_without_a_burn_in_masters_that_are_alike_are_joined_as_they_are(tmp_path: Path) -> None:
    takes = [master(tmp_path, code, 20) for code in ("SH0010", "SH0020")]
    whole = assembly(*(shot(take.shot.shot, take) for take in takes))
    made = put_together(bench(tmp_path, plan(whole)), burn_in=False)
    assert not (tmp_path / "state/parts").exists()
    assert FFmpeg().probe(made.film, FakeSignal()).frames == 40
    one = streams(tmp_path / takes[0].path)[0]
    joined = streams(made.film)[0]
    assert joined["tags"]["encoder"] == one["tags"]["encoder"]
    assert joined["has_b_frames"] == one["has_b_frames"] > 0


def test_an_editors_masters_are_joined_into_a_film_of_their_kind(tmp_path: Path) -> None:
    kind = Master.PRORES_422_HQ
    takes = [master(tmp_path, code, 5, kind=kind) for code in ("SH0010", "SH0020")]
    whole = assembly(*(shot(take.shot.shot, take) for take in takes))
    made = put_together(bench(tmp_path, plan(whole)), burn_in=False)
    assert made.film.name == "SC010_assembly_v001.mov"
    assert FFmpeg().probe(made.film, FakeSignal()).codec == "prores"


def test_without_a_burn_in_masters_of_two_kinds_are_encoded_alike(tmp_path: Path) -> None:
    takes = (
        master(tmp_path, "SH0010", 5),
        master(tmp_path, "SH0020", 5, kind=Master.PRORES_422_HQ),
    )
    whole = assembly(*(shot(take.shot.shot, take) for take in takes))
    made = put_together(bench(tmp_path, plan(whole)), burn_in=False)
    assert made.film.suffix == ".mp4"
    assert read_frame(made.film, 2)[170:].max() < 60


def test_where_a_name_is_taken_film_and_timeline_both_say_the_next_number(tmp_path: Path) -> None:
    whole = assembly(shot("SH0010", master(tmp_path, "SH0010", 5)))
    home = FolderHome(tmp_path)
    home.taken = {1, 2}
    made = put_together(bench(tmp_path, plan(whole), home=home))
    assert made.film.name == "SC010_assembly_v003.mp4"
    assert json.loads(made.timeline)["name"] == "SC010_assembly_v003"


def test_the_film_says_how_its_parts_were_made(tmp_path: Path) -> None:
    take = replace(master(tmp_path, "SH0010", 5), made="trainedAlgorithmicMedia")
    at = bench(tmp_path, plan(assembly(shot("SH0010", take))))
    made = put_together(at)
    found = at.marker.read(made.film)
    assert found.signed is not None
    assert found.signed.source_type.endswith("compositeSynthetic")
    assert "Contains AI-generated parts" in found.comment
    off = bench(tmp_path, plan(assembly(shot("SH0010", take)), marks=Marks.OFF))
    assert at.marker.read(put_together(off).film).signed is None


def test_a_take_that_went_meanwhile_is_named(tmp_path: Path) -> None:
    take = master(tmp_path, "SH0010", 5)
    (tmp_path / take.path).unlink()
    with pytest.raises(Permanent) as error:
        AssembleScene().perform(bench(tmp_path, plan(assembly(shot("SH0010", take)))))
    assert error.value.fault.code is Code.FILE_GONE
    assert error.value.fault.where == take.path


@pytest.mark.parametrize(
    ("size", "height", "found"),
    [
        ("1920x1080", 720, "1280x720"),
        ("1280x720", 720, "1280x720"),
        ("640x360", 720, "640x360"),
        ("2048x858", 720, "1718x720"),
        ("1080x1920", 720, "404x720"),
        ("641x361", 720, "640x360"),
    ],
)
def test_the_film_is_at_most_so_high_and_both_its_sides_are_even(size, height, found) -> None:
    width, high = map(int, size.split("x"))
    assert str(scaled(Size(width=width, height=high), height)) == found


def test_nothing_of_a_part_is_made_twice_when_a_step_begins_again(tmp_path: Path) -> None:
    whole = assembly(shot("SH0010", master(tmp_path, "SH0010", 5)), shot("SH0020", frames=5))
    put_together(bench(tmp_path, plan(whole)))
    parts = _parts(tmp_path)
    put_together(bench(tmp_path, plan(whole)))
    assert _parts(tmp_path) == parts
    assert len(parts) == 2


def _parts(root: Path) -> list[tuple[str, int]]:
    """Return the parts that are kept, and which files they are."""
    return sorted((path.name, path.stat().st_ino) for path in (root / "state/parts").iterdir())
