from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends.comfyui.between import ComfyBackend
from tests.standins.comfyui import journal
from tests.support import acestep as acestep_support
from tests.support import comfy_order
from tests.support.acestep import AceStep, Composers
from tests.support.comfyui import ComfyUI, comfyui
from tests.support.kohya import Kohya


@pytest.fixture(scope="session")
def shared_comfyui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComfyUI]:
    with comfyui(tmp_path_factory.mktemp("comfyui")) as found:
        yield found


@pytest.fixture
def server(shared_comfyui: ComfyUI) -> Iterator[ComfyUI]:
    """A ComfyUI to be lied through; honest, idle and without a past at the next test."""
    yield shared_comfyui
    shared_comfyui.reset()
    (shared_comfyui.folder / journal.NAME).unlink(missing_ok=True)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[ComfyUI]:
    """A ComfyUI of the test's own, to be killed, or to lose its worker or its models."""
    with comfyui(tmp_path / "comfyui") as found:
        yield found


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Callable[..., ComfyBackend]]:
    """Make backends, each a life of lyrad, and close them in the end."""
    with ExitStack() as lives:

        def made(*servers: ComfyUI | str, **more: Any) -> ComfyBackend:
            more = {"unwanted": tmp_path / "unwanted", **more}
            tool = comfy_order.backend(*servers, **more)
            lives.callback(tool.close)
            return tool

        yield made


@pytest.fixture
def shop(tmp_path: Path) -> Kohya:
    """A machine that is set up for training, to be lied through."""
    return Kohya(tmp_path)


@pytest.fixture(scope="session")
def shared_acestep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AceStep]:
    with acestep_support.acestep(tmp_path_factory.mktemp("acestep")) as found:
        yield found


@pytest.fixture
def acestep(shared_acestep: AceStep) -> Iterator[AceStep]:
    """An ACE-Step to be lied through; honest, and without a past, at the next test."""
    yield shared_acestep
    shared_acestep.reset()


@pytest.fixture
def composers() -> Iterator[Composers]:
    """Make ACE-Step composers, each a life of lyrad, and close them in the end."""
    with acestep_support.composers() as made:
        yield made
