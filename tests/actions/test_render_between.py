from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import pytest
from pydantic import ValidationError

from lyrad.actions import FOR_SHOTS
from lyrad.actions._ticket import NAME as TICKET
from lyrad.actions.render_between import RenderBetween
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.job import Progress
from lyrad.model.media import Size
from lyrad.model.plan import ShotPlan
from lyrad.ports import Lost
from tests.support.benches import ScriptedBackend, bench, given
from tests.support.nouns import plan, shot_spec
from tests.support.signal import FakeSignal

DOWN = Fault(code=Code.BACKEND_DOWN, what="It is down.", where="here", next="Start it.")
SMALL = Size(width=64, height=36)


def shot(folder: Path, *roles: str, frames: int = 9) -> ShotPlan:
    members = tuple(given(folder / "store", role) for role in roles or ("first", "last"))
    spec = shot_spec(frames=frames, rate=Fraction(24000, 1001), size=SMALL)
    return plan(members=members, spec=spec, seed=7)


def test_the_clip_comes_back_measured_with_its_facts(tmp_path: Path) -> None:
    tool = ScriptedBackend()
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    (clip,) = RenderBetween(prompt="slow").perform(at)
    assert (clip.kind, clip.path) == ("clip", "0/clip.mkv")
    assert (at.job_work / clip.path).is_file()
    told = {key: clip.facts[key] for key in ("method", "draft", "backend", "ticket", "tries")}
    assert told == {
        "method": "layered in-between",
        "draft": True,
        "backend": "builtin",
        "ticket": "ticket-1",
        "tries": 1,
    }
    assert clip.facts["layers"] == 2
    order = tool.orders[0]
    assert (order.frames, order.rate, order.seed) == (9, Fraction(24000, 1001), 7)
    assert (order.size, order.prompt, order.work) == (SMALL, "slow", at.work)


def test_the_given_frames_are_prepared_at_the_size(tmp_path: Path) -> None:
    given_plan = replace(shot(tmp_path), members=(given(tmp_path / "store", "first", 40, 30),))
    tool = ScriptedBackend()
    (clip,) = RenderBetween().perform(bench(tmp_path, given_plan, backends={"builtin": tool}))
    order = tool.orders[0]
    assert order.last is None
    assert order.first is not None
    assert cv2.imread(str(order.first)).shape == (36, 64, 3)
    assert clip.facts["pictures"] == {
        "first": {"kind": "PNG", "size": "40x30", "done": ["cropped from 4:3"]}
    }


def test_the_ticket_is_written_down_before_anybody_waits(tmp_path: Path) -> None:
    found: list[bool] = []
    ticket = tmp_path / "work" / "0" / TICKET
    tool = ScriptedBackend([lambda: found.append(ticket.is_file())])
    RenderBetween().perform(bench(tmp_path, shot(tmp_path), backends={"builtin": tool}))
    assert found == [True]


def test_after_a_restart_the_work_in_flight_is_taken_up_again(tmp_path: Path) -> None:
    tool = ScriptedBackend([SystemExit()])
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    with pytest.raises(SystemExit):
        RenderBetween().perform(at)
    tool.said.clear()
    RenderBetween().perform(replace(at, tries=2))
    assert tool.said == ["poll ticket-1", "fetch ticket-1"]


def test_work_that_the_backend_lost_is_submitted_again(tmp_path: Path) -> None:
    tool = ScriptedBackend([Lost()])
    RenderBetween().perform(bench(tmp_path, shot(tmp_path), backends={"builtin": tool}))
    assert tool.said[-2:] == ["poll ticket-2", "fetch ticket-2"]


def test_a_backend_that_loses_everything_is_left_alone_for_a_while(tmp_path: Path) -> None:
    tool = ScriptedBackend([Lost()] * 5)
    with pytest.raises(Temporary) as caught:
        RenderBetween().perform(bench(tmp_path, shot(tmp_path), backends={"builtin": tool}))
    assert caught.value.fault.code is Code.BACKEND_DOWN


