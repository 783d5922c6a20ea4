"""Say in a few lines what was found of a set of references, for the character's card."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.model.dataset import DatasetReport, Picture
from lyrad.model.finding import Verdict

MOST = 12
"""Refused pictures that a card names; the page names all of them."""


def told(report: DatasetReport, *, captioned: int) -> Iterator[str]:
    """Yield the lines; `captioned` pictures got words of lyrad's."""
    total, usable = len(report.pictures), len(report.usable)
    mended = sum(_mended(one) for one in report.usable)
    how = f", {mended} of them mended in lyrad's own copy" if mended else ""
    if report.wants:
        yield from report.wants
    else:
        yield f"{usable} of {total} pictures can be used{how}."
    refused = [one for one in report.pictures if one.verdict is Verdict.REFUSED]
    yield from (f"  {one.name}: {_why(one)}" for one in refused[:MOST])
    if len(refused) > MOST:
        yield f"  and {len(refused) - MOST} more"
    if report.aside:
        yield f"Left aside: {', '.join(one.name for one in report.aside[:MOST])}."
    if captioned:
        yield f"lyrad wrote captions for {captioned}, beside the pictures."
    if report.balance.rows:
        yield report.balance.advice


def _mended(picture: Picture) -> bool:
    """Return whether the picture itself was put right; captions are told apart from it."""
    return any(one.case.verdict is Verdict.MENDED for one in picture.findings)


def _why(picture: Picture) -> str:
    refusing = (one for one in picture.told if one.case.verdict is Verdict.REFUSED)
    return next(refusing).words
