"""Servers that stand in for real ones in tests: real processes, real sockets, known lies."""