def test_progress_is_passed_on(tmp_path: Path) -> None:
    told: list[Progress] = []
    tool = ScriptedBackend([Progress(done=3, total=9)])
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool}, progress=told.append)
    RenderBetween().perform(at)
    assert told == [Progress(done=3, total=9)]


def test_a_backend_that_is_down_waits_and_keeps_its_ticket(tmp_path: Path) -> None:
    tool = ScriptedBackend([Temporary(DOWN)])
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    with pytest.raises(Temporary):
        RenderBetween().perform(at)
    assert (at.work / TICKET).is_file()
    tool.fault = DOWN
    with pytest.raises(Temporary) as caught:
        RenderBetween().perform(at)
    assert caught.value.fault is DOWN


def test_a_render_that_failed_starts_afresh_when_tried_again(tmp_path: Path) -> None:
    tool = ScriptedBackend([Permanent(DOWN)])
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    with pytest.raises(Permanent):
        RenderBetween().perform(at)
    assert not (at.work / TICKET).exists()


@pytest.mark.parametrize(("pull", "error"), [("cancel", Cancelled), ("stop", Stopping)])
def test_what_is_called_off_is_called_off_at_the_backend_too(
    tmp_path: Path, pull: str, error: type[BaseException]
) -> None:
    pulled = FakeSignal()
    tool = ScriptedBackend([getattr(pulled, pull)])
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool}, signal=pulled)
    with pytest.raises(error):
        RenderBetween().perform(at)
    assert tool.said[-1] == "cancel ticket-1"
    assert not (at.work / TICKET).exists()


def test_a_clip_of_another_length_is_rejected_and_kept_aside(tmp_path: Path) -> None:
    tool = ScriptedBackend(frames=8)
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    for _ in range(2):
        with pytest.raises(Permanent) as caught:
            RenderBetween().perform(at)
        assert caught.value.fault.code is Code.CLIP_WRONG
        assert "frames 8 of 9" in caught.value.fault.what
    assert len(list((at.job_work / "rejects").iterdir())) == 2
    assert not (at.work / "clip.mkv").exists()
    tool.frames = 9
    assert RenderBetween().perform(at)


def test_a_clip_that_does_not_decode_is_rejected_too(tmp_path: Path) -> None:
    class Cutting(ScriptedBackend):
        def fetch(self, order, ticket, signal, progress):  # type: ignore[no-untyped-def]
            rendered = super().fetch(order, ticket, signal, progress)
            rendered.path.write_bytes(rendered.path.read_bytes()[:700])
            return rendered

    at = bench(tmp_path, shot(tmp_path), backends={"builtin": Cutting()})
    with pytest.raises(Permanent) as caught:
        RenderBetween().perform(at)
    assert caught.value.fault.code is Code.CLIP_WRONG
    assert len(list((at.job_work / "rejects").iterdir())) == 1


def test_work_that_outlives_lyrad_is_left_at_work_when_lyrad_stops(tmp_path: Path) -> None:
    tool = ScriptedBackend([Stopping()])
    tool.outlives = True
    at = bench(tmp_path, shot(tmp_path), backends={"builtin": tool})
    with pytest.raises(Stopping):
        RenderBetween().perform(at)
    assert tool.said == ["submit ticket-1", "poll ticket-1"]
    RenderBetween().perform(at)
    assert tool.said[-1] == "fetch ticket-1"


def test_an_unknown_backend_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Permanent) as caught:
        RenderBetween(backend="comfyu").perform(bench(tmp_path, shot(tmp_path)))
    assert caught.value.fault.code is Code.BACKEND_UNKNOWN
    assert "comfyu" in caught.value.fault.what
    assert "builtin" in caught.value.fault.next


def test_the_fields_are_strict_and_the_list_of_verbs_is_whole() -> None:
    with pytest.raises(ValidationError):
        RenderBetween.model_validate({"backend": "builtin", "promt": ""})
    assert sorted(FOR_SHOTS) == [
        "expand.prompt",
        "finish.clip",
        "publish.take",
        "render.between",
    ]
    assert RenderBetween().lane == "cpu"
    assert RenderBetween(backend="comfyui").lane == "comfyui"
