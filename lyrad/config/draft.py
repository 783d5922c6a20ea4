"""The spec that lyrad begins for a person who put frames into a folder and nothing else."""

from __future__ import annotations

DRAFT = """\
# A draft by lyrad. Describe the shot, then rename this file to shot.yaml.
# Every line below may be left out; the scene and the production fill in what is missing.

description: ""

# How long: 4s, or 97f for exactly 97 frames (the first and the last one included).
duration: 4s

# How many takes.
takes: 1
"""
