"""Characters: what their references and LoRAs want, and what is said of them."""

from __future__ import annotations
