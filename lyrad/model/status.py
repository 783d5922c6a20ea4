"""The status page: what the daemon writes for whoever asks how things stand.

Only plain values (text, numbers, lists), so that reading it needs nothing but JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field

STATUS_SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotRow:
    """One shot and its card. `folder` is relative to the production's root."""

    scene: str
    shot: str
    folder: str
    state: str
    detail: str

    @property
    def code(self) -> str:
        """Return the address that people use."""
        return f"{self.scene}/{self.shot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One job. Steps count from 1 here, as people count; times are ISO 8601 in UTC."""

    job: str
    production: str
    scene: str
    shot: str
    rule: str
    attempt: int
    state: str
    step: int
    steps: int
    action: str
    tries: int
    since: str = ""
    done: int = 0
    total: int = 0
    unit: str = ""
    note: str = ""
    what: str = ""
    where: str = ""
    next: str = ""

    @property
    def code(self) -> str:
        """Return the shot's address."""
        return f"{self.scene}/{self.shot}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionRow:
    """One production.

    `state` is `running`, `standing by`, `away` or `not answering`; `batch` counts the new jobs
    that wait for a GO.
    """

    id: str
    title: str
    root: str
    state: str
    mode: str
    batch: int = 0
    warnings: tuple[str, ...] = ()
    shots: tuple[ShotRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerRow:
    """A tool's server, and how busy lyrad keeps it.

    `busy` is the percentage of the time since its first render in which it was at work for us.
    """

    tool: str
    address: str
    busy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything, as of `at` (seconds since 1970, UTC); `paused` are lanes.

    `stopped` is true in the last page that a daemon writes.
    """

    schema: int
    lyrad: str
    pid: int
    host: str
    at: float
    paused: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    productions: tuple[ProductionRow, ...] = ()
    jobs: tuple[JobRow, ...] = field(default=())
    stopped: bool = False
    servers: tuple[ServerRow, ...] = ()
