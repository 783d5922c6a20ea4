"""Put the status into plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.model.status import JobRow, ProductionRow, ServerRow, Status

OLD = 30.0
MINUTE = 120


def lines(found: Status, now: float) -> Iterator[str]:
    """Return the status as a person reads it; `now` is seconds since 1970."""
    age = max(0.0, now - found.at)
    yield f"lyrad {found.lyrad} on {found.host}, as of {ago(age)} ago"
    if found.stopped:
        yield "lyrad was stopped: nothing happens until `lyrad run` starts it again."
    elif age > OLD:
        yield "This is old: lyrad does not seem to be running. Start it with `lyrad run FILM/`."
    if found.paused:
        yield f"PAUSED: {', '.join(found.paused)}. `lyrad resume` ends it."
    yield from found.faults
    yield from map(server, found.servers)
    # Of a shot's jobs, the one at work is told.
    working = (job for job in found.jobs if job.state == "working")
    jobs = {(job.production, job.code): job for job in working}
    for row in found.productions:
        yield ""
        yield from production(row, jobs)


def production(row: ProductionRow, jobs: dict[tuple[str, str], JobRow]) -> Iterator[str]:
    """Return one production's lines."""
    yield f"{row.title}  {row.root}"
    yield f"  {row.state}, {row.mode}"
    for warning in row.warnings:
        yield f"  ! {warning}"
    if row.batch:
        yield f"  {row.batch} new jobs wait together: `lyrad go {row.root}` starts them"
    width = max((len(shot.code) for shot in row.shots), default=0)
    for shot in row.shots:
        job = jobs.get((row.id, shot.code))
        yield f"  {shot.code:{width}}  {shot.state} {shot.detail}".rstrip() + progress(job)


def server(row: ServerRow) -> str:
    """Return how busy a server is kept."""
    share = f"{row.busy} % of the time since its first render"
    return f"{row.tool} {row.address}  at work for lyrad {share}"


def progress(job: JobRow | None) -> str:
    """Return how far a job at work is, or nothing."""
    if job is None:
        return ""
    step = f"  step {job.step} of {job.steps}, {job.action}"
    note = f", {job.note}" if job.note else ""
    return f"{step}{note}, {job.done} of {job.total} {job.unit}s" if job.total else step + note


def ago(seconds: float) -> str:
    """Return an age in words."""
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 60 * MINUTE else f"{seconds / 3600:.0f} h"


def leftovers(found: Status) -> Iterator[str]:
    """Return what is not done at the end of `run --once`, or that all is."""
    yield from found.faults
    shots = [shot for row in found.productions for shot in row.shots]
    open_ = [
        f"{shot.code}: {shot.state} {shot.detail}".rstrip()
        for shot in shots
        if shot.state != "DONE"
    ]
    yield from open_
    if not shots:
        yield "There is no shot with anything in it yet."
    elif not open_ and not found.faults:
        yield "Everything is done."
