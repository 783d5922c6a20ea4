"""One listener in a process of its own, so that its time is its own.

    python -m benchmarks.hearing NAME FOLDER

Says `ready` when it hears, and the processor time that took; at a line of input it ends and
writes what it heard as JSON: for each path when it was first told of, on the system's monotonic
clock, whether anybody was told of losses, and the processor time from when it was ready to the
last path that was new.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from lyrad.disk.watch import Watch
from lyrad.disk.watch.ears import listen
from lyrad.disk.watch.hints import Hints
from lyrad.model.names import RelPath
from lyrad.wiring.clock import SystemClock

Folders = AbstractSet[RelPath]
FILTER: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileClosedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirMovedEvent,
]


class Hearing:
    """What was heard, and when first."""

    def __init__(self) -> None:
        self.heard: dict[str, float] = {}
        self.told = False
        self.over = threading.Event()
        self._before = self._last = self._ready = time.process_time()

    def ready(self) -> None:
        self._last = self._ready = time.process_time()
        print("ready", self._ready - self._before, flush=True)

    def hear(self, path: str) -> None:
        if path not in self.heard:
            self.heard[path] = time.monotonic()
            self._last = time.process_time()

    def report(self) -> str:
        cpu = self._last - self._ready
        return json.dumps({"heard": self.heard, "told": self.told, "cpu": cpu})


def lyrad(root: Path, hearing: Hearing) -> None:
    """Look as the daemon's post does: wait, then look."""
    watch = Watch(root, clock=SystemClock())
    watch.start()
    watch.look()
    hearing.ready()
    while not hearing.over.is_set():
        watch.wait(0.5)
        for path in watch.look():
            hearing.hear(path)
    hearing.told = bool(watch.warnings)
    watch.stop()


def hints(root: Path, hearing: Hearing) -> None:
    """Hear the folders that lyrad's ears hint at, before anybody looks there."""

    class Heard(Hints):
        def suspect(self, folders: Folders, deep: Folders) -> None:
            super().suspect(folders, deep)
            for folder in folders:
                hearing.hear(folder)

    ears = listen(root, Heard())
    for folder in root.iterdir():
        ears.attend(RelPath(folder.name))
    hearing.ready()
    hearing.over.wait()
    ears.stop()


def watchdog(root: Path, hearing: Hearing) -> None:
    class Listener(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if not event.is_directory:
                hearing.hear(os.path.relpath(event.dest_path or event.src_path, root))

    observer = Observer()
    observer.schedule(Listener(), str(root), recursive=True, event_filter=FILTER)
    observer.start()
    hearing.ready()
    hearing.over.wait()
    observer.stop()
    observer.join()


def watchfiles(root: Path, hearing: Hearing) -> None:
    """With a short debounce; its own takes 1.6 s."""
    from watchfiles import watch  # noqa: PLC0415 - a peer that need not be installed

    ready = threading.Timer(1.0, hearing.ready)
    ready.start()
    for changes in watch(root, debounce=50, step=5, stop_event=hearing.over, watch_filter=None):
        for _, path in changes:
            hearing.hear(os.path.relpath(path, root))


def inotifywait(root: Path, hearing: Hearing) -> None:
    command = ["inotifywait", "-m", "-r", "-e", "create,close_write,moved_to"]
    with subprocess.Popen(
        [*command, "--format", "%w%f", str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        while "established" not in program.stderr.readline():
            pass
        threading.Thread(target=lambda: (hearing.over.wait(), program.terminate())).start()
        hearing.ready()
        for line in program.stdout:
            hearing.hear(os.path.relpath(line.rstrip("\n"), root))


ALL: Mapping[str, Callable[[Path, Hearing], None]] = {
    "lyrad": lyrad,
    "hints": hints,
    "watchdog": watchdog,
    "watchfiles": watchfiles,
    "inotifywait": inotifywait,
}


def main(name: str, root: Path) -> None:
    hearing = Hearing()

    def end() -> None:
        sys.stdin.readline()
        hearing.over.set()

    threading.Thread(target=end, daemon=True).start()
    ALL[name](root, hearing)
    print(hearing.report())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
