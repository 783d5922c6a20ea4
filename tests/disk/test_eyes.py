"""What is listened to and what is known go together, however quickly a folder comes and goes."""

from __future__ import annotations

from lyrad.disk.watch.eyes import Eyes
from lyrad.disk.watch.hints import Hinted
from tests.support.clock import FakeClock


def test_a_folder_that_went_between_listening_and_listing_is_left(tmp_path):
    root, outside = tmp_path / "FILM", tmp_path / "outside"
    (root / "SC010").mkdir(parents=True)
    heard: set[str] = set()

    def attend(folder):
        heard.add(folder)
        if folder == "SC010" and not outside.exists():
            (root / folder).rename(outside)

    clock = FakeClock()
    eyes = Eyes(root, clock, attend=attend, on_gone=heard.discard)
    eyes.take_in(eyes.everything(), local=True)
    clock.advance(1)
    eyes.take_in(eyes.hinted(Hinted()), local=True)
    assert not eyes.index.expects("SC010")
    assert heard == {""}
