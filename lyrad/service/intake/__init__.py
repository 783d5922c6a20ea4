"""From what is seen in a production to orders with the engine, and back to cards."""

from __future__ import annotations
