"""How the status reads as plain lines."""

from __future__ import annotations

import pytest

from lyrad.cli.duration import duration
from lyrad.cli.words import ago, leftovers, lines
from lyrad.model.status import ServerRow
from tests.support.page import film, job, page, shot


def test_the_status_reads_as_plain_lines() -> None:
    shots = (
        shot("SC010/SH0020"),
        shot("SC010/SH030", "WORKING", ""),
        shot("SC9/A", "HELD", "by you"),
    )
    jobs = (
        job("a" * 20, "SC010/SH030", state="queued"),
        job("b" * 20, "SC010/SH030", state="working", done=3, total=9, unit="frame"),
        job("c" * 20, "SC010/SH030", state="failed"),
    )
    found = page(
        film("/films/LIGHT", *shots, batch=120, warnings=("Scans only.",)),
        jobs=jobs,
        paused=("cpu",),
        faults=("It is full.\n  where: there\n  next:  make room",),
        servers=(ServerRow(tool="comfyui", address="http://gpu:8188", busy=83),),
    )
    assert list(lines(found, 1004.4)) == [
        "lyrad 0.1.0 on studio, as of 4 s ago",
        "PAUSED: cpu. `lyrad resume` ends it.",
        "It is full.\n  where: there\n  next:  make room",
        "comfyui http://gpu:8188  at work for lyrad 83 % of the time since its first render",
        "",
        "The Lighthouse  /films/LIGHT",
        "  running, events",
        "  ! Scans only.",
        "  120 new jobs wait together: `lyrad go /films/LIGHT` starts them",
        "  SC010/SH0020  DONE T01",
        "  SC010/SH030   WORKING  step 1 of 2, render.between, 3 of 9 frames",
        "  SC9/A         HELD by you",
    ]


def test_an_old_status_says_that_lyrad_is_not_running() -> None:
    said = list(lines(page(), 1031.0))
    assert said[1].startswith("This is old: lyrad does not seem to be running.")
    assert "not seem" not in " ".join(lines(page(), 1029.0))


def test_a_job_whose_length_nobody_knows_shows_its_step() -> None:
    working = job("a" * 20, "SC010/SH0020", state="working", step=2, action="publish.take")
    found = page(film("/f", shot("SC010/SH0020", "WORKING", "")), jobs=(working,))
    assert list(lines(found, 1000.0))[-1].endswith("WORKING  step 2 of 2, publish.take")


def test_a_tools_own_words_stand_before_its_figures() -> None:
    note = {"state": "working", "step": 1, "action": "render.between", "note": "KSampler"}
    for figures, said in (({}, ""), ({"done": 7, "total": 20, "unit": "step"}, ", 7 of 20 steps")):
        working = job("a" * 20, "SC010/SH0020", **note, **figures)
        found = page(film("/f", shot("SC010/SH0020", "WORKING", "")), jobs=(working,))
        assert list(lines(found, 1000.0))[-1].endswith(f"render.between, KSampler{said}")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (119, "119 s"), (121, "2 min"), (7100, "118 min"), (7300, "2 h")],
)
def test_an_age_is_told_in_words(seconds: float, said: str) -> None:
    assert ago(seconds) == said


def test_the_end_of_a_single_run_lists_what_is_not_done() -> None:
    done, held = shot("SC010/SH0020"), shot("SC010/SH0030", "HELD", "by you")
    assert list(leftovers(page(film("/f", done)))) == ["Everything is done."]
    assert list(leftovers(page(film("/f", done, held)))) == ["SC010/SH0030: HELD by you"]
    assert list(leftovers(page(film("/f")))) == ["There is no shot with anything in it yet."]
    assert list(leftovers(page(film("/f", done), faults=("x",)))) == ["x"]


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("30s", 30), ("5m", 300), ("1.5h", 5400), ("2 m", 120)]
)
def test_a_time_span_is_read(text: str, seconds: float) -> None:
    assert duration(text) == seconds
