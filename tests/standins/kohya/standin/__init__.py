"""What the stand-in's programs have in common."""
