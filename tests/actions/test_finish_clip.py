"""A better clip of a take that was chosen: what the tool is asked for, and what becomes of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError

from lyrad.actions import ALL
from lyrad.actions._needs import require
from lyrad.actions._ticket import NAME as TICKET
from lyrad.actions.finish_clip import FinishClip
from lyrad.errors import Cancelled, Code, Fault, Permanent, Temporary
from lyrad.model.drop import Member
from lyrad.model.media import Size
from lyrad.model.plan import ShotPlan
from lyrad.ports import Bench, Lost
from tests.support.benches import ScriptedBackend, bench, given
from tests.support.nouns import member, plan, shot_spec
from tests.support.signal import FakeSignal

DOWN = Fault(code=Code.BACKEND_DOWN, what="It is down.", where="here", next="Start it.")
TAKE = "scenes/SC010/SH0020/takes/T02/SC010_SH0020_T02_v001.MOV"
VERB = FinishClip(workflow="restore-2x", prompt="grain")


def clip(store: Path) -> Member:
    """Put a take's clip into the store and return it as the plan's member."""
    store.mkdir(exist_ok=True)
    data = b"a clip"
    sha = hashlib.sha256(data).hexdigest()
    (store / sha).write_bytes(data)
    return member("video", path=TAKE, sha256=sha, size=len(data))


def shot(folder: Path) -> ShotPlan:
    members = (given(folder / "store", "first"), clip(folder / "store"))
    spec = shot_spec(frames=9, rate=Fraction(24000, 1001), size=Size(width=64, height=36))
    return plan(members=members, spec=spec, seed=7)


def at_finishing(folder: Path, tool: ScriptedBackend, **changes: object) -> Bench:
    return bench(folder, shot(folder), backends={"comfyui": tool}, **changes)


def test_the_tool_gets_the_takes_clip_under_a_name_that_tells_what_it_is(tmp_path: Path) -> None:
    tool = ScriptedBackend()
    (made,) = VERB.perform(at_finishing(tmp_path, tool))
    (order,) = tool.orders
    assert (order.first, order.last, order.frames, order.prompt) == (None, None, 9, "grain")
    assert order.video
    assert (order.video.name, order.video.read_bytes()) == ("source.mov", b"a clip")
    told = {key: made.facts[key] for key in ("action", "draft", "ticket")}
    assert told == {"action": "finish.clip", "draft": False, "ticket": "ticket-1"}
    assert (made.kind, made.path) == ("clip", "0/clip.mkv")


def test_work_in_flight_is_taken_up_again_and_what_is_lost_is_ordered_again(
    tmp_path: Path,
) -> None:
    tool = ScriptedBackend([Temporary(DOWN, delay=1.0), Lost()])
    at = at_finishing(tmp_path, tool)
    with pytest.raises(Temporary):
        VERB.perform(at)
    assert (at.work / TICKET).is_file()
    VERB.perform(at)
    assert [word for word in tool.said if word.startswith("submit")] == [
        "submit ticket-1",
        "submit ticket-2",
    ]


def test_a_tool_that_is_down_is_waited_for(tmp_path: Path) -> None:
    tool = ScriptedBackend()
    tool.fault = DOWN
    with pytest.raises(Temporary):
        VERB.perform(at_finishing(tmp_path, tool))
    assert tool.orders == []


def test_a_cancel_ends_the_work(tmp_path: Path) -> None:
    signal = FakeSignal()
    tool = ScriptedBackend([signal.cancel])
    with pytest.raises(Cancelled):
        VERB.perform(at_finishing(tmp_path, tool, signal=signal))
    assert tool.said[-1] == "cancel ticket-1"


def test_without_a_take_there_is_nothing_to_finish(tmp_path: Path) -> None:
    at = at_finishing(tmp_path, ScriptedBackend())
    alone = replace(at, plan=replace(at.plan, members=at.plan.members[:1]))
    with pytest.raises(Permanent) as failed:
        VERB.perform(alone)
    assert "FINISH T01" in failed.value.fault.next


def test_a_step_waits_for_the_clips_private_copy(tmp_path: Path) -> None:
    at = at_finishing(tmp_path, ScriptedBackend())
    require(at)
    at.store(at.plan.members[1].sha256).unlink()
    with pytest.raises(Temporary, match=r"T02_v001\.MOV is gone"):
        require(at)


def test_only_comfyui_finishes_and_a_workflow_is_needed() -> None:
    for fields in ({"backend": "builtin", "workflow": "x"}, {}):
        with pytest.raises(ValidationError):
            ALL["finish.clip"].model_validate(fields)
