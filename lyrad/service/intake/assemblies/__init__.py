"""Assemblies: from takes that come to a scene to one film of it, and a line on its summary."""

from __future__ import annotations
