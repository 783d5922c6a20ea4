"""Briefs: what people say of a shot in a text or a voice memo, before there is a spec."""

from __future__ import annotations
