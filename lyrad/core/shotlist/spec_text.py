"""Say what lyrad writes into the `shot.yaml` of a listed shot; its own reader takes it."""

from __future__ import annotations

import json

from lyrad.model.names import Fields

HEAD = """\
# lyrad wrote this from a shot list. Change what you like: what you have edited is yours, and
# later lists leave it alone.
"""
_ORDER = ("duration", "frames", "fps")


def spec_text(fields: Fields) -> str:
    """Return the file's text, the same for the same fields."""
    # JSON's quotes are YAML's too, whatever the words hold.
    lines = [f"description: {json.dumps(fields.get('description', ''), ensure_ascii=False)}"]
    lines += [f"{name}: {fields[name]}" for name in _ORDER if name in fields]
    return HEAD + "".join(f"{line}\n" for line in lines)
