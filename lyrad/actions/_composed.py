"""Have a composer make a cue's music, and believe it only where it was heard to be music.

What is silent, broken or too short is kept in the rejects, and the composer is asked once more,
with another seed: generators fail at random. What fails twice is a person's to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lyrad.actions._inflight import brought
from lyrad.actions._reject import REJECTS, set_aside
from lyrad.core.cue_words import unfit
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.names import Fields
from lyrad.model.sound import Heard
from lyrad.ports import Composed, ComposeOrder, Composer, CueBench, Ticket

SEED_STEP = 1_000_003
"""Between the seeds of one job's submissions: far from those of the cue's other takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """Music that was heard to be right, who made it, and why earlier music was not used."""

    composer: Composer
    ticket: Ticket
    music: Composed
    heard: Heard
    seed: int
    rejected: tuple[str, ...] = ()


def composer_named(bench: CueBench, name: str) -> Composer:
    """Return the composer, if its music may be used here.

    Raises:
        Permanent: there is none of that name; or nobody may sell what it makes, and the settings
            do not say that this is known.
    """
    composer = bench.composers.get(name)
    if composer is None:
        raise Permanent(_unknown(bench, name))
    if not composer.commercial and not bench.accept_non_commercial:
        raise Permanent(_not_for_sale(bench, composer))
    return composer


def composed(
    bench: CueBench, composer: Composer, order: ComposeOrder, instead: Fields
) -> Believed:
    """Return the music; `instead` says for which tool the composer stands in.

    Raises:
        Temporary: the tool is down, or lost the work again and again.
        Permanent: it failed, or what it made cannot be used, twice.
    """
    try:
        return _once(bench, composer, order, instead)
    except Permanent as first:
        if first.fault.code is not Code.MUSIC_WRONG:
            raise
        # Where nothing was brought, nothing was set aside: another seed all the same.
        again = replace(order, seed=order.seed + SEED_STEP * (not _rejects(bench)))
        believed = _once(bench, composer, again, instead)
        return replace(believed, rejected=(first.fault.what,))


def _once(bench: CueBench, composer: Composer, order: ComposeOrder, instead: Fields) -> Believed:
    order = replace(order, seed=order.seed + SEED_STEP * _rejects(bench))

    def submit() -> Ticket:
        ticket = composer.submit(order)
        return replace(ticket, facts={**ticket.facts, **instead})

    def believe(music: Composed) -> tuple[Composed, Heard]:
        return music, _heard(bench, composer, music.path)

    ticket, (music, heard) = brought(bench, composer, order, submit=submit, believe=believe)
    seed = order.seed if music.seed is None else music.seed
    return Believed(composer=composer, ticket=ticket, music=music, heard=heard, seed=seed)


def _heard(bench: CueBench, composer: Composer, path: Path) -> Heard:
    """Return what the music was heard to be; what cannot be used is set aside."""
    try:
        heard = bench.mastering.hear(path, bench.signal)
    except Permanent as error:
        if error.fault.code is not Code.MUSIC_WRONG:
            raise
        raise Permanent(_aside(bench, path, composer, error.fault.what)) from error
    if why := unfit(heard, bench.plan.span):
        raise Permanent(_aside(bench, path, composer, f"{composer.name} made {why}"))
    return heard


def _rejects(bench: CueBench) -> int:
    """Return how much of what this step brought was set aside, in earlier tries too."""
    return sum(1 for _ in _aside_files(bench))


def _aside_files(bench: CueBench) -> Iterator[Path]:
    action = bench.plan.steps[bench.step].action
    return (bench.job_work / REJECTS).glob(f"{action}-*")


def _aside(bench: CueBench, path: Path, composer: Composer, what: str) -> Fault:
    kept = set_aside(bench, path)
    return Fault(
        code=Code.MUSIC_WRONG,
        what=f"{what.rstrip('.')}.",
        where=f"{bench.plan.cue}; kept as {kept}",
        next=f"`lyrad retry` makes it again from another seed; if that fails too, listen to the "
        f"kept file and look at {composer.name}'s own log.",
    )


def _unknown(bench: CueBench, name: str) -> Fault:
    known = ", ".join(sorted(bench.composers))
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is no composer named {name}.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].score.cue.backend",
        next=f"Name one of these: {known}; or add it to the settings.",
    )


def _not_for_sale(bench: CueBench, composer: Composer) -> Fault:
    return Fault(
        code=Code.LICENCE,
        what=f"The music of {composer.name} may not be sold: {composer.licence}",
        where=f"{bench.plan.rule_source}: do[{bench.step}].score.cue.backend",
        next="Name another tool; or, for a temp score that never leaves the cutting room, write "
        "`music: {accept_non_commercial: true}` into lyrad.yaml and start lyrad again.",
    )
