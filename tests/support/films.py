"""A production on the disk, small and real, and the rooms' objects that keep it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lyrad.disk.lease import Lease
from lyrad.disk.ledger import Ledger
from lyrad.disk.publish import TakePublisher
from lyrad.disk.takes import Takes
from lyrad.model.names import RelPath
from lyrad.ports import Clock, Staged
from tests.support.clock import FakeClock
from tests.support.nouns import FOLDER


def film(root: Path, *folders: RelPath) -> Path:
    """Make a production with these shots' folders and return its root."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "production.yaml").write_text("id: 6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11\n")
    for folder in folders or (FOLDER,):
        (root / folder).mkdir(parents=True)
        (root / folder / "shot.yaml").write_text("description: a push-in\n")
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything that publishes into one production, as one run of lyrad has it."""

    ledger: Ledger
    takes: Takes
    lease: Lease
    publisher: TakePublisher
    seen: list[RelPath]


def office(root: Path, clock: Clock | None = None) -> Office:
    """Open the production for publishing, its lease taken."""
    clock = clock or FakeClock()
    ledger, takes, lease = Ledger(root), Takes(root), Lease(root, clock)
    lease.take()
    seen: list[RelPath] = []
    publisher = TakePublisher(
        root, ledger=ledger, takes=takes, lease=lease, clock=clock, on_published=seen.append
    )
    return Office(ledger=ledger, takes=takes, lease=lease, publisher=publisher, seen=seen)


def work(folder: Path) -> Staged:
    """Make a job's results: a clip, a poster, and a folder of pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clip.mp4").write_bytes(b"clip" * 1000)
    (folder / "poster.jpg").write_bytes(b"poster")
    (folder / "frames").mkdir(exist_ok=True)
    (folder / "frames" / "0001.png").write_bytes(b"one")
    return Staged(
        files=(
            ("{stem}.mp4", folder / "clip.mp4"),
            ("_info/{stem}_poster.jpg", folder / "poster.jpg"),
            ("_info/{stem}_frames", folder / "frames"),
        )
    )
