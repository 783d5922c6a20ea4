"""What lyrad relies on of an AudioX: the stand-in keeps it, and so must a real one.

The stand-in is a real Gradio application with AudioX's window: as it first was, under Gradio 4's
addresses; as it is, with a second tab; and as forks have it. `LYRAD_AUDIOX=http://...` runs the
same tests against a real one instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.backends.audiox.client import Client
from lyrad.backends.audiox.events import COMPLETE, ERROR, Said
from lyrad.backends.audiox.flight import sound_among
from lyrad.backends.audiox.window import ORDER, Window
from lyrad.errors import Permanent
from lyrad.model.names import JSON
from tests.support.audiox import audiox
from tests.support.clips import counted, write_clip
from tests.support.music_order import heard

REAL = os.environ.get("LYRAD_AUDIOX", "")
FORMS = ["real"] if REAL else ["old", "new", "fork"]


@pytest.fixture(scope="module", params=FORMS)
def client(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Client]:
    if request.param == "real":
        yield from _client(REAL.rstrip("/"))
        return
    older = ("--older",) if request.param == "old" else ()
    folder = tmp_path_factory.mktemp(request.param)
    with audiox(folder, "--form", request.param, *older) as server:
        yield from _client(server.url)


def _client(address: str) -> Iterator[Client]:
    found = Client(address)
    yield found
    found.close()


@pytest.fixture
def window(client: Client) -> Window:
    found = client.window()
    assert found
    return found


def told(client: Client, window: Window, arguments: list[JSON]) -> list[Said]:
    """Order, and return what was told, but for the signs of life."""
    order = client.call(window, arguments)
    return [each for each in client.listen(window, order) if each.kind in {COMPLETE, ERROR}]


def test_its_window_has_the_original_s_inputs_in_their_order(window: Window) -> None:
    assert window.name == "generate"
    assert [name for name, _ in window.inputs] == list(ORDER)
    assert window.sound == 1


def test_what_nobody_says_is_as_the_window_shows_it(window: Window) -> None:
    shown = dict(window.inputs)
    assert (shown["seconds_total"], shown["sampler_type"]) == (10, "dpmpp-3m-sde")
    assert (str(shown["seed"]), shown["use_init"], shown["sigma_max"]) == ("-1", False, 500)


def test_an_order_ends_with_a_sound_of_ten_seconds(client, window, tmp_path: Path) -> None:
    wanted: dict[str, JSON] = {"prompt": "A sting of brass", "seed": "7", "steps": 10}
    (last,) = told(client, window, window.filled(wanted))
    assert last.kind == COMPLETE
    path = sound_among(last.data, window)
    assert path
    client.download(path, tmp_path / "music.wav")
    found = heard(tmp_path / "music.wav")
    assert (found["channels"], round(found["seconds"])) == (2, 10)


def test_the_same_seed_makes_the_same_music_and_another_does_not(
    client, window, tmp_path: Path
) -> None:
    made = []
    for number, seed in enumerate(("7", "7", "8")):
        (last,) = told(client, window, window.filled({"prompt": "Brass", "seed": seed}))
        path = sound_among(last.data, window)
        assert path
        client.download(path, tmp_path / str(number))
        made.append((tmp_path / str(number)).read_bytes())
    assert made[0] == made[1] != made[2]


def test_a_picture_is_handed_over_as_a_file(client, window, tmp_path: Path) -> None:
    kept = client.upload(write_clip(tmp_path / "scene.mkv", counted(24)))
    picture: dict[str, JSON] = {"path": kept, "meta": {"_type": "gradio.FileData"}}
    (last,) = told(client, window, window.filled({"prompt": "Brass", "video_file": picture}))
    assert last.kind == COMPLETE
    assert sound_among(last.data, window)


def test_an_order_that_fails_ends_with_an_error(client, window) -> None:
    (last,) = told(client, window, window.filled({"prompt": "Brass", "seed": "no number"}))
    assert last.kind == ERROR


def test_too_few_inputs_end_with_an_error_too(client, window) -> None:
    (last,) = told(client, window, ["Brass"])
    assert last.kind == ERROR


def test_a_call_that_it_does_not_have_is_refused(client, window) -> None:
    with pytest.raises(Permanent):
        client.call(Window(name="compose", inputs=(), sound=None), [])


def test_a_cancelled_order_is_over_for_whoever_listens(client, window) -> None:
    order = client.call(window, window.filled({"prompt": "Brass"}))
    client.cancel(order)
    for _ in client.listen(window, order):
        pass
    assert client.window() == window
