"""Keep a backend's ticket in the step's work folder, written down before anybody waits."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lyrad.actions._manifest import write_whole
from lyrad.ports import Ticket

NAME = "ticket.json"

_TICKET = TypeAdapter(Ticket)


def read(work: Path) -> Ticket | None:
    """Return the ticket of work that may still be in flight, or None."""
    try:
        return _TICKET.validate_json((work / NAME).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def write(work: Path, ticket: Ticket) -> None:
    """Write the ticket down."""
    write_whole(work / NAME, _TICKET.dump_json(ticket))


def forget(work: Path) -> None:
    """Take the ticket away: it can bring nothing more."""
    (work / NAME).unlink(missing_ok=True)
