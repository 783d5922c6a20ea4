"""Show how the shots of one production stand: their cards, and what stands above them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import structlog

from lyrad.core import admit, lacking
from lyrad.core.admit import ShotFacts
from lyrad.core.view import shot_view
from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath
from lyrad.model.standing import Ready, Refused, ShotLook, Standing, Unsettled
from lyrad.service.intake.board import Board
from lyrad.service.intake.briefs.orders import BriefOrders
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.orders import Orders

PATIENCE = 10.0
"""Seconds of change after which a card says that the end of a copy is being waited for."""

log = structlog.get_logger()


@dataclass(slots=True)
class Showing:
    """Writes cards through the board, and keeps since when shots have been restless."""

    board: Board
    orders: Orders
    briefs: BriefOrders
    _restless: dict[RelPath, float] = field(default_factory=dict)

    def looked(self, found: ShotLook, now: float) -> None:
        """Take in how a shot was found, at a time in monotonic seconds."""
        if isinstance(found.standing, Unsettled):
            self._restless.setdefault(found.folder, now)
        else:
            self._restless.pop(found.folder, None)

    def patient_until(self, folder: RelPath, now: float) -> float | None:
        """Return when the card has something to say of a shot that is changing, or None."""
        until = self._restless.get(folder, now) + PATIENCE
        return until if until > now else None

    def show(self, found: ShotLook, facts: ShotFacts, notes: Iterable[str], desk: Desk) -> bool:
        """Show the shot's card; return whether its name changed."""
        faults = (self.orders.faults, self.briefs.faults)
        refused = next((found_[found.folder] for found_ in faults if found.folder in found_), ())
        if refused:
            found = replace(found, standing=_refused(refused))
        standing = found.standing
        if isinstance(standing, Unsettled):
            now = desk.clock.monotonic()
            if now - self._restless.get(found.folder, now) < PATIENCE:
                return False
            usual = lacking.the_edit() if found.takes else lacking.the_copy()
            found = replace(found, standing=standing.waits or usual)
        if not isinstance(standing, Unsettled) and not self.orders.waits(found.folder):
            desk.suggestions.withdraw(found.folder)
        self._learn(found)
        view = replace(
            shot_view(found, facts),
            batch=len(self.orders.batch()) if self.orders.waits_in_batch(found.folder) else 0,
            seam=self.orders.held_by_seam(found.folder),
            suggested=self.orders.suggested(found.folder),
            pace=self._expected(standing),
            zone=desk.production.timezone,
            notes=tuple(notes),
        )
        changed = self.board.show(view, desk)
        if changed:
            card = self.board.shown.get(found.shot)
            words = f"{card.state.value} {card.detail}".strip() if card else ""
            log.info("card", action="card_changed", shot=str(found.shot), card=words)
        return changed

    def beside(self, desk: Desk, faults: Iterable[Fault], words: Iterable[str]) -> tuple[str, ...]:
        """Return what the root's summary says beside the shots."""
        lines = [*desk.watch.warnings, *words]
        lines += [
            f"Not in force, the last good text holds.\n{fault}"
            for fault in (*faults, *desk.rules.faults)
        ]
        count = len(self.orders.batch())
        if count:
            lines.append(
                f"{count} new jobs came at once. To start them, put an empty file named GO here."
            )
        return tuple(lines)

    def _learn(self, found: ShotLook) -> None:
        """Learn the pace from the takes that were made of the present drop."""
        if not isinstance(found.standing, Ready):
            return
        for match in found.standing.matches:
            for take in admit.made(found.takes, match.rule.name, found.standing):
                if take.receipt and take.receipt.inherited == found.standing.spec.inherited:
                    seconds = sum(step.seconds for step in take.receipt.steps)
                    spec = found.standing.spec
                    self.board.pace.learn(take.receipt.rule, take.receipt.job, spec, seconds)

    def _expected(self, standing: Standing | None) -> float | None:
        if not isinstance(standing, Ready) or not standing.matches:
            return None
        return self.board.pace.expected(standing.matches[0].rule.name, standing.spec)


def _refused(faults: tuple[Fault, ...]) -> Refused:
    """Return how a shot stands of which no plan could be made: it is at fault, or its rule is."""
    unfit = all(fault.code is Code.WORKFLOW_UNFIT for fault in faults)
    detail = "does not fit the workflow" if unfit else "a rule has faults"
    return Refused(detail=detail, faults=faults)
