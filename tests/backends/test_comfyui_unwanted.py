"""Prompts that nobody wants any more: ended as soon as their server can be told, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.backends.comfyui import paper
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.errors import Temporary
from lyrad.ports import Lost
from tests.support.comfy_order import SkippingClock, ended, order, placed, queue, until
from tests.support.comfyui import ComfyUI, comfyui

Tools = Callable[..., ComfyBackend]


def behind_a_stranger(tool: ComfyBackend, server: ComfyUI, folder: Path) -> tuple[str, str]:
    """Have a stranger's prompt at work, and one of ours behind it; return both."""
    server.quirks(hold=True)
    (stranger,) = server.strangers(1)
    until(lambda: queue(server)["queue_running"])
    return placed(tool, order(folder), server).id, stranger


def there(server: ComfyUI) -> list[str]:
    said = queue(server)
    return [item[1] for item in (*said["queue_running"], *said["queue_pending"])]


def noted(tmp_path: Path) -> list[str]:
    return sorted(path.stem for path in (tmp_path / "unwanted").glob("*"))


@pytest.mark.parametrize("restarted", [False, True])
def test_a_prompt_that_is_given_up_while_its_server_is_away_is_ended_when_it_is_back(
    server: ComfyUI, tools: Tools, tmp_path: Path, *, restarted: bool
) -> None:
    clock = SkippingClock()
    tool = tools(server, clock=clock)
    ours, stranger = behind_a_stranger(tool, server, tmp_path)
    server.refuse(1.0)
    until(lambda: away(tool))
    tool.give_up([tmp_path / "work", tmp_path / "work-of-another-tool"])
    assert noted(tmp_path) == [ours]
    assert paper.read(tmp_path / "work") is None
    if restarted:
        tool = tools(server, clock=clock)
    until(lambda: not away(tool))
    assert there(server) == [stranger, ours]
    clock.skip(301)
    tool.give_up(())
    assert there(server) == [stranger]
    assert noted(tmp_path) == []


def away(tool: ComfyBackend) -> bool:
    return tool.probe() is not None


def test_a_prompt_that_is_given_up_while_its_server_answers_is_ended_at_once(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool = tools(server)
    _, stranger = behind_a_stranger(tool, server, tmp_path)
    tool.give_up([tmp_path / "work"])
    assert there(server) == [stranger]
    assert noted(tmp_path) == []


def test_what_is_taken_up_again_after_it_was_given_up_is_another_prompt(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool = tools(server)
    ours, _ = behind_a_stranger(tool, server, tmp_path)
    tool.give_up([tmp_path / "work"])
    asked = order(tmp_path)
    assert tool.submit(asked).id != ours


def test_an_order_that_was_never_sent_needs_no_server(tools: Tools, tmp_path: Path) -> None:
    tool, asked = tools("http://127.0.0.1:9"), order(tmp_path)
    tool.submit(asked)
    tool.give_up([asked.work])
    assert noted(tmp_path) == []


def test_a_server_that_cannot_be_told_of_a_cancel_is_told_later(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    clock, asked = SkippingClock(), order(tmp_path)
    tool = tools(server, clock=clock)
    server.quirks(hold=True)
    ticket = placed(tool, asked, server)
    server.refuse(0.5)
    until(lambda: away(tool))
    tool.cancel(asked, ticket)
    assert noted(tmp_path) == [ticket.id]
    until(lambda: not away(tool))
    clock.skip(301)
    tool.give_up(())
    until(lambda: there(server) == [])


def test_work_that_was_taken_from_a_server_is_ended_there_when_it_is_back(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    clock, asked = SkippingClock(), order(tmp_path)
    with comfyui(tmp_path / "other", hold=True) as other:
        tool = tools(mortal, other, clock=clock)
        mortal.quirks(hold=True)
        other.strangers(1)
        ticket = placed(tool, asked, mortal)
        mortal.refuse(2.0)
        until(lambda: _fails(mortal.quirks))
        clock.skip(1)
        with pytest.raises(Temporary):
            tool.poll(asked, ticket)
        clock.skip(301)
        assert isinstance(ended(tool, asked, ticket), Lost)
        assert noted(tmp_path) == [ticket.id]
        until(lambda: not _fails(mortal.quirks))
        clock.skip(301)
        until(lambda: tool.give_up(()) or noted(tmp_path) == [])
        until(lambda: there(mortal) == [])


def _fails(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return True
    return False
