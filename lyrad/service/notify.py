"""Tell systemd how the service is: READY, WATCHDOG, STOPPING. Nothing happens outside systemd.

The protocol is one datagram to the socket that NOTIFY_SOCKET names (sd_notify(3)).
"""

from __future__ import annotations

import socket
from collections.abc import Mapping


def notify(state: str, environ: Mapping[str, str]) -> bool:
    """Send one state, as in `READY=1`; return whether there was anybody to tell."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as door:
        try:
            door.sendto(state.encode(), address)
        except OSError:
            return False
    return True


def watchdog_seconds(environ: Mapping[str, str]) -> float | None:
    """Return how often systemd wants to hear from us, halved for safety, or None."""
    microseconds = environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 2_000_000 if microseconds.isdigit() else None
