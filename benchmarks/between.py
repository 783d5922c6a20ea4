"""The embedded in-between against FFmpeg's `minterpolate`, on moves whose truth is known.

    python -m benchmarks.between

Both get the same two frames of 1280x720 and make 121 of them in the same run. lyrad's time is the
median of three whole worker processes, the lossless clip written and closed; the peer's that of
one run of FFmpeg (it takes far longer), which needs each frame twice (A A B B) and its scene
detection off, and writes the same kind of clip. SSIM is the mean over nine moments between,
against the drawn truth at an even pace.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from lyrad.backends.builtin import order as papers
from lyrad.vision.between import between
from lyrad.vision.compare import ssim
from tests.support import scenes
from tests.support.scenes import HD, Move

FRAMES = 121
RATE = 24
ROUNDS = 3
"""Runs of lyrad's worker a move; the slow peer runs once."""

MOMENTS = tuple(k / 10 for k in range(1, 10))
MOVES: tuple[Callable[[tuple[int, int]], Move], ...] = (
    scenes.push,
    scenes.pan,
    scenes.roll,
    partial(scenes.subject, share=0.15),
    scenes.orbit,
    scenes.unrelated,
)
KEPT = ("-c:v", "utvideo", "-pix_fmt", "gbrp")


@dataclass(frozen=True)
class Row:
    move: str
    method: str
    ours: float
    peer: float
    ssim_ours: float
    ssim_peer: float
    ssim_dissolve: float

    @property
    def ratio(self) -> float:
        return self.ours / self.peer


def rows() -> Iterator[Row]:
    """Yield a row for each move, measured now."""
    cv2.setNumThreads(2)
    for draw in MOVES:
        move = draw(HD)
        with tempfile.TemporaryDirectory() as folder:
            yield _measured(move, Path(folder))


def _measured(move: Move, folder: Path) -> Row:
    first, last = move.first, move.last
    cv2.imwrite(str(folder / "first.png"), first)
    cv2.imwrite(str(folder / "last.png"), last)
    ours = statistics.median(_ours(folder) for _ in range(ROUNDS))
    theirs = _peer(folder, folder / "peer.mkv")
    way = between(first, last)
    truth = [move.at(t) for t in MOMENTS]
    peer = _frames(folder / "peer.mkv", [round(t * (FRAMES - 1)) for t in MOMENTS])
    mixed = (cv2.addWeighted(first, 1 - t, last, t, 0) for t in MOMENTS)
    return Row(
        move=move.name,
        method=way.method.value,
        ours=ours,
        peer=theirs,
        ssim_ours=statistics.mean(
            ssim(way.frame(t), true) for t, true in zip(MOMENTS, truth, strict=True)
        ),
        ssim_peer=statistics.mean(map(ssim, peer, truth)),
        ssim_dissolve=statistics.mean(map(ssim, mixed, truth)),
    )


def _ours(folder: Path) -> float:
    order = papers.Order(
        first=str(folder / "first.png"),
        last=str(folder / "last.png"),
        frames=FRAMES,
        rate=str(RATE),
        width=HD[0],
        height=HD[1],
    )
    papers.write(order, folder / papers.ORDER)
    module = "lyrad.backends.builtin.worker"
    return _timed([sys.executable, "-P", "-m", module, papers.ORDER], folder)


def _peer(folder: Path, target: Path) -> float:
    """Let FFmpeg make the same frames, and none that are thrown away.

    The pairs A A and B B stand one frame apart, so that all but two frames lie between A and B.
    """
    for name, source in (("s0", "first"), ("s1", "first"), ("s2", "last"), ("s3", "last")):
        (folder / f"{name}.png").write_bytes((folder / f"{source}.png").read_bytes())
    apart = f"settb=1/{RATE},setpts='if(lt(N,2),N,N+{FRAMES - 2})'"
    chain = f"{apart},minterpolate=fps={RATE}:scd=none"
    return _timed(
        [
            *["ffmpeg", "-v", "error", "-nostdin", "-y", "-framerate", str(RATE)],
            *["-i", str(folder / "s%d.png"), "-vf", chain, *KEPT, str(target)],
        ],
        folder,
    )


def _timed(argv: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(argv, cwd=folder, check=True)
    return time.perf_counter() - begun


def _frames(clip: Path, numbers: list[int]) -> list[np.ndarray]:
    """Return the peer's frames between A and B, counted from A, its second picture."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(clip), "-f", "rawvideo", "-pix_fmt", "bgr24", "-"],
        capture_output=True,
        check=True,
    ).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, HD[1], HD[0], 3)
    return [frames[1 + number] for number in numbers]


def main() -> None:
    size = f"{HD[0]}x{HD[1]}"
    print(f"In-between, {FRAMES} frames of {size}, lyrad's median of {ROUNDS}, the peer once\n")
    print(
        "| move | lyrad's method | lyrad s | minterpolate s | ratio | SSIM lyrad | SSIM peer",
        end="",
    )
    print(" | SSIM dissolve |\n|---|---|---:|---:|---:|---:|---:|---:|")
    for row in rows():
        print(
            f"| {row.move} | {row.method} | {row.ours:.1f} | {row.peer:.1f} | {row.ratio:.2f} "
            f"| {row.ssim_ours:.3f} | {row.ssim_peer:.3f} | {row.ssim_dissolve:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
