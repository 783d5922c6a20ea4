"""Decide how one root is watched: by events or by looking, how often, with how many threads.

What is there to decide from is `watch.probe`'s to find out.
"""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.disk.watch.probe import Probe

# Listings of a share wait for the wire, so eight at once are ten times as quick; on a local disk
# one thread is the quickest (measured: 300 microseconds for each call, 10,000 files).
_SHARE_THREADS = 8
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """The seconds between two looks, as the settings have them."""

    local: float = 60.0
    share: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How one root is watched.

    Attributes:
        events: whether the kernel's events are listened to.
        folder_times: whether a folder whose time stands still has the same names in it.
        threads: how many folders are listed at once.
        every: the seconds between two looks at everything.
        why: what stands behind it, for people; empty where all is as usual.
    """

    events: bool
    folder_times: bool
    threads: int
    every: float
    why: str

    @property
    def words(self) -> str:
        """Return the mode for people, `events, and a look every minute`."""
        look = f"a look {_often(self.every)}"
        how = f"events, and {look}" if self.events else look
        return f"{how}: {self.why}" if self.why else how


def choose(probe: Probe, every: Every) -> Mode:
    """Return how a root is watched of which this was found out."""
    events = not probe.share and probe.events is not False
    return Mode(
        events=events,
        folder_times=probe.folder_times is True,
        threads=_SHARE_THREADS if probe.share else 1,
        every=every.local if events else every.share,
        why=_why(probe, events=events),
    )


def _why(probe: Probe, *, events: bool) -> str:
    if events:
        return ""
    if not probe.share:
        return f"the system tells nothing of changes here ({probe.kind})"
    if probe.known:
        kind = f"this is a network share ({probe.kind})"
    else:
        kind = f"lyrad does not know this kind of disk ({probe.kind})"
    return f"{kind}, where changes made elsewhere cause no events"


def _often(seconds: float) -> str:
    """Return `every minute`, `every 5 seconds`."""
    whole = round(seconds)
    if whole >= _MINUTE and whole % _MINUTE == 0:
        minutes = whole // _MINUTE
        return "every minute" if minutes == 1 else f"every {minutes} minutes"
    return "every second" if seconds == 1 else f"every {seconds:g} seconds"
