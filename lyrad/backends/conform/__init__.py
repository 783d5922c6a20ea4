"""Bring a model's clip to the film's frames, rate and size: one worker process for each order."""
