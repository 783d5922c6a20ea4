"""Print as the real ones do: bars and the log to standard error, plain words to the other."""

from __future__ import annotations

import sys
import time

_BLOCKS = " ▏▎▍▌▋▊▉█"
_WIDE = 10


class Log:
    """The log; plain and on standard output where the settings ask for it, wrapped otherwise."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain

    def say(self, level: str, words: str) -> None:
        if self.plain:
            print(f"{time.strftime('%F %T')} {level} {words}")
            return
        head = f"{time.strftime('%F %T')} {level:<8} "
        room = 80 - len(head) - 20
        for begin in range(0, max(1, len(words)), room):
            lead = head if begin == 0 else " " * len(head)
            sys.stderr.write(f"{lead}{words[begin : begin + room]:<{room}}   trainer.py:1\n")
        sys.stderr.flush()


class Bar:
    """A bar that is redrawn in place, without a line's end until it is closed."""

    def __init__(self, total: int, title: str = "") -> None:
        self.total = total
        self.title = f"{title}: " if title else ""
        self.done = 0
        self.words = ""
        self.begun = time.monotonic()
        self.draw()

    def step(self) -> None:
        self.done += 1
        self.draw()

    def tell(self, words: str) -> None:
        self.words = words
        self.draw()

    def reset(self) -> None:
        self.begun = time.monotonic()

    def draw(self) -> None:
        share = self.done / self.total if self.total else 0.0
        eighths = round(share * _WIDE * 8)
        full, part = divmod(eighths, 8)
        drawn = ("█" * full + (_BLOCKS[part] if part else "")).ljust(_WIDE)
        sys.stderr.write(
            f"\r{self.title}{share:4.0%}|{drawn}| {self.done}/{self.total} [{self._times()}"
            f"{', ' + self.words if self.words else ''}]"
        )
        sys.stderr.flush()

    def close(self) -> None:
        """Leave it as it stands; whatever is printed next is glued to it."""
        self.draw()

    def _times(self) -> str:
        spent = time.monotonic() - self.begun
        if not self.done:
            return "00:00<?, ?it/s"
        pace = spent / self.done
        left = pace * (self.total - self.done)
        speed = f"{pace:5.2f}s/it" if pace > 1 else f"{1 / max(pace, 1e-6):5.2f}it/s"
        return f"{_clock(spent)}<{_clock(left)}, {speed}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
