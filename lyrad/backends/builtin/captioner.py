"""Describe pictures without looking at them: by their names, and by what was measured.

Always there and always the same. What it writes is a draft, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from lyrad.core.dataset.balance import BRIGHT, DARK
from lyrad.core.dataset.describing import composed, said_by_name
from lyrad.errors import Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.job import Progress
from lyrad.ports import Captioned, CaptionOrder, Described, Signal


class BuiltinCaptioner:
    """The embedded captioner."""

    name = "builtin"

    def probe(self, order: CaptionOrder) -> Fault | None:
        """Return None: nothing is ever in its way."""
        del order
        return None

    def caption(
        self, order: CaptionOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Captioned:
        """Return words for every picture."""
        del progress
        signal.check()
        return Captioned(
            words=tuple((one.name, plain_words(one, order.spec)) for one in order.pictures),
            draft=True,
            facts={"captioner": self.name},
        )


def plain_words(picture: Described, spec: CharacterSpec) -> str:
    """Return the caption of a picture that nobody looked at."""
    return composed(", ".join(_told(picture, spec)), spec)


def _told(picture: Described, spec: CharacterSpec) -> Iterator[str]:
    if named := said_by_name(PurePosixPath(picture.name).stem, spec):
        yield named
    if picture.look.framing:
        yield picture.look.framing.value
    if picture.look.brightness < DARK:
        yield "dark light"
    elif picture.look.brightness > BRIGHT:
        yield "bright light"
