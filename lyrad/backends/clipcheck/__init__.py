"""Look a finished clip through: one worker process for each, so that the daemon stays idle."""
