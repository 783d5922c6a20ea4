"""Judge music by what was measured of it, and say what a person should know of a cue's take."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.model.cue import SAMPLE_RATE, CueSpan, Loudness
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import JSON, Fields
from lyrad.model.sound import TOLERANCE, TRUE_PEAK, Heard, Mastered
from lyrad.model.take import Check

SHORT = 1.0
"""Seconds by which music may end before its cue does: a tail that rings out, and no more."""

CHANNELS, BITS = 2, 24

LOUDNESS, PEAK = "loudness", "true peak"

MIX_ONLY = "Mix only: the tool makes no stems."

_HAIR = 1e-6
"""What decimal places that a meter rounds away may add to a figure."""


def unfit(heard: Heard, span: CueSpan) -> str:
    """Return why music cannot be used for a cue, in words after "made"; empty where it can."""
    if heard.broken:
        return f"broken sound: {heard.broken} samples are no numbers"
    if heard.silent:
        return "silence"
    early = float(span.seconds) - heard.ends
    if early > SHORT:
        needed = f"{float(span.seconds):.1f} s"
        return f"too little: the music ends at {heard.ends:.1f} s and the cue lasts {needed}"
    return ""


def cue_checks(made: Mastered, asked: Loudness, span: CueSpan) -> tuple[Check, ...]:
    """Return the checks of a delivered file, each with its figure."""
    heard, head = made.heard, span.sample_of(span.head)
    form = (heard.rate, heard.channels, heard.bits)
    wanted = (SAMPLE_RATE, CHANNELS, BITS)
    return (
        _same("length", heard.samples, span.samples, "samples"),
        Check(
            name="format",
            passed=form == wanted,
            figure=f"{heard.rate} Hz, {heard.channels} channels, {heard.bits} bit",
        ),
        _same("timecode", heard.time_reference, head, f"samples since midnight ({span.timecode})"),
        _loudness(made, asked),
        _peak(heard),
    )


def fits(checks: tuple[Check, ...]) -> bool:
    """Return whether a delivered file may be published: its form is right, its peak held."""
    return all(check.passed for check in checks if check.name != LOUDNESS)


def figures(heard: Heard) -> str:
    """Return a file's measures in a line: `-23.0 LUFS, -9.4 dBTP`."""
    loud = "too short for a loudness" if heard.loudness is None else f"{heard.loudness:.1f} LUFS"
    peak = "silent" if heard.true_peak is None else f"{heard.true_peak:.1f} dBTP"
    return f"{loud}, {peak}"


def heard_facts(heard: Heard) -> Fields:
    """Return what a receipt says of music as a tool brought it."""
    facts: dict[str, JSON] = {
        "codec": heard.codec,
        "rate": heard.rate,
        "channels": heard.channels,
        "seconds": round(heard.samples / SAMPLE_RATE, 3),
        "ends": round(heard.ends, 3),
        "loudness": heard.loudness,
        "true_peak": heard.true_peak,
    }
    return facts


def cue_words(receipt: CueReceipt) -> tuple[str, ...]:
    """Return the sentences that a card says of a take; one that is all as ordered has none."""
    return tuple(_words(receipt))


def _words(receipt: CueReceipt) -> Iterator[str]:
    for step in receipt.steps:
        if tool := step.facts.get("instead_of"):
            why = str(step.facts.get("because", "")).rstrip(".") or "it was down"
            yield f"{tool} could not be used, so a scratch score stands in: {why}."
        for one in _listed(step.facts, "rejected"):
            yield f"The first music was not used, and other made. {one}"
        yield from _listed(step.facts, "remarks")
        if unasked := ", ".join(_listed(step.facts, "not_asked")):
            yield f"{step.backend} could not be told of: {unasked}."
    if receipt.licence:
        yield f"Its use is limited: {receipt.licence}"
    for check in receipt.checks:
        if check.name == LOUDNESS and _HELD in check.figure:
            yield f"Quieter than asked: {check.figure}."


def _listed(facts: Fields, name: str) -> Iterator[str]:
    said = facts.get(name)
    yield from map(str, said if isinstance(said, list) else ())


_HELD = "held by its true peak"


def _loudness(made: Mastered, asked: Loudness) -> Check:
    loud, target = made.heard.loudness, asked.target
    if target is None:
        return Check(name=LOUDNESS, passed=True, figure=f"{figures(made.heard)}, as it was made")
    if loud is None:
        return Check(name=LOUDNESS, passed=True, figure="too short to be measured")
    figure = f"{loud:.1f} LUFS of {target:.0f} asked"
    if made.held:
        return Check(name=LOUDNESS, passed=True, figure=f"{figure}, {_HELD}")
    return Check(name=LOUDNESS, passed=abs(loud - target) <= TOLERANCE + _HAIR, figure=figure)


def _peak(heard: Heard) -> Check:
    peak = heard.true_peak
    limit = f"{TRUE_PEAK:.1f} at most"
    if peak is None:
        return Check(name=PEAK, passed=True, figure=f"silent, {limit}")
    return Check(name=PEAK, passed=peak <= TRUE_PEAK + _HAIR, figure=f"{peak:.1f} dBTP, {limit}")


def _same(name: str, found: int | None, wanted: int, unit: str) -> Check:
    return Check(name=name, passed=found == wanted, figure=f"{found} of {wanted} {unit}")
