"""`python -m lyrad`, and the `lyrad` command."""

from __future__ import annotations

from lyrad.cli.main import main

if __name__ == "__main__":
    main()
