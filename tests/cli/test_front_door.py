"""The front door: help, exit codes, JSON, and the commands that ask a running lyrad."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lyrad.cli import main as front
from lyrad.cli.main import COMMANDS, lyrad
from lyrad.disk.state_files import Tray, write_status
from lyrad.model.command import Command, Verb
from tests.support.page import film, job, page, shot
from tests.support.pictures import png

JOB, LOST = "0123456789abcdef0123", "f" * 20
SPEC = "description: A slow push-in.\nframes: 9\nsize: 128x72\n"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder beside which nothing else is set."""
    found = tmp_path / "state"
    found.mkdir()
    for name in ("LYRAD_CONFIG", "LYRAD_STATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LYRAD_STATE", str(found))
    return found


@pytest.fixture
def root(tmp_path: Path, state: Path) -> Path:
    """A production with a shot; a lyrad that runs it has written its page."""
    found = tmp_path / "FILM"
    folder = found / "scenes/SC010/SH0020"
    folder.mkdir(parents=True)
    (found / "production.yaml").write_text("id: 6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11\n")
    (folder / "shot.yaml").write_text(SPEC)
    for number, role in enumerate(("first", "last")):
        (folder / f"{role}.png").write_bytes(png(32, 18, seed=number))
    jobs = (job(JOB, "SC010/SH0020", state="failed"), job(LOST, "SC010/SH0090"))
    shown = film(str(found), shot("SC010/SH0020", "FAILED", "FFmpeg broke off"))
    write_status(state, page(shown, jobs=jobs))
    return found


