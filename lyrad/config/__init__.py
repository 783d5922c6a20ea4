"""What people write: settings, productions, specs, rules, templates; checked at the door."""

from __future__ import annotations
