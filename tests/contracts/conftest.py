"""The servers that contracts are read against: the stand-ins, and real ones where there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.comfy_client import Client
from tests.support.comfyui import ComfyUI, comfyui

REAL = "LYRAD_COMFYUI"
"""The address of a real server, which then has to keep the contract too."""


@pytest.fixture(scope="session")
def shared_standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComfyUI]:
    with comfyui(tmp_path_factory.mktemp("comfyui")) as server:
        yield server


@pytest.fixture
def server(shared_standin: ComfyUI) -> Iterator[Client]:
    """A server that keeps the contract: the real one if there is one, else the stand-in."""
    yield from _client(os.environ.get(REAL, shared_standin.url).rstrip("/"))


@pytest.fixture
def standin(shared_standin: ComfyUI) -> Iterator[ComfyUI]:
    """A stand-in to be told to lie; it is honest again afterwards."""
    yield shared_standin
    shared_standin.reset()


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[ComfyUI]:
    """A stand-in of the test's own, to be killed, or to lose its worker or its files."""
    with comfyui(tmp_path / "comfyui") as found:
        yield found


@pytest.fixture
def client(shared_standin: ComfyUI) -> Iterator[Client]:
    yield from _client(shared_standin.url)


@pytest.fixture
def mortal_client(mortal: ComfyUI) -> Iterator[Client]:
    yield from _client(mortal.url)


def _client(url: str) -> Iterator[Client]:
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        yield Client(url, http)
