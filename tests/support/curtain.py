"""A watch before which a curtain is drawn: folders that cannot be listed for a while."""

from __future__ import annotations

from typing import Any

from lyrad.model.names import RelPath


class Curtain:
    """The real watch of a production; while `closed` names folders, it cannot list them."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.closed: frozenset[RelPath] = frozenset()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)
