"""Live in a guest: `python -m tests.support.servers SHARE PART FOLDER`; prints what was found."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.servers.day import Day, Part
from tests.support.servers.shares import GUEST


def main() -> int:
    """Print the figures in the last line; return 1 where there are faults."""
    name, part, folder = sys.argv[1:]
    base = Path(folder)
    base.mkdir()
    with GUEST[name](base) as share:
        faults, figures = Day(share).run(Part(part))
    print(*faults, figures, sep="\n", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
