"""Read the signed mark of a file, inside it or beside it, with the C2PA project's library.

Never online: no manifest is fetched, and no list of revoked certificates is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path

import c2pa  # type: ignore[import-untyped]

from lyrad.backends.marks import found
from lyrad.backends.marks.formats import OTHER, held_as, sidecar
from lyrad.model.mark_found import SignedFound

_SETTINGS = {
    # Without it the library holds files of up to half a gigabyte in memory, twice.
    "core": {"backing_store_memory_threshold_in_mb": 16},
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
}
_MAIL_PROTECTION = "1.3.6.1.5.5.7.3.4\n"
"""The extended usage that C2PA, too, accepts in a certificate for signing."""


def context(anchor: str | None) -> c2pa.Context:
    """Return the library's settings; what the certificate `anchor` vouches for is trusted."""
    trust = {"trust": {"user_anchors": anchor, "trust_config": _MAIL_PROTECTION}}
    return c2pa.Context.from_dict({**_SETTINGS, **(trust if anchor else {})})


def signed(path: Path, anchor: str | None, *, kind: str | None = None) -> SignedFound | None:
    """Return the signed mark of a file, None where there is none.

    Args:
        path: the file.
        anchor: a certificate, as PEM, whose signatures are trusted.
        kind: the media type, where the file's name does not say it.
    """
    held = kind or held_as(path.name)
    beside = None if held else _beside(path)
    if not (held or beside or not path.suffix):
        return None
    return read(path, held or (OTHER if beside else None), anchor, beside)


def read(
    path: Path, kind: str | None, anchor: str | None, beside: bytes | None
) -> SignedFound | None:
    """Return the mark as the library reports it; `kind` None lets it look at the bytes.

    One that is damaged beyond reading, or stands in a file that is, counts as invalid.
    """
    try:
        with path.open("rb") as file, context(anchor) as settings:
            reader = c2pa.Reader.try_create(kind, file, beside, settings)
            if reader is None:
                return None
            with reader:
                return found.signed(json.loads(reader.json()), sidecar=beside is not None)
    except c2pa.C2paError.NotSupported:
        return None
    except c2pa.C2paError as error:
        return found.unreadable(str(error))


def _beside(path: Path) -> bytes | None:
    try:
        return sidecar(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
