"""Look into a production without running it, for `plan` and `check`; writes nothing there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from lyrad.core import match
from lyrad.core.admit import ShotFacts
from lyrad.core.settle import Quiet
from lyrad.disk.store import Store
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.production import Production
from lyrad.model.settings import Settings
from lyrad.model.standing import ShotLook
from lyrad.ports import RuleDesk
from lyrad.service.intake.alike import Alike
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.look import look
from lyrad.service.intake.reader import Reader
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.production import build
from lyrad.wiring.roots import MARK, root_above
from lyrad.wiring.words import Shelf

NOW = Quiet(usual=0.0, with_takes=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A production, seen once. Private copies lie in a folder that goes with the visit."""

    desk: Desk
    reader: Reader
    alike: Alike = field(default_factory=Alike)

    def shots(self) -> dict[RelPath, ShotKey]:
        """Return every shot's folder."""
        tree = self.desk.production.tree
        found = {folder: match.shot_at(tree, folder) for folder in self.desk.watch.index}
        return {folder: shot for folder, shot in sorted(found.items()) if shot is not None}

    def look(self, folder: RelPath, shot: ShotKey) -> ShotLook:
        """Return how a shot stands, whatever is still changing."""
        return look(shot, folder, self.desk, self.reader, alike=self.alike.to(folder))

    def facts(self, found: ShotLook) -> ShotFacts:
        """Return what takes and ledger say of a shot; the engine is not asked."""
        return ShotFacts(
            production=self.desk.production.id,
            shot=found.shot,
            takes=found.takes,
            foreign=found.foreign,
            history=self.desk.ledger.history,
            jobs=(),
        )


@contextmanager
def visit(
    root: Path, settings: Settings, rules: RuleDesk, production: Production | None = None
) -> Iterator[Visit]:
    """Look at a production once. Raises ConfigError where its file is wrong and none is given."""
    clock = SystemClock()
    production = production or Shelf().production(root / MARK, MARK)
    with tempfile.TemporaryDirectory(prefix="lyrad-look-") as folder:
        store = Store(Path(folder), clock=clock)
        built = build(root, production, settings, store=store, rules=rules, clock=clock)
        desk = replace(built.desk, quiet=NOW, unused_after=0.0)
        desk.watch.look(full=True)
        seen = Visit(desk=desk, reader=Reader(desk))
        seen.alike.look(seen.shots(), desk)
        yield seen
        store.close()


def production_of(path: Path) -> tuple[Path, RelPath]:
    """Return the root that a path lies in, and the path below it. Raises UsageError."""
    path = path.expanduser().absolute()
    root = root_above(path)
    if root is None:
        raise UsageError(
            Fault(
                code=Code.NOT_A_PRODUCTION,
                what="This is in no production: no folder above it has a production.yaml.",
                where=str(path),
                next="Name a folder of a production, or make one with `lyrad init`.",
            )
        )
    below = path.relative_to(root).as_posix()
    return root, RelPath("" if below == "." else below)
