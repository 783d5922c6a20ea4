"""The embedded composer's worker: one process that writes one scratch score as a WAV and ends.

    python -m lyrad.backends.builtin.score_worker score.order.json

It loads NumPy so that the daemon need not, and can be ended at any moment: only the renames at the
end make a result, the music first and the paper that describes it last.
"""

from __future__ import annotations

import errno
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lyrad.backends.builtin import order as papers
from lyrad.backends.builtin import score_order as scores
from lyrad.backends.builtin.sounding import Stereo, blocks
from lyrad.core.score.compose import Wish, compose
from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.scratch import ScratchScore

_FULL_SCALE = 2**23 - 1


def main(arguments: list[str]) -> int:
    """Write the order named in the arguments; return the exit code."""
    path = Path(arguments[0]).absolute()
    order = papers.read(scores.Order, path)
    if order is None:
        return _say(f"the order {path} cannot be read", code=2)
    try:
        _write(order, path.parent)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return _say("the disk has no room left for the music", code=papers.DISK_FULL)
    return 0


def _write(order: scores.Order, folder: Path) -> None:
    score = compose(_wish(order))
    part = folder / f".{scores.MUSIC}.part"
    with wave.open(str(part), "wb") as file:
        file.setparams((2, 3, SAMPLE_RATE, 0, "NONE", ""))
        for block in _reported(score, folder / scores.PROGRESS):
            file.writeframes(_packed(block))
    part.replace(folder / scores.MUSIC)
    result = scores.Result(
        bpm=score.bpm,
        key=score.key,
        meter=score.meter,
        mood=score.mood,
        bars=score.bars,
        notes=len(score.notes),
    )
    papers.write(result, folder / scores.RESULT)


def _wish(order: scores.Order) -> Wish:
    return Wish(
        samples=order.samples,
        mood=tuple(order.mood),
        prompt=order.prompt,
        bpm=order.bpm,
        key=order.key,
        meter=order.meter,
        hits=tuple(order.hits),
        seed=order.seed,
    )


def _reported(score: ScratchScore, path: Path) -> Iterator[Stereo]:
    """Yield the blocks, saying after each how many seconds are written."""
    done = 0
    for block in blocks(score):
        yield block
        done += block.shape[1]
        papers.write(papers.Done(frames=done // SAMPLE_RATE), path, durable=False)


def _packed(block: Stereo) -> bytes:
    """Return samples as 24 bits each, the lowest byte first."""
    whole = np.round(block.T * _FULL_SCALE).astype("<i4")
    return whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()


def _say(words: str, *, code: int) -> int:
    sys.stderr.write(f"{papers.SAYS}{words}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
