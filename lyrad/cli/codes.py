"""The exit codes: 0 fine, 1 work failed, 2 usage, 3 unexpected, 78 configuration (sysexits.h)."""

from __future__ import annotations

FAILED, USAGE, UNEXPECTED, CONFIG = 1, 2, 3, 78
