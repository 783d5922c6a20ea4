"""The systemd unit: systemd takes it, and it says what the daemon relies on."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[2] / "systemd" / "lyrad.service"
ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 25  # systemd's own measure in tenths, 0 best; a unit without hardening has 96

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def settings() -> list[tuple[str, str]]:
    lines = UNIT.read_text().splitlines()
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    return [(name, value) for name, _, value in pairs]


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ANALYZE), *words, str(UNIT)], capture_output=True, text=True, check=False, timeout=60
    )


@needs_systemd
def test_systemd_finds_nothing_wrong() -> None:
    found = analyze("verify", "--man=no")
    assert (found.returncode, found.stdout + found.stderr) == (0, "")


@needs_systemd
def test_the_hardening_block_hardens() -> None:
    found = analyze("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    if "unrecognized option" in found.stderr:
        pytest.skip("this systemd-analyze cannot judge a unit that is not loaded")
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    "pair",
    [
        ("Type", "notify"),
        ("NotifyAccess", "main"),
        ("KillMode", "mixed"),
        ("Restart", "on-failure"),
        ("RestartPreventExitStatus", "78"),
        ("StateDirectory", "lyrad"),
        ("ProtectSystem", "strict"),
        ("NoNewPrivileges", "yes"),
        ("PrivateTmp", "yes"),
    ],
    ids="=".join,
)
def test_the_unit_says_what_the_daemon_relies_on(pair: tuple[str, str]) -> None:
    assert pair in settings()


def test_it_runs_the_command_that_logs_for_a_service() -> None:
    assert dict(settings())["ExecStart"].endswith("lyrad run --json-log")


def test_it_waits_longer_than_the_longest_polite_stop() -> None:
    told = dict(settings())
    assert float(told["TimeoutStopSec"]) > 30
    assert float(told["WatchdogSec"]) >= 10


def test_nothing_is_set_that_breaks_folders_of_a_group_or_the_lease() -> None:
    names = {name for name, _ in settings()}
    assert not names & {"RestrictSUIDSGID", "ProtectProc", "MemoryDenyWriteExecute"}


def test_each_line_of_hardening_says_when_to_relax_it() -> None:
    text = UNIT.read_text()
    block = text[text.index("# Hardening.") : text.index("[Install]")].splitlines()
    explained = False
    for line in block:
        if line.startswith("#"):
            explained = True
        elif line:
            assert explained, f"no comment above {line}"
        else:
            explained = False
