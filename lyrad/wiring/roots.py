"""Find the productions that a person means: a production, or a folder of productions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lyrad.config.reading import read_production
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import ProductionId
from lyrad.model.production import Production

MARK = "production.yaml"


def productions(roots: Iterable[Path]) -> tuple[tuple[Path, Production], ...]:
    """Return each production's root and what its file says.

    Raises:
        ConfigError: with every fault: a folder that is none, a wrong file, one identity twice.
    """
    found: list[tuple[Path, Production]] = []
    faults: list[Fault] = []
    seen: dict[ProductionId, Path] = {}
    for root in each_root(roots):
        try:
            production = read_production(root / MARK, str(root / MARK))
        except ConfigError as error:
            faults.extend(error.faults)
            continue
        if production.id in seen:
            faults.append(twice(root, seen[production.id]))
            continue
        seen[production.id] = root
        found.append((root, production))
    if faults:
        raise ConfigError(*faults)
    return tuple(found)


def root_above(path: Path) -> Path | None:
    """Return the production that a path lies in, or None."""
    path = path.absolute()
    return next((folder for folder in (path, *path.parents) if (folder / MARK).is_file()), None)


def each_root(roots: Iterable[Path]) -> Iterator[Path]:
    """Yield the roots; a folder of productions stands for all of them."""
    for root in roots:
        root_ = root.expanduser().absolute()
        inside = sorted(mark.parent for mark in root_.glob(f"*/{MARK}"))
        if (root_ / MARK).exists() or not inside:
            yield root_
        else:
            yield from inside


def twice(root: Path, other: Path) -> Fault:
    """Return the fault of a folder that claims another one's identity."""
    return Fault(
        code=Code.SAME_PRODUCTION_TWICE,
        what="Two folders say that they are the same production.",
        where=f"{other} and {root}",
        next=f'If the second is a copy, give it its own identity: lyrad init --new-id "{root}"',
    )
