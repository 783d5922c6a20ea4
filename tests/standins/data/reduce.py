"""Make `object_info.json` from what a real server answers: only the classes and words that count.

curl -s http://127.0.0.1:8188/object_info | python -m tests.standins.data.reduce
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_KEPT = ("input", "input_order", "output", "output_is_list", "output_name", "name", "display_name")
_ALSO = ("python_module", "category", "output_node", "deprecated", "experimental")


def reduced(nodes: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return the named classes with what a client may rely on."""
    keys = (*_KEPT, *_ALSO)
    return {name: {k: nodes[name][k] for k in keys if k in nodes[name]} for name in sorted(names)}


def main() -> None:
    target = HERE / "object_info.json"
    names = (HERE / "classes.txt").read_text("utf-8").split()
    lines = (
        f"{json.dumps(name)}: {json.dumps(node, separators=(',', ':'))}"
        for name, node in reduced(json.load(sys.stdin), names).items()
    )
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
