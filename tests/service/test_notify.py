"""What systemd hears of a running daemon, over a real socket."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.service.notify import notify, watchdog_seconds
from tests.support.production import Film


class Ear:
    """The service manager's end of the socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self.heard: list[str] = []

    def wait_for(self, word: str, *, times: int = 1, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self.heard.count(word) < times:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                self.heard.append(self.socket.recv(4096).decode())
            except TimeoutError:
                raise AssertionError(f"{word} never came, only {self.heard}") from None


@pytest.fixture
def ear() -> Iterator[Ear]:
    # A socket's path holds at most 107 bytes, and pytest's own folders are deep.
    with tempfile.TemporaryDirectory(prefix="ear-") as folder:
        listening = Ear(f"{folder}/notify")
        yield listening
        listening.socket.close()


def test_a_running_daemon_tells_systemd_that_it_is_ready_alive_and_stopping(
    tmp_path: Path, ear: Ear
) -> None:
    film = Film(root=tmp_path / "FILM", home=tmp_path / "home").begin()
    film.env |= {"NOTIFY_SOCKET": ear.address, "WATCHDOG_USEC": "1000000"}
    daemon = film.start()
    try:
        ear.wait_for("READY=1")
        assert ear.heard == ["READY=1"]
        ear.wait_for("WATCHDOG=1", times=3, seconds=10)
        assert daemon.stop() == 0
        ear.wait_for("STOPPING=1", seconds=5)
    finally:
        if daemon.process.poll() is None:
            daemon.kill()
    assert set(ear.heard) == {"READY=1", "WATCHDOG=1", "STOPPING=1"}


def test_an_address_in_the_abstract_namespace_is_reached() -> None:
    listening = Ear(f"@lyrad-test-{time.monotonic_ns()}")
    assert notify("READY=1", {"NOTIFY_SOCKET": listening.address})
    listening.wait_for("READY=1")
    listening.socket.close()


def test_outside_systemd_nothing_is_told() -> None:
    assert not notify("READY=1", {})


def test_a_service_manager_that_is_gone_does_not_disturb(tmp_path: Path) -> None:
    assert not notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})


@pytest.mark.parametrize(("told", "seconds"), [("60000000", 30.0), ("", None), ("soon", None)])
def test_pings_come_twice_as_often_as_systemd_wants_them(told: str, seconds: float | None) -> None:
    assert watchdog_seconds({"WATCHDOG_USEC": told} if told else {}) == seconds
