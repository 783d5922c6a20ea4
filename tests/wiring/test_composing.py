"""Who makes music on a machine, and what `lyrad doctor` says of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.config.settings import load_settings
from lyrad.model.settings import (
    AceStepSettings,
    AudioXSettings,
    ComfySettings,
    CommandSettings,
    Settings,
)
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.composing import composers
from lyrad.wiring.examining_composers import examine_composers
from lyrad.wiring.tools import comfyui_line
from tests.standins.acestep.quirks import BASE, TURBO
from tests.support.acestep import AceStep, acestep, compose_order
from tests.support.acestep import composers as acestep_composers

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[AceStep]:
    with acestep(tmp_path / "acestep") as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    nowhere = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    return load_settings(None, nowhere)


def test_a_machine_has_the_composers_that_its_settings_name(settings: Settings) -> None:
    assert list(composers(settings, SystemClock(), None)) == ["builtin"]
    tool = CommandSettings(argv=("run", "{out}"), commercial=False, licence="Not for sale.")
    named = replace(
        settings,
        acestep=AceStepSettings(server=NOBODY),
        audiox=AudioXSettings(server=NOBODY),
        comfyui=ComfySettings(servers=(NOBODY,)),
        commands={"mine": tool},
    )
    line = comfyui_line(named, SystemClock())
    found = composers(named, SystemClock(), line)
    assert {name: one.commercial for name, one in found.items()} == {
        "mine": False, "acestep": True, "audiox": False, "comfyui": True, "builtin": True
    }  # fmt: skip
    assert all(name == one.name for name, one in found.items())
    assert line
    line.close()


def test_a_server_says_what_it_has_loaded_and_what_it_has_to_do(
    server: AceStep, settings: Settings, tmp_path: Path
) -> None:
    mine = replace(settings, acestep=AceStepSettings(server=server.url))
    (found,) = examine_composers(mine)
    assert found.good
    assert (found.what, found.said) == (
        f"ACE-Step {server.url}", f"API 1.0, {TURBO}, nothing to do"
    )  # fmt: skip
    server.quirks(held=True, models=[TURBO, BASE])
    with acestep_composers() as made:
        made(server).submit(compose_order(tmp_path / "one"))
        made(server).submit(compose_order(tmp_path / "two"))
    (found,) = examine_composers(mine)
    assert found.said == f"API 1.0, {TURBO}, {BASE}, 1 at work, 1 waiting"


def test_a_server_that_is_not_as_the_settings_say_is_told_with_a_cure(
    server: AceStep, settings: Settings
) -> None:
    named = replace(settings, acestep=AceStepSettings(server=server.url, model=BASE))
    (found,) = examine_composers(named)
    assert not found.good
    assert (
        found.said == f"API 1.0, {TURBO}, nothing to do. ACE-Step has not loaded the model {BASE}."
    )
    server.quirks(key="another")
    (found,) = examine_composers(named)
    assert "key" in found.next
    server.quirks(service="something else")
    (found,) = examine_composers(named)
    assert "is no ACE-Step" in found.said
    server.quirks(service="ACE-Step API", version="later", initialised=False)
    (found,) = examine_composers(named)
    assert "has not loaded its models" in found.said
    server.kill()
    (found,) = examine_composers(named)
    assert "acestep-api" in found.next
    server.start_again()


def test_a_command_is_there_or_is_not(settings: Settings) -> None:
    tools = {
        "here": CommandSettings(argv=(sys.executable, "{out}"), commercial=True),
        "gone": CommandSettings(argv=("no-such-tool", "{out}"), commercial=True),
    }
    here, gone = examine_composers(replace(settings, commands=tools))
    assert (here.what, here.good) == ("Composer here", True)
    assert here.said == f"{sys.executable} is there; its music may be sold"
    assert (gone.good, gone.said) == (False, "no-such-tool is not installed on this machine.")
    assert "composers: gone" in gone.next


def test_an_audiox_that_does_not_answer_is_told_with_its_cure(settings: Settings) -> None:
    (found,) = examine_composers(replace(settings, audiox=AudioXSettings(server=NOBODY)))
    assert (found.what, found.good) == (f"AudioX {NOBODY}", False)
    assert "run_gradio.py" in found.next
