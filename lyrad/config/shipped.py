"""Find the rules and templates that lyrad brings along, in a wheel and in a checkout."""

from __future__ import annotations

from pathlib import Path

import lyrad


def shipped(kind: str) -> Path:
    """Return the shipped folder `rules` or `templates`.

    A wheel carries them inside the package; in a checkout they lie beside it.
    """
    package = Path(lyrad.__file__).resolve().parent
    carried = package / "shipped" / kind
    return carried if carried.is_dir() else package.parent / kind
