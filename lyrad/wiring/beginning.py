"""Make a folder a production, and give a copied one an identity of its own."""

from __future__ import annotations

import os
import re
import uuid
from contextlib import suppress
from pathlib import Path

import tzlocal

from lyrad.config.reading import read_production
from lyrad.config.scaffold import scaffold
from lyrad.config.text import BYTE_ORDER_MARKS
from lyrad.disk.write import Sharing, make_folder, write_new, write_whole
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.names import ProductionId
from lyrad.wiring.roots import MARK

_ID = re.compile(r"(?:\A|(?<=[\r\n]))(id:[ \t\u00a0]+[\"']?)[^\s\"'#]+")
"""A line's own `id:` and its value, whatever quotes and line ends the file has."""


def begin(film: Path, title: str | None) -> tuple[Path, ...]:
    """Write what a new production needs; return what was written. Nothing is overwritten."""
    film = film.expanduser().absolute()
    if os.path.lexists(film / MARK):
        raise UsageError(_there_already(film))
    film.mkdir(parents=True, exist_ok=True)
    sharing = Sharing()
    written: list[Path] = []
    files = scaffold(title or film.name, ProductionId(str(uuid.uuid4())), _zone())
    # The mark comes last: half a production is none.
    for name, text in sorted(files, key=lambda file: file[0] == MARK):
        path = film / name
        for folder in reversed([path, *path.parents][1:]):
            if film in folder.parents and not folder.exists():
                make_folder(folder, sharing)
        if name.endswith("/"):
            make_folder(path, sharing)
        else:
            with suppress(FileExistsError):
                write_new(path, text.encode(), sharing)
                written.append(path)
    return tuple(written)


def renew_identity(film: Path) -> str:
    """Give a copied production its own id; every other byte of the file stays as it is.

    Raises:
        ConfigError: the file cannot be read, or says something that lyrad does not understand.
        UsageError: no line says `id:`.
    """
    path = film.expanduser().absolute() / MARK
    read_production(path, str(path))
    fresh = str(uuid.uuid4())
    mark, encoding, data = _marked(path.read_bytes())
    text, count = _ID.subn(rf"\g<1>{fresh}", data.decode(encoding), count=1)
    if not count:
        raise UsageError(_no_id(path))
    write_whole(path, mark + text.encode(encoding), Sharing())
    return fresh


def _marked(data: bytes) -> tuple[bytes, str, bytes]:
    """Return the byte order mark, the encoding that it names, and the bytes after it."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return mark, encoding, data[len(mark) :]
    return b"", "utf-8", data


def _zone() -> str:
    return tzlocal.get_localzone_name() or "UTC"


def _there_already(film: Path) -> Fault:
    return Fault(
        code=Code.USAGE,
        what="This folder is a production already.",
        where=str(film / MARK),
        next=f'Start it with: lyrad run "{film}"',
    )


def _no_id(path: Path) -> Fault:
    return Fault(
        code=Code.USAGE,
        what="The line `id:` could not be found.",
        where=str(path),
        next=f"Write one by hand: id: {uuid.uuid4()}",
    )
