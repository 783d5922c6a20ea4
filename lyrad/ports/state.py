"""What the daemon asks of whoever keeps the peace between daemons, and carries commands to it."""

from __future__ import annotations

from typing import Protocol

from lyrad.model.command import Command


class Lease(Protocol):
    """The right to write into a production: one daemon at a time."""

    @property
    def held(self) -> bool:
        """Return whether the lease is ours, as far as is known."""
        ...

    def take(self) -> None:
        """Take the lease; raises Temporary while somebody else has it."""
        ...

    def renew(self) -> None:
        """Show that we are alive; raises Temporary where somebody else took over."""
        ...

    def release(self) -> None:
        """Give the lease back."""
        ...


class CommandTray(Protocol):
    """Commands that the command line wrote down."""

    def waiting(self) -> tuple[Command, ...]:
        """Return the commands that are not answered yet, oldest first."""
        ...

    def answer(self, command: Command, words: str) -> None:
        """Say what was done, and take the command away."""
        ...
