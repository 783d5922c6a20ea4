"""Claim what people ask for, and take it away when it is ordered.

A claim is one rename to `.lyrad-request-<uuid>-<name as it was>`: word, note and content survive a
kill in it. Nothing is ever deleted but an empty file or folder and a short text whose words are
in the request's note; anything else gets its own name back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from lyrad.disk.asked import NOT_A_REQUEST, asked, words_of
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.write import writing
from lyrad.model.card import Request
from lyrad.model.names import RelPath

CLAIM_PREFIX = ".lyrad-request-"

TEXT_LIMIT = 4096
"""Bytes; a longer text is something that a person keeps, not a request."""

# Cut in bytes, so that the claim's name fits where names end at 255.
_NAME_LIMIT = 180
_CLAIM = re.compile(
    rf"{re.escape(CLAIM_PREFIX)}(?P<id>.+?)-(?P<name>(?:RETAKE|HOLD|GO|FINISH).*)",
    re.IGNORECASE | re.DOTALL,
)
# What systems put into folders by themselves.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def claim(root: Path, folder: RelPath, new_id: Callable[[], str]) -> tuple[Request, ...]:
    """Claim every request that stands in the folder, oldest name order.

    One that a program still holds open is left for the next time.

    Args:
        root: the production's.
        folder: a shot's, a scene's or the root's ('').
        new_id: gives a new UUID.

    Raises:
        Temporary: the share does not let lyrad look.
    """
    requests = []
    with writing(str(root / folder)):
        for path in _listed(root / folder):
            # What vanished or is held open by a program is no failure of the others.
            with suppress(OSError):
                if asked(path.name) and _disposable(path):
                    name = os.fsencode(path.name)[:_NAME_LIMIT].decode("utf-8", "ignore")
                    claimed_as = path.with_name(f"{CLAIM_PREFIX}{new_id()}-{name}")
                    path.rename(claimed_as)
                    requests.append(_request(claimed_as, folder))
    return tuple(request for request in requests if request)


def claimed(root: Path, folder: RelPath) -> tuple[Request, ...]:
    """Return the claims in the folder that were not taken away, as after a kill.

    Raises:
        Temporary: the share does not let lyrad look.
    """
    with writing(str(root / folder)):
        found = (_request(path, folder) for path in _listed(root / folder))
        return tuple(request for request in found if request)


def remove(root: Path, request: Request) -> None:
    """Take a claim away after it was ordered; give back what is more than a request.

    Raises:
        Temporary: the share does not let lyrad remove it.
    """
    with writing(str(root / request.folder)):
        for path in _listed(root / request.folder):
            found = _CLAIM.fullmatch(path.name)
            if not found or found["id"] != request.id:
                continue
            if not _disposable(path):
                _give_back(path, found["name"])
            elif path.is_dir():
                for litter in path.iterdir():
                    litter.unlink()
                path.rmdir()
            else:
                path.unlink()


def _request(path: Path, folder: RelPath) -> Request | None:
    found = _CLAIM.fullmatch(path.name)
    said = asked(found["name"]) if found else None
    if not found or not said:
        return None
    note = " ".join((said.note, _words(path))).strip()
    return Request(id=found["id"], word=said.word, folder=folder, note=note)


def _disposable(path: Path) -> bool:
    """Return whether nothing that a person made would be lost with it."""
    if path.is_symlink():
        return False
    if path.is_dir():
        return all(child.name.lower() in _LITTER for child in path.iterdir())
    small = path.is_file() and path.stat().st_size <= TEXT_LIMIT
    return small and _text(path.read_bytes()) is not None


def _words(path: Path) -> str:
    if path.is_dir():
        return ""
    return words_of(_text(path.read_bytes()[:TEXT_LIMIT]) or "")


def _text(data: bytes) -> str | None:
    """Return the text in a small file, or None where it is none."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        return None
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig")
    text = data.decode("cp1252", "replace")
    return text if all(char.isprintable() or char.isspace() for char in text) else None


def _give_back(path: Path, name: str) -> None:
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    for number in range(1, 100):
        again = "" if number == 1 else f" {number}"
        with suppress(FileExistsError):
            rename_exclusive(path, path.with_name(f"{stem}{again} {NOT_A_REQUEST}{ending}"))
            return


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
