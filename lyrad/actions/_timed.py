"""Put a cue's hits on the music's own clock."""

from __future__ import annotations

from lyrad.ports import CueBench, TimedHit


def timed_hits(bench: CueBench) -> tuple[TimedHit, ...]:
    """Return the hits in order, each on the sample at which its frame begins."""
    span = bench.plan.span
    found = (
        TimedHit(sample=span.sample_of(hit.frame), words=hit.words) for hit in bench.plan.hits
    )
    return tuple(sorted(found, key=lambda hit: hit.sample))
