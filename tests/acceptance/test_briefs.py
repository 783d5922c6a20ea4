"""What is written or said of a shot becomes a draft, and a take of it, with lyrad as a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.brief_film import SHOT, card, draft, drafted, tell, with_tools
from tests.support.ollama import Ollama, ollama
from tests.support.pictures import png
from tests.support.production import Film, until
from tests.support.speech import Speech, memo, speech

SPOKEN = "A slow push in on the lighthouse at dusk. Nine frames."
SAID = {"description": "A slow push-in on the lighthouse at dusk.", "duration": "9f"}


@pytest.fixture
def writer() -> Iterator[Ollama]:
    with ollama(writes=[SAID] * 9) as found:
        yield found


@pytest.fixture
def listener() -> Iterator[Speech]:
    with speech(says=f" {SPOKEN}") as found:
        yield found


@pytest.mark.timeout(600)
def test_a_memo_in_the_inbox_becomes_a_draft_and_the_renamed_draft_a_take(
    film: Film, writer: Ollama, listener: Speech
) -> None:
    with_tools(film, writer=writer, listener=listener)
    mark = film.root / "production.yaml"
    mark.write_text(mark.read_text().replace("size: 1280x720", "size: 128x72"))
    folder = film.shot(SHOT)
    folder.mkdir(parents=True)
    daemon = film.start()
    memo(film.root / "inbox" / "SC010_SH0020.m4a", SPOKEN)
    until(lambda: draft(film).is_file(), seconds=150)
    assert (folder / "memo.transcript.txt").read_text().strip() == SPOKEN
    sound = listener.heard()[0]
    assert (sound["rate"], sound["channels"], sound["language"]) == (16_000, 1, "auto")
    asked = writer.asked()[0]
    assert f"From memo.m4a:\n{SPOKEN}" in asked["messages"][1]["content"]
    assert "duration: 9f" in draft(film).read_text()
    until(lambda: card(film).startswith("WAITING for shot.yaml"), seconds=150)
    assert "rename the file to shot.yaml" in card(film)
    draft(film).rename(folder / "shot.yaml")
    for role, seed in (("first", 1), ("last", 1001)):
        (folder / f"{role}.png").write_bytes(png(128, 72, seed=seed))
    until(lambda: film.takes(SHOT), seconds=150)
    assert daemon.stop() == 0
    assert film.receipt(SHOT, "T01")["spec"]["description"].startswith("A slow push-in")
    assert len(drafted(film)) == 1


def test_a_brief_becomes_a_draft_without_any_tool_and_nothing_is_rendered_of_it(
    film: Film,
) -> None:
    brief = tell(film, "The lighthouse at dusk.\nA slow push-in.\n")
    assert film.once().returncode == 0
    assert "  The lighthouse at dusk.\n\n  A slow push-in.\n" in draft(film).read_text()
    assert film.takes(SHOT) == {}
    assert film.once().returncode == 0
    assert len(drafted(film)) == 1
    assert brief.read_text() == "The lighthouse at dusk.\nA slow push-in.\n"
    draft(film).write_text("description: My own.\n")
    brief.write_text("The lighthouse in fog.\n")
    assert film.once().returncode == 0
    assert draft(film).read_text() == "description: My own.\n"
    assert "in fog" in (film.shot(SHOT) / "shot.draft.2.yaml").read_text()


@pytest.mark.timeout(600)
def test_tools_that_are_down_are_waited_for_by_name_and_then_used(
    film: Film, tmp_path: Path
) -> None:
    with ollama() as gone, speech() as deaf:
        with_tools(film, writer=gone, listener=deaf)
        port = int(deaf.base.rpartition(":")[2])
    folder = film.shot(SHOT)
    folder.mkdir(parents=True)
    memo(folder / "idea.m4a", SPOKEN)
    daemon = film.start()
    until(lambda: card(film).startswith("WAITING for speech to text"), seconds=150)
    with speech(port=port, says=SPOKEN):
        until(lambda: card(film).startswith("WAITING for ollama"), seconds=150)
    assert (folder / "idea.transcript.txt").is_file()
    assert not draft(film).exists()
    assert daemon.stop() == 0


@pytest.mark.timeout(900)
def test_kills_between_memo_and_draft_leave_one_of_each(
    film: Film, writer: Ollama, listener: Speech
) -> None:
    with_tools(film, writer=writer, listener=listener)
    folder = film.shot(SHOT)
    folder.mkdir(parents=True)
    memo(folder / "idea.m4a", SPOKEN)
    moments: tuple[Callable[[], object], ...] = (
        listener.heard,
        (folder / "idea.transcript.txt").is_file,
        writer.asked,
        draft(film).is_file,
    )
    for moment in moments:
        daemon = film.start()
        until(moment, seconds=150, every=0.01)
        daemon.kill()
    daemon = film.start()
    until(lambda: card(film).startswith("WAITING for shot.yaml"), seconds=150)
    assert daemon.stop() == 0
    mine = sorted(path.name for path in folder.iterdir() if not path.name.startswith("_lyrad"))
    assert mine == ["idea.m4a", "idea.transcript.txt", "shot.draft.yaml"]
    assert len(drafted(film)) == 1
    assert "duration: 9f" in draft(film).read_text()
