"""One order in flight: a thread hears the server out, and brings the music the moment it is done.

At once, since AudioX keeps its result in one file that the next order overwrites, whoever's.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from threading import Event, Thread

from lyrad.backends.audiox import faults, paper
from lyrad.backends.audiox.client import Client
from lyrad.backends.audiox.events import COMPLETE, ERROR, Said, error_words
from lyrad.backends.audiox.paper import Paper
from lyrad.backends.audiox.window import Window
from lyrad.errors import LyradError, Permanent, Temporary
from lyrad.model.names import JSON

_SOUNDS = frozenset({".wav", ".flac", ".mp3", ".ogg", ".m4a"})
_FORGOTTEN = "404"
_PATIENCE = 5.0


class Flight:
    """An order that was called; `ended` says that the thread has its end, good or not."""

    def __init__(self, client: Client, window: Window, ours: Paper, work: Path) -> None:
        self._client = client
        self._window = window
        self._ours = ours
        self._work = work
        self._failure: LyradError | None = None
        self._unwanted = Event()
        self._thread = Thread(target=self._follow, name="audiox-flight", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Return whether it is over.

        Raises:
            Permanent: AudioX failed at it, or brought nothing.
            Temporary: the server went away.
        """
        if self._thread.is_alive():
            return False
        if self._failure:
            raise self._failure
        return True

    def end(self) -> None:
        """Take it out of the queue and stop listening; what is begun the server ends by itself."""
        self._unwanted.set()
        self._client.cancel(self._ours.order)
        self._client.hang_up()
        self.close()

    def close(self) -> None:
        """Let go of its connections, once it is over."""
        self._thread.join(_PATIENCE)
        self._client.close()

    def _follow(self) -> None:
        try:
            results = self._result()
            if not self._unwanted.is_set():
                self._bring(results)
        except LyradError as error:
            self._failure = error
        except OSError as error:
            self._failure = Temporary(faults.down(self._client.address, str(error)))

    def _result(self) -> JSON:
        for said in self._client.listen(self._window, self._ours.order):
            if said.kind == COMPLETE:
                return said.data
            if said.kind == ERROR:
                raise self._wrong(said)
        raise Temporary(faults.down(self._client.address, "the connection broke off"))

    def _wrong(self, said: Said) -> LyradError:
        words, address = error_words(said.data), self._client.address
        if words.startswith(_FORGOTTEN):  # it was started anew since the order was taken
            return Temporary(faults.down(address, "it knows nothing of the order any more"))
        return Permanent(faults.failed(address, words))

    def _bring(self, results: JSON) -> None:
        path = sound_among(results, self._window)
        if path is None:
            raise Permanent(faults.nothing(self._client.address))
        name = f"music{_suffix(path)}"
        self._client.download(path, self._work / name)
        paper.write(replace(self._ours, file=name), self._work)


def sound_among(results: JSON, window: Window) -> str | None:
    """Return the server's path of the sound: the result that the window says, else any sound."""
    shown = results if isinstance(results, list) else []
    paths = [_path(each) for each in shown]
    if window.sound is not None and window.sound < len(paths) and paths[window.sound]:
        return paths[window.sound]
    return next((path for path in paths if path and _suffix(path) in _SOUNDS), None)


def _path(result: JSON) -> str | None:
    path = result.get("path") if isinstance(result, dict) else None
    return path if isinstance(path, str) and path else None


def _suffix(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).suffix.lower()
