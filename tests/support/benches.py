"""A bench for actions: the real FFmpeg and picture reader, a publisher and a backend to steer."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lyrad.backends.clipcheck.clipcheck import LocalClipJudge
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.backends.pictures import StillPictures
from lyrad.disk.expansions import KeptExpansions
from lyrad.errors import Fault
from lyrad.model.drop import Member
from lyrad.model.job import Progress
from lyrad.model.names import JobId
from lyrad.model.plan import ShotPlan
from lyrad.model.take import FileRecord, Receipt
from lyrad.ports import (
    Bench,
    BetweenOrder,
    Finished,
    Lost,
    Rendered,
    Staged,
    Ticket,
    Working,
)
from tests.support.clips import counted, write_clip
from tests.support.clock import FakeClock
from tests.support.marks import marker
from tests.support.nouns import member
from tests.support.signal import FakeSignal


class FolderPublisher:
    """Publishes into a plain folder, once for each job; numbers only grow."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions: dict[str, int] = {}
        self.takes: dict[JobId, int] = {}
        self.receipts: dict[JobId, Receipt] = {}
        self.refuse: Exception | None = None

    def begun(self, plan: ShotPlan) -> int:
        return self.versions.setdefault(plan.version_key, len(self.versions) + 1)

    def published(self, plan: ShotPlan) -> Receipt | None:
        return self.receipts.get(plan.job)

    def number(self, plan: ShotPlan) -> int:
        return self.takes.setdefault(plan.job, len(self.takes) + 1)

    def stem(self, plan: ShotPlan, *, take: int, version: int) -> str:
        return f"{plan.shot.scene}_{plan.shot.shot}_T{take:02d}_v{version:03d}"

    def publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged) -> Receipt:
        if self.refuse:
            raise self.refuse
        stem = self.stem(plan, take=receipt.take, version=receipt.version)
        outputs = []
        for name, path in staged.files:
            target = self.root / f"T{receipt.take:02d}" / name.replace("{stem}", stem)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            inside = target.relative_to(self.root / f"T{receipt.take:02d}")
            sha = hashlib.sha256(target.read_bytes()).hexdigest()
            size = target.stat().st_size
            record = FileRecord(name=str(inside), role="", size=size, sha256=sha, xxh64="")
            outputs.append(record)
        self.receipts[plan.job] = replace(receipt, outputs=tuple(outputs))
        return self.receipts[plan.job]

    @property
    def names(self) -> list[str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(self.root)) for path in files)


class ScriptedBackend:
    """Answers polls from a script, then is finished; its clip has as many frames as `frames`."""

    name = "builtin"
    outlives = False

    def __init__(self, script: Sequence[Any] = (), frames: int | None = None) -> None:
        self.script = list(script)
        self.frames = frames
        self.fault: Fault | None = None
        self.said: list[str] = []
        self.orders: list[BetweenOrder] = []
        self.known: set[str] = set()

    @property
    def busy(self) -> dict[str, float]:
        return {}

    def probe(self) -> Fault | None:
        return self.fault

    def submit(self, order: BetweenOrder) -> Ticket:
        self.orders.append(order)
        ticket = Ticket(id=f"ticket-{len(self.orders)}", facts={"pid": len(self.orders)})
        self.known.add(ticket.id)
        self.said.append(f"submit {ticket.id}")
        return ticket

    def poll(self, order: BetweenOrder, ticket: Ticket) -> Working | Finished | Lost:
        self.said.append(f"poll {ticket.id}")
        if ticket.id not in self.known:
            return Lost()
        if not self.script:
            return Finished()
        answer = self.script.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        if callable(answer):
            answer()
            return Working(progress=None)
        if isinstance(answer, Progress):
            return Working(progress=answer)
        assert isinstance(answer, Lost)
        return answer

    def fetch(self, order: BetweenOrder, ticket: Ticket, signal: Any, progress: Any) -> Rendered:
        self.said.append(f"fetch {ticket.id}")
        frames = counted(self.frames or order.frames, order.size.width, order.size.height)
        path = write_clip(order.work / "clip.mkv", frames, order.rate)
        return Rendered(path=path, method="layered in-between", draft=True, facts={"layers": 2})

    def cancel(self, order: BetweenOrder, ticket: Ticket) -> None:
        self.said.append(f"cancel {ticket.id}")

    def give_up(self, works: Iterable[Path]) -> None:
        self.said += [f"give up {work.name}" for work in works]


def given(store: Path, role: str, width: int = 64, height: int = 36) -> Member:
    """Put a picture into the store and return it as the drop's member."""
    gray = {"first": 8, "last": 200}[role]
    store.mkdir(exist_ok=True)
    side = store / f"{role}.png"
    Image.fromarray(np.full((height, width, 3), gray, np.uint8)).save(side)
    sha = hashlib.sha256(side.read_bytes()).hexdigest()
    side.rename(store / sha)
    return member(role, sha256=sha, size=(store / sha).stat().st_size)


def bench(folder: Path, plan: ShotPlan, **changes: Any) -> Bench:
    """Return a bench at the plan's first step, its folders below the given one."""
    work = folder / "work" / "0"
    work.mkdir(parents=True, exist_ok=True)
    return replace(
        Bench(
            plan=plan,
            step=0,
            tries=1,
            work=work,
            job_work=folder / "work",
            earlier=(),
            clock=FakeClock(),
            signal=FakeSignal(),
            progress=lambda _: None,
            store=lambda sha: folder / "store" / sha,
            backends={"builtin": ScriptedBackend()},
            media=FFmpeg(),
            pictures=StillPictures(),
            publisher=FolderPublisher(folder / "takes"),
            marker=marker(folder),
            judge=LocalClipJudge(),
            learn=lambda _: None,
            writers={},
            expansions=KeptExpansions(folder / "expansions", {}),
        ),
        **changes,
    )
