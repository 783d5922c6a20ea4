"""What looks at pictures: arrays in, arrays out."""

from __future__ import annotations
