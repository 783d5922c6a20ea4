"""A character's LoRA is known to the server before a prompt names it, and goes into the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.errors import Code, Temporary
from lyrad.ports import OrderedLora
from tests.support.comfy_order import order, placed, rendered
from tests.support.comfyui import ComfyUI

Tools = Callable[..., ComfyBackend]
HIGH, LOW = "MIRA_v001_high.safetensors", "MIRA_v001_low.safetensors"


def lora(folder: Path, name: str, expert: str, content: bytes = b"trained") -> OrderedLora:
    path = folder / f"copy of {name}"
    path.write_bytes(content + expert.encode())
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return OrderedLora(path=path, name=name, sha256=sha256, strength=0.8, expert=expert)


def mira(folder: Path) -> tuple[OrderedLora, ...]:
    return lora(folder, HIGH, "high"), lora(folder, LOW, "low")


def nodes(server: ComfyUI) -> dict[str, Any]:
    (posted,) = server.posted()
    graph: dict[str, Any] = posted["prompt"]
    return graph


def test_both_files_of_two_experts_go_to_their_own_branches(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool = tools(server, loras=server.models / "loras")
    assert rendered(tool, order(tmp_path, loras=mira(tmp_path))).path.is_file()
    graph = nodes(server)
    assert graph["high_lora"]["inputs"]["lora_name"] == HIGH
    assert graph["low_lora"]["inputs"]["lora_name"] == LOW
    assert graph["low_lora"]["inputs"]["strength_model"] == 0.8


def test_a_file_is_put_into_the_servers_folder_once(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    folder = server.models / "loras"
    tool = tools(server, loras=folder)
    for number in (1, 2):
        asked = order(tmp_path / str(number), loras=mira(tmp_path))
        placed(tool, asked, server, count=number)
    assert (folder / HIGH).read_bytes() == b"trainedhigh"
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_another_file_of_its_name_stays_and_ours_gets_its_own(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    folder = mortal.models / "loras"
    (folder / HIGH).write_bytes(b"somebody's")
    asked = order(tmp_path, loras=mira(tmp_path))
    placed(tools(mortal, loras=folder), asked, mortal)
    named = nodes(mortal)["high_lora"]["inputs"]["lora_name"]
    assert named == f"MIRA_v001_high_{asked.loras[0].sha256[:8]}.safetensors"
    assert (folder / HIGH).read_bytes() == b"somebody's"


def test_where_lyrad_cannot_write_the_shot_waits_and_says_which_file_belongs_where(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool, asked = tools(mortal), order(tmp_path, loras=mira(tmp_path))
    ticket = tool.submit(asked)
    with pytest.raises(Temporary) as error:
        tool.poll(asked, ticket)
    fault = error.value.fault
    assert fault.code is Code.MODEL_MISSING
    assert HIGH in fault.what
    assert LOW in fault.what
    assert "models/loras/" in fault.next
    assert mortal.posted() == []
    for one in asked.loras:
        (mortal.models / "loras" / one.name).write_bytes(one.path.read_bytes())
    placed(tool, asked, mortal)


def test_a_folder_that_cannot_be_written_to_is_told(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool = tools(server, loras=tmp_path / "nowhere")
    asked = order(tmp_path, loras=mira(tmp_path))
    ticket = tool.submit(asked)
    with pytest.raises(Temporary) as error:
        tool.poll(asked, ticket)
    assert error.value.fault.code is Code.SHARE_LOCKED
    assert str(tmp_path / "nowhere") in error.value.fault.where


def test_a_lora_that_lies_in_a_folder_of_a_windows_server_is_found(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    folder = mortal.models / "loras" / "film"
    folder.mkdir()
    asked = order(tmp_path, loras=mira(tmp_path))
    for one in asked.loras:
        (folder / one.name).write_bytes(one.path.read_bytes())
    placed(tools(mortal), asked, mortal)
    assert nodes(mortal)["high_lora"]["inputs"]["lora_name"] == f"film/{HIGH}"
