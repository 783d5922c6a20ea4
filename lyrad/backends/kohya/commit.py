"""Tell which commit a trainer's repository stands at, from its files; git itself is not needed."""

from __future__ import annotations

from pathlib import Path


def commit_of(repository: Path) -> str:
    """Return the commit's hash; empty where the folder is no checkout."""
    git = _git(repository)
    head = _text(git / "HEAD")
    if not head.startswith("ref: "):
        return head
    name = head.removeprefix("ref: ")
    shared = git / (_text(git / "commondir") or ".")
    return _text(git / name) or _text(shared / name) or _packed(shared / "packed-refs", name)


def _git(repository: Path) -> Path:
    """Return the folder with git's own files, which a work tree only points to."""
    said = _text(repository / ".git")
    return repository / said.removeprefix("gitdir: ") if said else repository / ".git"


def _packed(refs: Path, name: str) -> str:
    lines = (line.partition(" ") for line in _text(refs).splitlines())
    return next((commit for commit, _, found in lines if found == name), "")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
