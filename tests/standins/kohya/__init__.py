"""A stand-in for Kohya's trainers: a repository whose programs read real settings and lie well.

Copied into a test's folder by `tests.support.kohya`, and run there as the real ones are: as a
program of its own, in the repository, with `--config_file`. It learns nothing; everything around
the learning is as it was seen of the real ones: streams, bars, exit codes, files, late crashes.
"""
