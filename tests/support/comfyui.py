"""A ComfyUI for tests: the stand-in as a real process, to be killed, restarted and lied through.

with comfyui(tmp_path) as server:
    server.quirks(fail="oom", times={"fail": 1})
    ...
    assert server.posted()[0]["prompt"]["60"]["inputs"]["fps"] == 16
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.standins.comfyui import journal

_ROOT = Path(__file__).parents[2]
_PATIENCE = 10.0


class ComfyUI:
    """A stand-in on a port of its own, which stays its own while the process is gone."""

    def __init__(self, folder: Path, *, max_upload_size: float = 100.0, **quirks: Any) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # Bound and not listening: nobody else gets the port, and whoever connects is refused.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port = int(self._place.getsockname()[1])
        self._max_upload_size = max_upload_size
        self._first_quirks = quirks
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def models(self) -> Path:
        """Where model files lie, by folder: delete one, and the server no longer knows it."""
        return self.folder / "models"

    def start(self, **quirks: Any) -> None:
        """Start the process and return when it answers; with the first quirks unless told others.

        Raises:
            RuntimeError: it did not start; with what it said.
        """
        assert self._process is None
        asked = ("--port", str(self.port), "--folder", str(self.folder))
        lies = ("--quirks", json.dumps(quirks or self._first_quirks))
        size = ("--max-upload-size", str(self._max_upload_size))
        command = [sys.executable, "-m", "tests.standins.comfyui", *asked, *lies, *size]
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
            )
        assert self._process.stdout
        if not self._process.stdout.readline():
            self._end(signal.SIGKILL)
            raise RuntimeError((self.folder / "log.txt").read_text("utf-8"))

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an operator would; this too forgets all that waits and runs."""
        self._end(signal.SIGTERM)

    def restart(self, **quirks: Any) -> None:
        """Kill it and start it again on its port: the queue and the history are empty then."""
        self.kill()
        self.start(**quirks)

    def close(self) -> None:
        self._end(signal.SIGKILL)
        self._place.close()

    def quirks(self, **changes: Any) -> dict[str, Any]:
        """Switch lies on or off; return how all of them stand. See `standins.comfyui.quirks`."""
        switched: dict[str, Any] = self._control("quirks", changes)
        return switched

    def reset(self) -> None:
        """Make it honest and idle again, with nothing in mind; files and the journal stay.

        A worker that died stays dead: such a server wants a restart.
        """
        self._control("reset", {})

    def forget(self, *, history: bool = False, queue: bool = False) -> None:
        """Lose the history, or what waits, at once."""
        self._control("forget", {"history": history, "queue": queue})

    def strangers(self, count: int = 1, *, seconds: float = 0.0) -> list[str]:
        """Put somebody else's prompts into the queue and return their ids."""
        ids: list[str] = self._control("strangers", {"count": count, "seconds": seconds})
        return ids

    def refuse(self, seconds: float) -> None:
        """Be out of reach for that long; what runs goes on."""
        self._control("refuse", {"seconds": seconds})

    def journal(self, path: str = "", method: str = "") -> list[dict[str, Any]]:
        """Return all requests so far, also those to killed processes.

        Each has method, path, query, status, and perhaps `json` or `upload`. `path` is without
        /api, and its beginning is enough.
        """
        return [
            each
            for each in journal.read(self.folder)
            if each["path"].removeprefix("/api").startswith(path)
            and method in {"", each["method"]}
        ]

    def posted(self) -> list[dict[str, Any]]:
        """Return the body of each POST /prompt, also of those that were refused."""
        return [each["json"] for each in self.journal("/prompt", "POST")]

    def uploads(self) -> list[dict[str, Any]]:
        """Return name, subfolder and type of each file that was taken."""
        return [each["upload"] for each in self.journal("/upload/image") if "upload" in each]

    def upload(self, of: dict[str, Any]) -> Path:
        """Return where an upload lies."""
        return self.folder / of["type"] / of["subfolder"] / of["name"]

    def _control(self, act: str, body: dict[str, Any]) -> Any:
        data = json.dumps(body).encode()
        request = Request(f"{self.url}/_standin/{act}", data, method="POST")
        with urlopen(request, timeout=_PATIENCE) as answer:
            words = answer.read()
        return json.loads(words) if words else None

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process:
            process.send_signal(number)
            process.wait(_PATIENCE)
            assert process.stdout
            process.stdout.close()


@contextmanager
def comfyui(folder: Path, *, max_upload_size: float = 100.0, **quirks: Any) -> Iterator[ComfyUI]:
    """Run a stand-in that keeps its files in the folder; gone afterwards."""
    server = ComfyUI(folder, max_upload_size=max_upload_size, **quirks)
    try:
        server.start()
        yield server
    finally:
        server.close()
