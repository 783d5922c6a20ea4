"""Print a folder as a tree, as people know it from their file manager."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path


def tree(root: Path, paths: Collection[Path]) -> Iterator[tuple[str, Path]]:
    """Return a line for each of the paths and the folders above them, with its path."""
    known = {above for path in paths for above in (path, *path.parents) if root in above.parents}
    yield f"{root.name}/", root
    yield from _below(root, known, "")


def seen(root: Path, *, skip: str) -> tuple[Path, ...]:
    """Return everything that a file manager shows in a folder, but for what lies in `skip`."""
    return tuple(
        path
        for path in root.rglob("*")
        if not any(part == skip or part[0] == "." for part in path.relative_to(root).parts)
    )


def _below(folder: Path, known: Collection[Path], before: str) -> Iterator[tuple[str, Path]]:
    inside = sorted(path for path in known if path.parent == folder)
    for path in inside:
        last = path == inside[-1]
        name = f"{path.name}/" if path.is_dir() else path.name
        yield f"{before}{'└── ' if last else '├── '}{name}", path
        yield from _below(path, known, before + ("    " if last else "│   "))
