"""Say what a person should know of a take: what was done to the given frames, what is weak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lyrad.core.clip_words import clip_words
from lyrad.core.coverage import missed_tool
from lyrad.core.expanding import expansion_words
from lyrad.core.smaller import smaller_words
from lyrad.model.media import Master
from lyrad.model.names import JSON
from lyrad.model.seam import Verdict
from lyrad.model.take import Receipt

DISSOLVE = "dissolve"
"""The method, as receipts name it, that shows no motion at all."""

_SHALLOW = 8
_DEEP = frozenset({Master.PRORES_422_HQ.value, Master.DNXHR_HQX.value})

_TOOLS = {"comfyui": "ComfyUI"}
"""Tools as people write them."""

_NOTHING_SHARED = (
    "The two frames have nothing in common that could be followed: this is a dissolve."
)


def take_words(receipt: Receipt) -> tuple[str, ...]:
    """Return the sentences, in the order of the steps; a take as ordered has none."""
    words = (word for step in receipt.steps for word in _step(step.facts, receipt))
    return (*_derived(receipt), *_looked(receipt), *_seam(receipt), *words)


def _derived(receipt: Receipt) -> Iterator[str]:
    if source := receipt.derived_from:
        yield f"T{receipt.take:02d} was finished from T{source.take:02d}, which stays as it is."


def _looked(receipt: Receipt) -> Iterator[str]:
    """Say what looked wrong in the clip; a person decides whether it is."""
    if seen := clip_words(receipt.checks):
        yield f"T{receipt.take:02d} may be wrong: {', '.join(seen)}."


def _seam(receipt: Receipt) -> Iterator[str]:
    """Say what was feared of the pair before it was rendered."""
    verdict, reasons = receipt.seam.get("verdict"), receipt.seam.get("reasons")
    if verdict not in {None, Verdict.OK.value} and isinstance(reasons, list):
        why = " ".join(str(one["words"]) for one in reasons if isinstance(one, dict))
        yield f"Before the render the two frames were judged {verdict}: {why}"


def _step(facts: Mapping[str, JSON], receipt: Receipt) -> Iterator[str]:
    if tool := missed_tool(facts):
        why = str(facts.get("because", "")).rstrip(".") or "it was down"
        yield f"{_TOOLS.get(tool, tool)} could not be used, so a draft stands in: {why}."
    yield from expansion_words(facts)
    if smaller := smaller_words(facts):
        yield smaller
    pictures = facts.get("pictures")
    for role, found in pictures.items() if isinstance(pictures, dict) else ():
        done = found.get("done") if isinstance(found, dict) else None
        for word in done if isinstance(done, list) else ():
            yield f"{_name(role, receipt)}: {word}."
    if facts.get("method") == DISSOLVE:
        yield _NOTHING_SHARED
    if facts.get("source_bits") == _SHALLOW and facts.get("master") in _DEEP:
        yield "The pictures came with 8 bits a colour; the 10-bit master holds no more than that."
    said = facts.get("warnings")
    yield from (str(word) for word in said) if isinstance(said, list) else ()


def _name(role: str, receipt: Receipt) -> str:
    """Return the frame by the name that its file has in the folder."""
    names = (PurePosixPath(one.name).name for one in receipt.inputs if one.role == role)
    return next(names, role)
