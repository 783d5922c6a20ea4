"""Keep what language models wrote in the state folder, a small file a question.

Lost, it costs another question; what was rendered before keeps its words in its receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from lyrad.core.identity import digest
from lyrad.disk.write import write_whole, writing
from lyrad.model.names import JSON, Fields
from lyrad.ports import Written


class KeptExpansions:
    """The answers in one folder.

    Args:
        folder: made when the first answer is kept.
        usual: by tool, the model that writes where a question names none: another one is asked
            anew.
    """

    def __init__(self, folder: Path, usual: Mapping[str, str]) -> None:
        self._folder = folder
        self._usual = dict(usual)

    def get(self, asked: Fields) -> Written | None:
        """Return the answer to a question that was asked before, or None."""
        try:
            kept = json.loads(self._path(asked).read_text("utf-8"))
            return Written(answer=dict(kept["answer"]), facts=dict(kept["facts"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, asked: Fields, written: Written) -> None:
        """Keep an answer, whole or not at all. Raises Temporary where there is no room."""
        path = self._path(asked)
        kept = {"asked": dict(asked), "answer": dict(written.answer), "facts": dict(written.facts)}
        with writing(str(path)):
            path.parent.mkdir(parents=True, exist_ok=True)
            # Two steps may ask the same at once, so that each writes under a name of its own.
            side = f".{path.name}.{id(written)}"
            write_whole(path, json.dumps(kept, ensure_ascii=False).encode(), temporary=side)

    def _path(self, asked: Fields) -> Path:
        usual: JSON = self._usual.get(str(asked.get("backend")), "")
        # The usual model is the same whether or not it is named.
        return self._folder / f"{digest({**asked, 'model': asked.get('model') or usual})}.json"
