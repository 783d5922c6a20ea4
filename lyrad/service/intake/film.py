"""Follow `production.yaml` while the daemon runs: a good edit is taken over when it has settled.

A bad edit changes nothing but the faults that are shown: the last good text holds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lyrad.errors import ConfigError, Fault
from lyrad.model.names import RelPath
from lyrad.model.production import Production
from lyrad.service.intake.desk import Desk

MARK = RelPath("production.yaml")
NEW_START = "production.yaml has another id or tree: lyrad takes it over when it is started anew."


@dataclass(slots=True)
class Film:
    """When `production.yaml` is due to be read again (monotonic seconds), and what was wrong.

    `words` tell of what was read but is taken over by the next start only.
    """

    due: float | None = None
    faults: tuple[Fault, ...] = ()
    words: tuple[str, ...] = ()

    def look(self, changed: Collection[RelPath], desk: Desk) -> Production | None:
        """Return the production if it was read again and is another, or None."""
        now = desk.clock.monotonic()
        if MARK in changed:
            self.due = now + desk.quiet.usual
        if self.due is None or now < self.due:
            return None
        self.due = None
        try:
            found = desk.library.production(desk.root / MARK, MARK)
        except ConfigError as error:
            self.faults = error.faults
            return None
        self.faults = ()
        # Another identity or layout needs a new start; everything else may change at any time.
        other = (found.id, found.tree) != (desk.production.id, desk.production.tree)
        self.words = (NEW_START,) if other else ()
        found = replace(found, id=desk.production.id, tree=desk.production.tree)
        return None if found == desk.production else found
