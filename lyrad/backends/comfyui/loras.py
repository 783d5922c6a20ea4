"""Make a character's LoRA known to a server, before a prompt names it.

ComfyUI takes no LoRA by upload. Where lyrad may write into the servers' own folder it puts the
file there, once; else a person does, and is told which file belongs where.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lyrad.backends.comfyui import faults
from lyrad.backends.comfyui.client import Client
from lyrad.core.workflow.filling import Lora
from lyrad.errors import Temporary
from lyrad.model.workflow import LORA_ROLES, Role
from lyrad.ports import BetweenOrder, OrderedLora

FOLDER = "loras"
_DELAY = 30.0
_DIGITS = 8


def known(
    client: Client, order: BetweenOrder, folder: Path | None
) -> Mapping[Role, tuple[Lora, ...]]:
    """Return the order's LoRAs by the names that the server has for them.

    Args:
        client: the server's.
        order: what is to be rendered.
        folder: the servers' folder `models/loras`, where this machine sees it.

    Raises:
        Temporary: the server does not have them yet.
    """
    if not order.loras:
        return {}
    names = {lora: _placed(lora, folder) if folder else lora.name for lora in order.loras}
    there = {_plain(name): name for name in client.models(FOLDER)}
    missing = sorted(name for name in names.values() if name not in there)
    if missing:
        raise Temporary(faults.lora_missing(client.address, missing, order), delay=_DELAY)
    found: dict[Role, tuple[Lora, ...]] = {}
    for lora, name in names.items():
        role = LORA_ROLES[lora.expert]
        one = Lora(name=there[name], strength=lora.strength)
        found[role] = (*found.get(role, ()), one)
    return found


def _placed(lora: OrderedLora, folder: Path) -> str:
    """Return the name under which the LoRA lies in the folder, put there if need be.

    Another file of its name stays; ours then gets its content's digits.

    Raises:
        Temporary: the folder cannot be written to.
    """
    name = PurePosixPath(lora.name)
    try:
        for candidate in (lora.name, f"{name.stem}_{lora.sha256[:_DIGITS]}{name.suffix}"):
            target = folder / candidate
            if not target.exists():
                _put(lora.path, target)
                return candidate
            if _same(target, lora):
                return candidate
    except OSError as error:
        raise Temporary(faults.loras_unwritten(folder, error), delay=_DELAY) from error
    raise Temporary(faults.loras_unwritten(folder, FileExistsError()), delay=_DELAY)


def _put(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.lyrad-tmp")
    shutil.copyfile(source, part)
    part.chmod(0o644)
    part.replace(target)


def _same(target: Path, lora: OrderedLora) -> bool:
    if target.stat().st_size != lora.path.stat().st_size:
        return False
    with target.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == lora.sha256


def _plain(name: str) -> str:
    """Return a listed file's own name: servers on Windows write folders with backslashes."""
    return name.replace("\\", "/").rpartition("/")[2]
