"""Tools that make music by a command that the host's settings name."""
