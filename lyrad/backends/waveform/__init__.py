"""Draws the picture of a cue's waveform in a process of its own."""
