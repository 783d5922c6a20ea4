"""Decide how often a whole tree is looked at, and say so."""

from __future__ import annotations

from dataclasses import dataclass

# A share's cache of what stands in a folder lives for seconds, so that looking more often is
# in vain; with events a scan is only the net below them.
SHARE_SECONDS = 5.0
_LOCAL_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often one tree is scanned; `every` is in seconds, None for the usual ones."""

    share: bool
    every: float | None

    def interval(self, *, events: bool) -> float:
        """Return the seconds between two scans, with events or without.

        A local tree that tells no events is scanned as often as a share, or oftener.
        """
        if events:
            return self.every or _LOCAL_SECONDS
        often = self.every or SHARE_SECONDS
        return often if self.share else min(often, SHARE_SECONDS)

    def mode(self, *, events: bool) -> str:
        """Return how the tree is watched, for people."""
        scan = f"a scan {_every(self.interval(events=events))}"
        return f"events and {scan}" if events else scan

    @property
    def instead(self) -> str:
        """Return how often it is scanned where there are no events, for people."""
        return _every(self.interval(events=False))


def _every(seconds: float) -> str:
    return "every minute" if seconds == _LOCAL_SECONDS else f"every {seconds:g} seconds"