def process(*words: str) -> subprocess.CompletedProcess[str]:
    """Run lyrad as a process: `lyrad run` sets up the log of the process it is in."""
    line = [sys.executable, "-m", "lyrad", *words]
    return subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Go through the front door as the shell does; return the exit code."""
    monkeypatch.setattr("sys.argv", ["lyrad", *words])
    with pytest.raises(SystemExit) as end:
        front.main()
    return end.value.code if isinstance(end.value.code, int) else 1


# Help.


def test_help_lists_every_command_and_shows_an_example() -> None:
    said = CliRunner().invoke(lyrad, ["--help"]).output
    for name, words in COMMANDS.items():
        assert name in said
        assert words in " ".join(said.split())
    assert "Example:" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_commands_help_shows_an_example_that_is_a_line_to_type(name: str) -> None:
    done = CliRunner().invoke(lyrad, [name, "--help"])
    assert done.exit_code == 0
    example = done.output.partition("Example:\n")[2].strip().splitlines()
    assert example
    assert all(line.strip().startswith(f"lyrad {name}") for line in example)


def test_a_commands_short_words_are_the_same_in_both_places() -> None:
    context = lyrad.make_context("lyrad", ["--help"], resilient_parsing=True)
    for name, words in COMMANDS.items():
        command = lyrad.get_command(context, name)
        assert command
        assert command.short_help == words


# Exit codes.


def test_0_is_fine(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    assert run(monkeypatch, "status") == 0
    assert run(monkeypatch, "check", str(root)) == 0


def test_1_is_work_that_failed(
    monkeypatch: pytest.MonkeyPatch, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "status") == 1
    assert "lyrad has not run here yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("status", "--wings"),
        ("pause", "--for", "soon"),
        ("show", "SC099"),
        ("plan", "nowhere"),
        ("plan", "/"),
        ("schema", "shoe"),
        ("cancel", "SC010/SH0020"),
    ],
)
def test_2_is_a_wrong_use(
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    assert run(monkeypatch, *words) == 2
    assert capsys.readouterr().err


def test_3_is_a_fault_of_lyrads_own_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Every key of a page, and a time that no daemon writes.
    page = {"schema": 1, "lyrad": "", "pid": 1, "host": "", "at": None}
    rows = {"paused": [], "faults": [], "productions": [], "jobs": []}
    (state / "status.json").write_text(json.dumps({**page, **rows}))
    assert run(monkeypatch, "status") == 3
    said = capsys.readouterr().err
    assert "lyrad met a fault of its own" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize("command", ["check", "plan"])
def test_78_is_a_wrong_configuration(
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    settings = tmp_path / "lyrad.yaml"
    settings.write_text("sate: /tmp\nlanes: {cpu: none}\n")
    assert run(monkeypatch, command, str(root), "--config", str(settings)) == 78
    said = capsys.readouterr().err
    assert "lyrad.yaml, line 1" in said
    assert "lyrad.yaml, line 2" in said
    assert "[unknown-key]" in said


def test_a_folder_without_production_yaml_is_refused_and_init_is_named(
    state: Path, tmp_path: Path
) -> None:
    done = process("run", "--once", str(tmp_path))
    assert done.returncode == 78
    assert "lyrad init" in done.stderr
    assert "Traceback" not in done.stderr


# JSON, where a program would read it.


def as_json(*words: str) -> object:
    done = CliRunner().invoke(lyrad, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_status_show_plan_and_check_speak_json(root: Path) -> None:
    status = as_json("status")
    assert isinstance(status, dict)
    assert status["productions"][0]["shots"][0]["state"] == "FAILED"
    shown = as_json("show", "SC010/SH0020")
    assert isinstance(shown, dict)
    assert (shown["folder"], shown["jobs"][0]["job"]) == ("scenes/SC010/SH0020", JOB)
    planned = as_json("plan", str(root))
    assert isinstance(planned, list)
    assert planned[0]["attempts"][0]["frames"] == 9
    checked = as_json("check", str(root))
    assert checked == {"shots": 1, "waits": [], "faults": []}


def test_a_plan_says_what_a_folder_rule_would_want(root: Path) -> None:
    (root / "inbox").mkdir()
    said = CliRunner().invoke(lyrad, ["plan", str(root / "inbox")]).output
    assert "rule render-shot does not speak of it: its path wants scenes where inbox" in said


def test_show_tells_of_a_take_that_is_not_there(root: Path) -> None:
    assert "T09 is not there" in CliRunner().invoke(lyrad, ["show", "SH0020+T09"]).output


# What is asked of a running lyrad.


@pytest.fixture
def answering(state: Path) -> Iterator[Callable[[], list[Command]]]:
    """A lyrad that says yes to everything, and what it was asked."""
    tray, end, asked = Tray(state), threading.Event(), []

    def answer() -> None:
        while not end.wait(0.02):
            for command in tray.waiting():
                asked.append(command)
                tray.answer(command, "so be it")

    thread = threading.Thread(target=answer)
    thread.start()
    yield lambda: asked
    end.set()
    thread.join()


@pytest.mark.parametrize(
    ("words", "verb", "more"),
    [
        (["retry", "SC010/SH0020"], Verb.RETRY, {"jobs": (JOB,)}),
        (["cancel", LOST], Verb.CANCEL, {"jobs": (LOST,)}),
        (
            ["hold", "SC010", "--note", "new boards"],
            Verb.HOLD,
            {"folder": "scenes/SC010", "production": "p1", "note": "new boards"},
        ),
        (["go", JOB], Verb.GO, {"folder": "scenes/SC010/SH0020", "production": "p1"}),
        (["pause", "--now", "--for", "1h"], Verb.PAUSE, {"now": True, "seconds": 3600.0}),
        (["pause"], Verb.PAUSE, {"now": False, "seconds": None}),
        (["resume"], Verb.RESUME, {}),
    ],
)
def test_a_request_reaches_the_running_lyrad_and_its_answer_comes_back(
    root: Path,
    answering: Callable[[], list[Command]],
    words: list[str],
    verb: Verb,
    more: dict[str, object],
) -> None:
    done = CliRunner().invoke(lyrad, words)
    assert (done.exit_code, done.output) == (0, "so be it\n")
    (command,) = answering()
    assert command.verb is verb
    assert {name: getattr(command, name) for name in more} == more


@pytest.mark.parametrize("verb", ["hold", "go"])
def test_a_job_whose_shot_is_gone_holds_nothing_else(
    monkeypatch: pytest.MonkeyPatch, root: Path, state: Path, verb: str
) -> None:
    assert run(monkeypatch, verb, LOST) == 2
    assert not list((state / "commands").glob("*.json"))


def test_what_there_is_nothing_to_do_about_is_said(
    monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "cancel", "SC010/SH0020") == 2
    assert "there is nothing to cancel at SC010/SH0020" in capsys.readouterr().err


def test_check_names_what_is_wrong_with_a_character(
    monkeypatch: pytest.MonkeyPatch, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "characters" / "MIRA"
    folder.mkdir(parents=True)
    (folder / "character.yaml").write_text("word: two words\nbase: sd9\n")
    assert run(monkeypatch, "check", str(root)) == 78
    told = capsys.readouterr()
    assert (told.out + told.err).count("characters/MIRA/character.yaml, line") == 2
