"""What FFmpeg and the picture reader do for lyrad."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.core.workflow.canvas import Canvas
from lyrad.model.job import Progress
from lyrad.model.media import Clip, Fit, Master, Retime, Size
from lyrad.model.names import Fields
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterOrder:
    """What the delivered file must be.

    `timecode` is that of its first frame, `reel` the take's stem. `comment` is what its container
    says of how it was made. `sound` is a WAV of the same length; pictures in a folder have none.
    """

    source: Path
    target: Path
    master: Master
    frames: int
    rate: Fraction
    size: Size
    timecode: str
    reel: str
    comment: str = ""
    sound: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundOrder:
    """A model's sound, and what the film needs: exactly as long as `frames` at `rate`.

    `source` is any file with sound in it. `spans` are the seconds from its first to its last
    picture: those of the film may be as many more or fewer as a frame lasts, before the sound is
    played faster or slower. `target` is a WAV.
    """

    source: Path
    target: Path
    frames: int
    rate: Fraction
    spans: Fraction

    @property
    def tempo(self) -> Fraction:
        """Return how much faster the sound is played, 1 where it is in step as it is."""
        film = Fraction(self.frames - 1) / self.rate
        if not film or abs(self.spans - film) <= 1 / self.rate:
            return Fraction(1)
        return self.spans / film


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformOrder:
    """What a model made, and what the film needs: exactly `frames` at `rate` and `size`.

    `source` is a clip or a folder of numbered pictures. Its first and last frame stay first and
    last. `canvas` says where in the model's picture the film's lies; None where it is all of it.
    `target` is a lossless clip.
    """

    source: Path
    target: Path
    frames: int
    rate: Fraction
    size: Size
    retime: Retime
    canvas: Canvas | None


class Media(Protocol):
    """What FFmpeg does for lyrad.

    Every call polls the signal and leaves no process behind; errors are Permanent or Temporary.
    """

    def master(
        self, order: MasterOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> None:
        """Write the master at the order's target.

        A file, or a folder of numbered pictures for `png`.
        """
        ...

    def conform(
        self, order: ConformOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Fields:
        """Write the clip at the order's target; return what was done, for the receipt.

        `retime` is what was done to reach the rate, `source_frames` and `source_size` what came.
        """
        ...

    def sound(self, order: SoundOrder, signal: Signal) -> None:
        """Write the sound at the order's target, 48 kHz and 24 bit, as long as the film's clip.

        Raises:
            Permanent: there is no sound in the source, or it cannot be read.
        """
        ...

    def proxy(
        self,
        source: Path,
        target: Path,
        *,
        height: int,
        rate: Fraction,
        signal: Signal,
        comment: str = "",
    ) -> None:
        """Write a small H.264 of the same frame count and rate; its container has the comment."""
        ...

    def picture(self, source: Path, target: Path, *, frame: int, signal: Signal) -> None:
        """Write one frame, counted from 0, as PNG or JPEG by the target's name.

        The source is a clip, or a folder of numbered pictures.
        """
        ...

    def probe(self, path: Path, signal: Signal) -> Clip:
        """Return what is in the file, decoded to the end.

        A folder of numbered pictures has no rate of its own; its rate is 0.
        """
        ...

    def version(self) -> str:
        """Return FFmpeg's own version word."""
        ...


class Pictures(Protocol):
    """Still pictures: reading what people made, writing what people look at."""

    def prepare(
        self, source: Path, target: Path, *, size: Size, fit: Fit, shown: str = ""
    ) -> Fields:
        """Decode fully and write an upright 8-bit sRGB PNG at the size.

        `shown` is the path that a person knows the source by. Return `kind`, `size` and `done`:
        what was done to it, in words, for the receipt and the card.
        """
        ...

    def sheet(self, tiles: Sequence[tuple[str, Path]], target: Path) -> None:
        """Write a contact sheet of labelled pictures."""
        ...
