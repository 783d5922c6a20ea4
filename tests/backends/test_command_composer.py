"""A tool of the host's own makes music, by real programs that behave, fail, hang and litter."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends._marked import marked
from lyrad.backends.command import paper as papers
from lyrad.backends.command.composer import CommandComposer
from lyrad.backends.command.flight import MARK
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.settings import CommandSettings
from lyrad.ports import ComposeOrder, Finished, Lost, Ticket, Working
from tests.support.acestep import compose_order
from tests.support.clock import FakeClock
from tests.support.signal import FakeSignal

LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
ALL = ["--prompt", "{prompt}", "--negative", "{negative}", "--video", "{video}", "--bpm", "{bpm}",
       "--duration", "{duration}", "--seed", "{seed}", "--key={key}", "--meter", "{meter}",
       "--out", "{out}"]  # fmt: skip

BEGIN = "import os, pathlib, subprocess, sys, time\nout = pathlib.Path(sys.argv[-1])\n"
GOOD = """
import json, wave
with wave.open(str(out), "wb") as file:
    file.setparams((2, 2, 48000, 0, "NONE", ""))
    file.writeframes(bytes(4 * 48000))
(out.parent / "told.json").write_text(json.dumps(sys.argv[1:]))
"""
HANGS = "print('ready', flush=True)\ntime.sleep(600)\n"
STUBBORN = (
    "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('ready', flush=True)\n"
    "while True:\n    time.sleep(1)\n"
)
ORPHAN = (
    "child = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
    "(out.parent / 'child').write_text(str(child.pid))\n"
)


class Tool:
    """A tool on this machine, and a composer that commands it."""

    def __init__(self, folder: Path, script: str, arguments: list[str], **settings: Any) -> None:
        self.script = folder / "tool.py"
        self.script.write_text(BEGIN + script, "utf-8")
        self.clock = FakeClock()
        argv = (sys.executable, str(self.script), *arguments)
        self.settings = CommandSettings(argv=argv, commercial=True, **settings)
        self.composer = self.another_life()

    def another_life(self) -> CommandComposer:
        return CommandComposer("mytool", self.settings, self.clock)

    def waited(self, order: ComposeOrder, ticket: Ticket) -> Finished | Lost:
        while isinstance(stand := self.composer.poll(order, ticket), Working):
            threading.Event().wait(0.02)
        return stand

    def fault(self, order: ComposeOrder) -> Any:
        with pytest.raises(Permanent) as caught:
            self.waited(order, self.composer.submit(order))
        return caught.value.fault


Made = Callable[..., Tool]


@pytest.fixture
def tool(tmp_path: Path) -> Made:
    def made(script: str, arguments: list[str] | None = None, **settings: Any) -> Tool:
        return Tool(tmp_path, script, arguments or ["{out}"], **settings)

    return made


@pytest.fixture
def order(tmp_path: Path) -> ComposeOrder:
    return compose_order(tmp_path / "work")


def run_of(order: ComposeOrder) -> Path:
    ours = papers.read(order.work)
    assert ours
    return ours.folder(order.work)


def until(true: Callable[[], object]) -> None:
    for _ in range(1000):
        if true():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it never came to that")


def ready(order: ComposeOrder) -> Callable[[], bool]:
    return lambda: "ready" in (run_of(order) / "printed.log").read_text("utf-8", "replace")


def test_a_tool_makes_music_and_is_told_all_that_the_cue_says(
    tool: Made, order: ComposeOrder, tmp_path: Path
) -> None:
    made, clip = tool(GOOD, ALL), tmp_path / "scene.mp4"
    clip.write_bytes(b"x")
    order = replace(order, negative="drums", picture=clip, prompt="- low; $HOME `x`\n* 弦")
    ticket = made.composer.submit(order)
    assert isinstance(made.waited(order, ticket), Finished)
    music = made.composer.fetch(order, ticket, FakeSignal(), lambda _: None)
    assert (music.draft, music.seed) == (False, None)
    assert order.work in music.path.parents
    said = json.loads((run_of(order) / "told.json").read_text())
    assert said == ["--prompt", "low; $HOME `x`\n* 弦", "--negative", "drums",
                    "--video", str(clip), "--bpm", "72", "--duration", "5.000", "--seed", "1234",
                    "--key=D minor", "--meter", "4/4", "--out", str(music.path)]  # fmt: skip
    assert str(tmp_path) not in json.dumps(music.facts)
    assert music.facts["asked"]["key"] == "D minor"


def test_what_the_cue_does_not_say_is_not_told(tool: Made, order: ComposeOrder) -> None:
    made = tool(GOOD, ALL)
    order = replace(order, bpm=None, key="", meter="", seed=2**40 + 1)
    made.waited(order, made.composer.submit(order))
    said = json.loads((run_of(order) / "told.json").read_text())
    assert [word for word in said if word.startswith("--")] == [
        "--prompt", "--duration", "--seed", "--out"
    ]  # fmt: skip
    assert said[5] == "1"


def test_a_composer_is_what_the_settings_say(tool: Made) -> None:
    made = tool(GOOD, licence="Not for sale.", card=False).composer
    assert (made.name, made.licence, made.commercial, made.card, made.outlives) == (
        "mytool", "Not for sale.", True, False, False
    )  # fmt: skip


def test_a_tool_that_is_not_there_is_waited_for(order: ComposeOrder) -> None:
    nowhere = CommandComposer("mytool", CommandSettings(argv=("no-such-tool",)), FakeClock())
    fault = nowhere.probe(order)
    assert fault
    assert fault.code is Code.TOOL_MISSING
    assert "composers: mytool" in fault.next
    with pytest.raises(Temporary):
        nowhere.submit(order)


def test_a_tool_that_is_there_is_in_nobodys_way(tool: Made, order: ComposeOrder) -> None:
    assert tool(GOOD).composer.probe(order) is None


def test_a_tool_that_scores_to_picture_is_not_started_without_one(
    tool: Made, order: ComposeOrder
) -> None:
    made = tool(GOOD, picture=True)
    assert "gives it none" in made.fault(order).what
    assert list(order.work.iterdir()) == []


def test_a_tool_that_fails_is_told_with_its_last_words(tool: Made, order: ComposeOrder) -> None:
    script = "print('step 1')\nsys.stderr.write('\\x1b[31mno model\\x1b[0m\\n\\nat /m/x\\n')\n"
    fault = tool(script + "sys.exit(3)\n").fault(order)
    assert fault.code is Code.TOOL_FAILED
    assert fault.what == "mytool ended with code 3: no model / at /m/x."
    assert Path(fault.where).read_text().endswith("at /m/x\n")


def test_a_tool_that_complains_where_it_prints_is_heard_too(
    tool: Made, order: ComposeOrder
) -> None:
    fault = tool("print('Fehler: kein Modell')\nsys.exit(1)\n").fault(order)
    assert fault.what == "mytool ended with code 1: Fehler: kein Modell."


def test_a_tool_that_is_killed_from_outside_says_by_which_signal(
    tool: Made, order: ComposeOrder
) -> None:
    fault = tool("os.kill(os.getpid(), 9)\n").fault(order)
    assert fault.what == "mytool was ended by signal 9, and says nothing."


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", "left no music where it was told to."),
        ("pathlib.Path('output.wav').write_bytes(b'x')\n", "told to; it wrote output.wav."),
        ("out.touch()\n", "left an empty file."),
        ("out.symlink_to('/etc/hostname')\n", "left something else than a file"),
        ("out.mkdir()\n", "left something else than a file"),
    ],
)
def test_a_tool_that_ends_well_and_leaves_no_music_has_failed(
    tool: Made, order: ComposeOrder, script: str, said: str
) -> None:
    fault = tool(script).fault(order)
    assert said in fault.what
    assert "`{out}`" in fault.next


def test_words_in_any_letters_and_in_none_are_shown(tool: Made, order: ComposeOrder) -> None:
    script = (
        "sys.stderr.buffer.write('メモリ不足\\r\\n'.encode() + b'\\xff\\xfe\\x00 done\\n')\n"
        "sys.exit(1)\n"
    )
    fault = tool(script).fault(order)
    assert "メモリ不足" in fault.what
    assert fault.what.isprintable()


def test_what_a_tool_prints_is_told_while_it_works(tool: Made, order: ComposeOrder) -> None:
    made = tool("print('読み込み中 1/8\\r2/8', flush=True)\n" + HANGS)
    ticket = made.composer.submit(order)
    until(ready(order))
    stand = made.composer.poll(order, ticket)
    made.composer.cancel(order, ticket)
    assert isinstance(stand, Working)
    assert stand.progress
    assert stand.progress.note == "mytool: ready"


@pytest.mark.parametrize("script", [HANGS, STUBBORN])
def test_a_cancel_ends_a_tool_that_hangs(tool: Made, order: ComposeOrder, script: str) -> None:
    made = tool(script)
    ticket = made.composer.submit(order)
    until(ready(order))
    assert list(marked(MARK, ticket.id))
    made.composer.cancel(order, ticket)
    assert list(marked(MARK, ticket.id)) == []
    assert list(order.work.iterdir()) == []
    assert isinstance(made.composer.poll(order, ticket), Lost)


def test_a_tool_that_is_not_done_in_its_time_is_ended(tool: Made, order: ComposeOrder) -> None:
    made = tool(HANGS, timeout=120.0)
    ticket = made.composer.submit(order)
    assert isinstance(made.composer.poll(order, ticket), Working)
    made.clock.advance(121)
    with pytest.raises(Permanent) as caught:
        made.composer.poll(order, ticket)
    assert "not done after 2 min" in caught.value.fault.what
    assert list(marked(MARK, ticket.id)) == []


@LINUX
@pytest.mark.parametrize("script", [ORPHAN + GOOD, ORPHAN + "sys.exit(1)\n"])
def test_what_a_tool_leaves_running_is_ended_with_it(
    tool: Made, order: ComposeOrder, script: str
) -> None:
    made = tool(script)
    ticket = made.composer.submit(order)
    with suppress(Permanent):
        made.waited(order, ticket)
    assert (run_of(order) / "child").read_text().isdecimal()
    assert list(marked(MARK, ticket.id)) == []


def test_the_same_order_is_not_begun_twice(tool: Made, order: ComposeOrder) -> None:
    made = tool(GOOD)
    ticket = made.composer.submit(order)
    assert made.composer.submit(order) == ticket
    made.waited(order, ticket)
    assert made.another_life().submit(order) == ticket
    assert isinstance(made.another_life().poll(order, ticket), Finished)


def test_another_order_ends_the_one_that_is_at_work(tool: Made, order: ComposeOrder) -> None:
    made = tool(HANGS)
    first = made.composer.submit(order)
    second = made.composer.submit(replace(order, prompt="flutes"))
    assert list(marked(MARK, first.id)) == []
    assert isinstance(made.composer.poll(order, first), Lost)
    made.composer.cancel(order, second)


def test_music_that_was_refused_after_it_was_brought_is_made_anew(
    tool: Made, order: ComposeOrder
) -> None:
    made = tool(GOOD)
    ticket = made.composer.submit(order)
    made.waited(order, ticket)
    made.composer.fetch(order, ticket, FakeSignal(), lambda _: None)
    assert isinstance(made.another_life().poll(order, ticket), Finished)
    assert made.composer.submit(order) != ticket
    made.waited(order, made.composer.submit(order))


def test_music_that_was_taken_away_is_made_anew(tool: Made, order: ComposeOrder) -> None:
    made = tool(GOOD)
    ticket = made.composer.submit(order)
    made.waited(order, ticket)
    (run_of(order) / "music.wav").unlink()
    with pytest.raises(Temporary):
        made.composer.fetch(order, ticket, FakeSignal(), lambda _: None)
    assert isinstance(made.composer.poll(order, ticket), Lost)
    anew = made.composer.submit(order)
    assert anew != ticket
    assert isinstance(made.waited(order, anew), Finished)


def test_a_prompt_that_no_command_line_can_carry_is_a_fault(
    tool: Made, order: ComposeOrder
) -> None:
    made = tool(GOOD, ["{prompt}", "{out}"])
    fault = made.fault(replace(order, prompt="x" * 200_000))
    assert "cannot be started" in fault.what
    assert "lyrad.yaml" in fault.next


LIFE = """
import sys, threading
from pathlib import Path
from lyrad.backends.command.composer import CommandComposer
from lyrad.model.settings import CommandSettings
from tests.support.acestep import compose_order
from tests.support.clock import FakeClock
argv = (sys.executable, sys.argv[1], "{out}")
composer = CommandComposer("mytool", CommandSettings(argv=argv), FakeClock())
print(composer.submit(compose_order(Path(sys.argv[2]))).id, flush=True)
threading.Event().wait(60)
"""


@LINUX
def test_a_tool_dies_with_lyrad_with_all_that_it_started_and_begins_anew(
    tool: Made, order: ComposeOrder
) -> None:
    made = tool(ORPHAN + HANGS)
    life = subprocess.Popen(
        [sys.executable, "-c", LIFE, str(made.script), str(order.work)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert life.stdout
    ticket = Ticket(id=life.stdout.readline().strip(), facts={})
    until(ready(order))
    life.send_signal(signal.SIGKILL)
    life.wait()
    life.stdout.close()
    made.script.write_text(BEGIN + GOOD)
    assert isinstance(made.composer.poll(order, ticket), Lost)
    anew = made.composer.submit(order)
    assert list(marked(MARK, ticket.id)) == []
    assert isinstance(made.waited(order, anew), Finished)
    assert [path.name for path in order.work.glob("run-*")] == [f"run-{anew.id}"]
