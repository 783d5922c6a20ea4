"""Run the long campaigns and write `docs/proof.md`: `python -m tests.prove [--seed N]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.prove.page import campaigns, page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "proof.md"


def main() -> int:
    """Return pytest's exit code; the page is written whatever came of it."""
    words = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    words.add_argument("--seed", type=int, default=1, help="what the moments are drawn from")
    words.add_argument("-k", default="", help="only the campaigns whose names hold this")
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="lyrad-prove-") as folder:
        record = Path(folder) / "record.xml"
        command = [sys.executable, "-m", "pytest", "-m", "prove", "-k", wanted.k, "-v"]
        command += [f"--junit-xml={record}", "-o", "junit_family=xunit1"]
        surroundings = {**os.environ, "LYRAD_PROVE_SEED": str(wanted.seed)}
        code = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
        if record.exists():
            PAGE.write_text(page(campaigns(record), seed=wanted.seed), encoding="utf-8")
            print(f"\n{PAGE.relative_to(ROOT)} is written.")
    return code


if __name__ == "__main__":
    sys.exit(main())
