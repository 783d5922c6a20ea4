"""Workflows, purely: what binds where, what a model can make, and the graph that is posted."""
