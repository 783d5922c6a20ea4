"""Which composers a machine has, and what the doctor says of AudioX."""

from __future__ import annotations

from pathlib import Path

from lyrad.model.settings import AudioXSettings, ComfySettings, Settings
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.composing import composers
from lyrad.wiring.examining_tools import examine_tools
from lyrad.wiring.tools import comfyui_line

NOBODY = "http://127.0.0.1:1"


def settings(folder: Path, **tools: object) -> Settings:
    places = {"state": folder / "state", "rules": folder / "rules"}
    return Settings(**places, templates=folder / "templates", **tools)


def test_a_machine_has_the_composers_that_its_settings_name(tmp_path):
    bare = settings(tmp_path)
    assert composers(bare, comfyui_line(bare, SystemClock())) == {}
    both = settings(
        tmp_path,
        comfyui=ComfySettings(servers=(NOBODY,)),
        audiox=AudioXSettings(server=NOBODY),
    )
    line = comfyui_line(both, SystemClock())
    found = composers(both, line)
    assert {name: tool.commercial for name, tool in found.items()} == {
        "comfyui": True,
        "audiox": False,
    }
    assert line
    line.close()


def test_an_audiox_that_does_not_answer_is_told_with_its_cure(tmp_path):
    (found,) = examine_tools(settings(tmp_path, audiox=AudioXSettings(server=NOBODY)))
    assert (found.what, found.good) == (f"AudioX {NOBODY}", False)
    assert "run_gradio.py" in found.next
