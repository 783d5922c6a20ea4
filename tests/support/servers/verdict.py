"""What a day should have left on the server's disk, and what is otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from tests.support.production import Film


def faults(
    seen: Film, pictures: Mapping[str, Set[str]], *, changed: Set[str], asked: Set[str]
) -> Iterator[str]:
    """Say what was made of half a file, made twice, cancelled, left behind or told wrongly.

    Args:
        seen: the production on the server's disk, and lyrad's own things.
        pictures: the hashes of what each shot's first take was to be made of.
        changed: the shots of which a picture was replaced.
        asked: the shots of which a second take was asked.
    """
    if "job_cancelled" in (seen.home / "daemon.log").read_text():
        yield "a job was cancelled"
    lines = seen.ledger()
    made = Counter(
        (line["shot"]["shot"], line["take"]) for line in lines if line["event"] == "published"
    )
    yield from (f"{shot} published {count} times" for shot, count in made.items() if count > 1)
    ordered = Counter(line["shot"]["shot"] for line in lines if line["event"] == "version")
    for code, hashes in pictures.items():
        if ordered[code[-6:]] != (2 if code in changed else 1):
            yield f"{code} was ordered {ordered[code[-6:]]} times: taken too early, or never"
        if not hashes <= inputs(seen, code, "T01"):
            yield f"{code}: T01 was not made of the whole files"
    yield from card_faults(seen, pictures, twice=changed | asked)
    yield from (
        f"left behind: {left.relative_to(seen.root)}" for left in seen.root.rglob(".lyrad-*")
    )


def card_faults(seen: Film, codes: Iterable[str], *, twice: Set[str]) -> Iterator[str]:
    """Say which shots do not show that they are done, those of `twice` with a second take."""
    for code in codes:
        take = "T02" if code in twice else "T01"
        shown = seen.cards(seen.shot(code))
        if shown != [f"_lyrad DONE {take}.txt"]:
            yield f"{code} shows {', '.join(shown) or 'no card'}"


def inputs(seen: Film, code: str, take: str) -> set[str]:
    """Return the hashes of what a take was made of; none where there is no such take."""
    try:
        return {one["sha256"] for one in seen.receipt(code, take)["inputs"]}
    except FileNotFoundError:
        return set()
