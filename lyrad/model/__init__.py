"""The frozen nouns: what lyrad talks about, as plain data. No I/O, no clock, no decisions."""

from __future__ import annotations
