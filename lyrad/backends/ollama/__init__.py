"""Ollama, which runs language and vision models on this machine or on one in the house."""

from __future__ import annotations
