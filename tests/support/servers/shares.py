"""Shares as lyrad meets them: which server, seen through which client, with whose hands on it.

Those of `HERE` run on this machine's kernel; those of `GUEST` need a guest's.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.servers.ganesha import Ganesha
from tests.support.servers.hands import ClientHands, Hands, MountedHands
from tests.support.servers.program import HERE as ADDRESS
from tests.support.servers.program import Program
from tests.support.servers.samba import FRUIT, Samba

_STRICT = {"strict allocate": "yes", "kernel oplocks": "no", **FRUIT}


@dataclass(frozen=True)
class Share:
    """One share.

    Attributes:
        ashore: the folder on the server's own disk.
        point: where lyrad sees it; `ashore` itself where lyrad runs on the server.
        other: where a second computer sees it; None where that one has no mount.
        hands: what people do on another computer.
        server: what can be killed and started again.
        mode: how lyrad's words for its watching begin.
        outside: the lyrad's and the server's own things, on a local disk.
    """

    ashore: Path
    point: Path
    other: Path | None
    hands: Hands
    server: Program
    mode: str
    outside: Path


@contextmanager
def samba_itself(base: Path, options: Mapping[str, str] | None = None) -> Iterator[Share]:
    """Serve by Samba the disk that lyrad runs on, as on a NAS."""
    ashore = base / "ashore"
    ashore.mkdir()
    samba = Samba(ashore, base / "samba", options or {})
    with _started(samba.program):
        yield Share(
            ashore=ashore,
            point=ashore,
            other=None,
            hands=ClientHands(samba, base / "desk"),
            server=samba.program,
            mode="events",
            outside=base,
        )


@contextmanager
def samba_as_macs_use_it(base: Path) -> Iterator[Share]:
    """Serve by Samba with room reserved in advance and Macs' streams; lyrad on the server."""
    with samba_itself(base, _STRICT) as share:
        yield share


@contextmanager
def smb_by_kernel(base: Path) -> Iterator[Share]:
    """Have lyrad see a Samba share through the kernel's client, as most people do."""
    ashore = base / "ashore"
    ashore.mkdir()
    samba = Samba(ashore, base / "samba")
    with _started(samba.program):
        options = rf"ip={ADDRESS},port={samba.program.port},unc=\\{ADDRESS}\film,sec=none"
        source = f"//{ADDRESS}/film"
        with _two_mounts(base, "cifs", source, f"{options},vers=3.1.1,nosharesock") as mounts:
            yield _mounted(base, mounts, samba.program)


@contextmanager
def nfs4(base: Path) -> Iterator[Share]:
    """Have lyrad see an NFS export through the kernel's client, version 4.1."""
    with _exported(base) as (ganesha, port):
        options = f"addr={ADDRESS},clientaddr={ADDRESS},port={port},vers=4.1"
        source = f"{ADDRESS}:/film"
        with _two_mounts(base, "nfs4", source, f"{options},nosharecache") as mounts:
            yield _mounted(base, mounts, ganesha.program)


@contextmanager
def nfs3(base: Path) -> Iterator[Share]:
    """Have lyrad see an NFS export through the kernel's client, version 3."""
    with _exported(base) as (ganesha, port):
        options = f"addr={ADDRESS},port={port},mountaddr={ADDRESS},mountport={ganesha.mount_port}"
        options += ",mountproto=tcp,proto=tcp,vers=3,nolock,nosharecache,actimeo=3"
        source = f"{ADDRESS}:{ganesha.folder}"
        with _two_mounts(base, "nfs", source, options) as mounts:
            yield _mounted(base, mounts, ganesha.program)


@contextmanager
def nfs_itself(base: Path) -> Iterator[Share]:
    """Export by NFS the disk that lyrad runs on, as on a NAS; others have it mounted."""
    with nfs4(base) as share:
        yield replace(share, point=share.ashore, mode="events")


Opened = Callable[[Path], AbstractContextManager[Share]]

HERE: Mapping[str, Opened] = {
    "lyrad on a Samba server": samba_itself,
    "lyrad on a Samba server for Macs": samba_as_macs_use_it,
}
GUEST: Mapping[str, Opened] = {
    "SMB through the kernel": smb_by_kernel,
    "NFS 4.1 through the kernel": nfs4,
    "NFS 3 through the kernel": nfs3,
    "lyrad on an NFS server": nfs_itself,
}


@contextmanager
def _exported(base: Path) -> Iterator[tuple[Ganesha, int]]:
    ashore = base / "ashore"
    ashore.mkdir()
    ganesha = Ganesha(ashore, base / "ganesha")
    with _started(ganesha.program):
        yield ganesha, ganesha.program.port


@contextmanager
def _started(server: Program) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.kill()


@contextmanager
def _two_mounts(base: Path, kind: str, source: str, options: str) -> Iterator[list[Path]]:
    """Mount a share twice, so that neither knows what the other remembers of it."""
    points = [base / "mnt", base / "other"]
    try:
        for point in points:
            point.mkdir()
            words = ["mount", "-i", "-t", kind, source, str(point), "-o", options]
            subprocess.run(words, check=True, timeout=60)
        yield points
    finally:
        for point in points:
            subprocess.run(["umount", "-l", point], check=False, capture_output=True)


def _mounted(base: Path, mounts: list[Path], server: Program) -> Share:
    point, other = mounts
    return Share(
        ashore=base / "ashore",
        point=point,
        other=other,
        hands=MountedHands(other),
        server=server,
        mode="a look every",
        outside=base,
    )
