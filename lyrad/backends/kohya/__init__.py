"""Kohya's trainers as a backend: sd-scripts and musubi-tuner, each run as a program of its own."""

from __future__ import annotations
