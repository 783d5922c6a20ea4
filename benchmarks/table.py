"""One row of the table: what was measured, beside a peer in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

HEAD = "| what | lyrad | peer | ratio | goal |\n|---|---:|---:|---:|---|"


@dataclass(frozen=True)
class Row:
    """`ours` and `theirs` are medians in one unit; `shown` writes such a figure."""

    what: str
    peer: str
    ours: float
    theirs: float
    shown: Callable[[float], str]
    goal: str = ""
    good: bool = True

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        met = f"{self.goal}: {'met' if self.good else 'MISSED'}" if self.goal else ""
        theirs = f"{self.peer}, {self.shown(self.theirs)}"
        ratio = f"{self.ratio:.2f}" if self.theirs else ""
        return f"| {self.what} | {self.shown(self.ours)} | {theirs} | {ratio} | {met} |"


def table(rows: Iterable[Row]) -> str:
    return "\n".join((HEAD, *map(str, rows)))


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def seconds(value: float) -> str:
    return f"{value:.2f} s"


def per_second(value: float) -> str:
    return f"{value:.0f}/s"


def of_a_core(value: float) -> str:
    return f"{value:.2f} % of a core"


def plain(value: float) -> str:
    return f"{value:.3f}"
