"""What the ledger says of shot lists: which specs lyrad wrote, and which lists are applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lyrad.model.names import RelPath
from lyrad.model.shotlist import ShotsWritten


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPast:
    """What became of one list, by its content; `whole` once all of it stood on the disk.

    `obeyed` are the requests by which that came about.
    """

    made: frozenset[RelPath] = frozenset()
    updated: frozenset[RelPath] = frozenset()
    whole: bool = False
    obeyed: frozenset[str] = frozenset()


NEVER = ListPast()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Every list's past, by its sha256, and the sums of every spec that was written, by path."""

    lists: Mapping[str, ListPast] = field(default_factory=dict)
    written: Mapping[RelPath, frozenset[str]] = field(default_factory=dict)

    def of(self, sha256: str) -> ListPast:
        """Return what became of the list with this content."""
        return self.lists.get(sha256, NEVER)

    def with_line(self, line: ShotsWritten) -> Lists:
        """Return the past with one more line; the same line twice changes nothing."""
        past = self.of(line.list_sha256)
        made = past.made | {spec.path for spec in line.specs if spec.new}
        updated = past.updated | {spec.path for spec in line.specs if not spec.new}
        written = dict(self.written)
        for spec in line.specs:
            written[spec.path] = written.get(spec.path, frozenset()) | {spec.sha256}
        done = {line.request} if line.whole and line.request else frozenset()
        now = replace(
            past,
            made=made,
            updated=updated - made,
            whole=past.whole or line.whole,
            obeyed=past.obeyed | done,
        )
        return Lists(lists={**self.lists, line.list_sha256: now}, written=written)
