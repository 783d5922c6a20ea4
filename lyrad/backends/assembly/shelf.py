"""Keep the parts that assemblies were made of, by what is in them, so that none is made twice.

A part is a file named after its order's digest. It is touched when it is used, and removed when
nothing has used it for a while; what is removed is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from lyrad.backends.assembly.part import ENCODING
from lyrad.ports import PartOrder

KEPT = timedelta(days=14)
"""How long a part is kept that no assembly has used."""


class PartShelf:
    """A folder of parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, order: PartOrder) -> Path:
        """Return where the part of an order is, or will be; its folder is there."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{_digest(order)}.mp4"

    def used(self, part: Path) -> None:
        """Note that a part was used now."""
        with suppress(OSError):
            os.utime(part)

    def prune(self, now: datetime) -> None:
        """Remove the parts that nothing has used for long, and what killed makers left behind."""
        oldest = (now - KEPT).timestamp()
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(OSError):
                if path.stat().st_mtime >= oldest:
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def _digest(order: PartOrder) -> str:
    """Return what tells one part from all others: everything but where the source lies."""
    known = {**asdict(order), "source": order.source is not None, "encoding": ENCODING}
    text = json.dumps(known, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
