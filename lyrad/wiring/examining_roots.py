"""Examine productions where they lie, each in a thread of its own: a share may hang.

What is asked of one root, and in which words it is told, is `examining_root`'s.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.disk.watch.limits import enough, most_watches
from lyrad.errors import LyradError
from lyrad.model.settings import Settings
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.examining_root import Examination, examined
from lyrad.wiring.finding import Finding
from lyrad.wiring.roots import each_root

PATIENCE = 60.0
"""Seconds until a root that is still being examined counts as silent; large trees take a while."""


@dataclass(slots=True)
class _Visit:
    """What was found below one named folder so far."""

    named: Path
    settings: Settings
    findings: list[Finding] = field(default_factory=list)
    roots: list[Examination] = field(default_factory=list)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            for root in each_root([self.named]):
                one = Examination(root=root, settings=self.settings)
                self.roots.append(one)
                self.findings.extend(examined(one))
        except (LyradError, OSError) as error:
            self.findings.append(
                Finding(what="Root", said=f"{self.named}: {error}", good=False, next="look there")
            )


def examine_roots(
    roots: Iterable[Path], settings: Settings, *, patience: float = PATIENCE
) -> Iterator[Finding]:
    """Yield every finding of these roots; one that hangs is told, after `patience` seconds."""
    clock, visits = SystemClock(), [_Visit(root, settings) for root in roots]
    end = clock.monotonic() + patience
    for visit in visits:
        visit.thread.start()
    for visit in visits:
        visit.thread.join(max(0.0, end - clock.monotonic()))
        yield from tuple(visit.findings)
        if visit.thread.is_alive():
            yield _silent(visit.named, patience)
    examinations = [one for visit in visits for one in visit.roots]
    yield from _twice(examinations)
    yield from _watches(sum(one.heard for one in examinations))


def _silent(named: Path, seconds: float) -> Finding:
    return Finding(
        what="Root",
        said=f"{named} was not done after {seconds:.0f} s: its share does not answer, or is slow",
        good=False,
        next="look at its connection; other productions are run all the same",
    )


def _twice(examinations: Iterable[Examination]) -> Iterator[Finding]:
    """Yield the roots that claim to be one production."""
    alike: defaultdict[str, list[Path]] = defaultdict(list)
    for one in examinations:
        if one.id:
            alike[one.id].append(one.root)
    for roots in alike.values():
        if len(roots) > 1:
            yield Finding(
                what="Identity",
                said=f"these say that they are the same production: {', '.join(map(str, roots))}",
                good=False,
                next=f'give the copy an identity of its own: lyrad init --new-id "{roots[-1]}"',
            )


def _watches(folders: int) -> Iterator[Finding]:
    """Yield whether the system lets all folders be watched that are watched by events."""
    most = most_watches()
    if not folders or most is None:
        return
    wanted = enough(folders)
    few = wanted > most
    line = f"fs.inotify.max_user_watches={wanted}"
    yield Finding(
        what="Watched folders",
        said=f"{folders} of {most} that this system allows each user",
        good=not few,
        next=f"sudo sysctl {line} (for good: the line `{line}` in /etc/sysctl.d/60-lyrad.conf)"
        if few
        else "",
    )
