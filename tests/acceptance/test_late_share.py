"""A service whose share comes later than itself, and one production that is in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.production import QUICK, Daemon, Film, until


def test_a_share_that_is_late_keeps_nobody_waiting_and_is_taken_in_when_it_comes(
    tmp_path: Path,
) -> None:
    film = Film(root=tmp_path / "FILM", home=tmp_path / "home").begin()
    late = tmp_path / "mnt" / "LATE"
    late.mkdir(parents=True)
    roots = f"roots: [{film.root}, {late}]\n"
    film.settings.write_text(QUICK.format(state=film.state, url="") + roots)
    log = (film.home / "daemon.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "lyrad", "run"], env=film.environment(), stdout=log, stderr=log
    )
    daemon = Daemon(process=process, film=film)
    try:
        film.drop("SC010/SH0020")
        until(lambda: film.takes("SC010/SH0020"))
        assert str(late) in film.lyrad("status", "--once").stdout
        assert list(late.iterdir()) == []

        arrived = tmp_path / "COPY"
        assert film.lyrad("init", str(arrived)).returncode == 0
        for path in arrived.iterdir():
            path.rename(late / path.name)
        until(lambda: any(row["title"] == "COPY" for row in daemon.status()["productions"]))
        assert daemon.status()["faults"] == []
        assert daemon.stop() == 0
        assert daemon.status()["stopped"] is True
    finally:
        process.kill()
        process.wait()
        log.close()
