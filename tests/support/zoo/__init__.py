"""A zoo of programs that write files in every bad way, and the judge of what lyrad makes of it."""
