"""Styles: found among those that there are, checked together, laid over each other."""
