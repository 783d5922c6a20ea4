"""A Linux of its own as a process (User Mode Linux), for the clients that a kernel may lack.

It sees this machine's files read-only, has a network of its own with nothing in it, and forgets
everything but what is written into its folder `out`. It was run as root only.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

KERNEL = "linux.uml"
NEEDED = (KERNEL, "modprobe", "ip", "rpcbind")
ROOM = "room"
_FIRST = Path(__file__).with_name("guest.sh")


def run_in_guest(words: Sequence[str], folder: Path, *, seconds: float) -> tuple[int, str]:
    """Boot a guest, run a program in it, switch it off; return the exit code and what it said.

    In the guest, `folder/room` is a disk in memory, empty. The program runs where this one does.
    """
    for name in (ROOM, "out"):
        (folder / name).mkdir(parents=True)
    (folder / "run").write_text(f"cd {shlex.quote(str(Path.cwd()))}\n{shlex.join(words)}\n")
    _boot(folder, seconds)
    code, said = folder / "out" / "code", folder / "out" / "said"
    text = said.read_text(errors="replace") if said.exists() else ""
    if not code.exists():
        kernel = (folder / "kernel.log").read_text(errors="replace")
        return 1, f"the guest did not come to its end\n{text}\n{kernel[-2000:]}"
    return int(code.read_text()), text


def _boot(folder: Path, seconds: float) -> None:
    machine = ["mem=1536M", f"uml_dir={folder}", "con=null", "con0=null,fd:1", "ssl=null"]
    root = ["root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "quiet"]
    first = [f"LYRAD_GUEST={folder}", "init=/bin/sh", "--", str(_FIRST)]
    with (folder / "kernel.log").open("wb") as log:
        guest = subprocess.Popen(
            [KERNEL, *machine, *root, *first],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        guest.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(guest.pid, signal.SIGKILL)
        guest.wait()
