"""Marks in files: signed ones (C2PA), and plain ones (XMP) for readers that know no other."""

from __future__ import annotations
