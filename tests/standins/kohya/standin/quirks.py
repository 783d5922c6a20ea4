"""What a test asked the trainer to do wrong, and the journal of what was run.

`quirks.json` in the repository. A number that a quirk is spent by (`oom: 1`) is counted down.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
QUIRKS = HOME / "quirks.json"
JOURNAL = HOME / "journal.jsonl"
TOLD = ("PYTHONUNBUFFERED", "PYTHONUTF8", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def asked(name: str, usual: Any = None) -> Any:
    try:
        return json.loads(QUIRKS.read_text("utf-8")).get(name, usual)
    except FileNotFoundError:
        return usual


def spend(name: str) -> bool:
    """Return whether the quirk strikes now; once less often afterwards."""
    left = asked(name, 0)
    if not left:
        return False
    table = json.loads(QUIRKS.read_text("utf-8"))
    QUIRKS.write_text(json.dumps({**table, name: left - 1}), "utf-8")
    return True


def note(**facts: Any) -> None:
    line = {
        "script": Path(sys.argv[0]).name,
        "arguments": sys.argv[1:],
        "folder": str(Path.cwd()),
        "pid": os.getpid(),
        "variables": {name: os.environ.get(name) for name in TOLD},
        **facts,
    }
    with JOURNAL.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(line) + "\n")
