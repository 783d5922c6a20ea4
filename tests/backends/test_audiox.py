"""AudioX as a composer: what is asked, what comes, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lyrad.backends.audiox.composer import AudioXComposer
from lyrad.backends.audiox.doctor import examine
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.settings import AudioXSettings
from lyrad.ports import Finished, Lost, TimedHit
from tests.support.audiox import AudioX, audiox
from tests.support.clips import counted, write_clip
from tests.support.comfy_order import until
from tests.support.music_order import composed, fetched, heard, music_order, over


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AudioX]:
    with audiox(tmp_path_factory.mktemp("audiox")) as found:
        yield found


@pytest.fixture
def server(shared: AudioX) -> Iterator[AudioX]:
    shared.reset()
    yield shared
    shared.reset()


def composer(server: AudioX | str) -> AudioXComposer:
    address = server if isinstance(server, str) else server.url
    return AudioXComposer(AudioXSettings(server=address))


def test_a_cue_becomes_ten_seconds_of_music_whose_seed_was_the_cues(server, tmp_path):
    tool, asked = composer(server), music_order(tmp_path, negative="drums")
    assert tool.probe(asked) is None
    made = composed(tool, asked)
    (said,) = server.asked()
    assert said["prompt"] == "Low strings, a slow pulse, tense, 72 bpm, in D minor, 4/4 time"
    assert (said["seed"], said["seconds"], said["steps"], said["cfg"]) == ("42", 10, 100, 7.0)
    assert (said["negative"], said["picture"], said["sampler"]) == ("drums", False, "dpmpp-3m-sde")
    assert made.path == asked.work / "music.wav"
    assert heard(made.path) == {"codec": "pcm_s16le", "rate": 44100, "channels": 2, "seconds": 10}
    assert (made.seed, made.draft, made.facts["watermarked"]) == (42, False, True)


def test_it_says_itself_that_nobody_may_sell_its_music(server):
    tool = composer(server)
    assert tool.commercial is False
    assert "non-commercial" in tool.licence


def test_a_cue_of_more_than_ten_seconds_is_refused_before_anything_is_asked(server, tmp_path):
    tool, asked = composer(server), music_order(tmp_path, seconds=11)
    for ask in (tool.probe, tool.submit):
        with pytest.raises(Permanent) as refused:
            ask(asked)
        assert refused.value.fault.code is Code.MUSIC_UNFIT
        assert "lasts 11.0 seconds; AudioX makes 10 at most" in refused.value.fault.what
    assert server.asked() == []


def test_the_picture_is_handed_over_where_the_music_is_made_to_it(server, tmp_path):
    clip = write_clip(tmp_path / "scene.mkv", counted(24))
    asked = music_order(tmp_path, picture=clip, prompt="", mood=(), bpm=None, key="", meter="")
    made = composed(composer(server), asked)
    (said,) = server.asked()
    assert said["prompt"] == "Generate music for the video"
    assert said["picture_bytes"] == clip.stat().st_size
    assert heard(made.path)["codec"] == "pcm_s16le"


def test_steps_are_asked_for_and_what_has_no_input_is_said_to_be_left_out(server, tmp_path):
    hits = (TimedHit(sample=0, words="the door"),)
    made = composed(
        composer(server), music_order(tmp_path, options={"steps": 20, "model": "MAF"}, hits=hits)
    )
    assert server.asked()[0]["steps"] == 20
    assert made.facts["not_asked"] == ["hits", "model"]


def test_its_one_file_is_brought_before_another_order_overwrites_it(server, tmp_path):
    tool = composer(server)
    first, second = (music_order(tmp_path / name) for name in ("first", "second"))
    second = replace(second, seed=43)
    tickets = tool.submit(first), tool.submit(second)
    ends = over(tool, second, tickets[1]), over(tool, first, tickets[0])
    assert all(isinstance(end, Finished) for end in ends)
    one, other = fetched(tool, first, tickets[0]), fetched(tool, second, tickets[1])
    assert one.path.read_bytes() != other.path.read_bytes()


def test_what_has_come_is_not_ordered_again_by_a_restarted_lyrad(server, tmp_path):
    before, asked = composer(server), music_order(tmp_path)
    ticket = before.submit(asked)
    over(before, asked, ticket)
    after = composer(server)
    assert after.submit(asked) == ticket
    assert isinstance(after.poll(asked, ticket), Finished)
    assert fetched(after, asked, ticket).path.is_file()
    assert len(server.asked()) == 1


def test_what_was_at_work_when_lyrad_ended_is_ordered_again(server, tmp_path):
    server.quirks(hold=True)
    before, asked = composer(server), music_order(tmp_path)
    ticket = before.submit(asked)
    until(server.asked)
    after = composer(server)
    assert isinstance(after.poll(asked, ticket), Lost)
    server.quirks(hold=False)
    assert composed(after, asked).path.is_file()
    before.cancel(asked, ticket)


def test_an_order_that_waits_there_is_taken_out_when_it_is_cancelled(server, tmp_path):
    server.quirks(hold=True)
    tool, first = composer(server), music_order(tmp_path / "first")
    waits = replace(music_order(tmp_path / "second"), prompt="Nobody wants this")
    begun = tool.submit(first)
    until(server.asked)
    tool.cancel(waits, tool.submit(waits))
    server.quirks(hold=False)
    over(tool, first, begun)
    composed(tool, replace(first, seed=44))
    assert "Nobody wants this" not in str(server.asked())


def test_a_failure_without_a_word_is_told_as_one(server, tmp_path):
    server.quirks(fails=1)
    tool, asked = composer(server), music_order(tmp_path)
    ticket = tool.submit(asked)
    with pytest.raises(Permanent) as failed:
        over(tool, asked, ticket)
    assert failed.value.fault.code is Code.BACKEND_FAILED
    assert "it does not say why" in failed.value.fault.what
    assert isinstance(tool.poll(asked, ticket), Lost)


def test_silence_is_handed_on_to_whoever_hears_it(server, tmp_path):
    server.quirks(sound="silent")
    made = composed(composer(server), music_order(tmp_path))
    assert not any(made.path.read_bytes()[44:])


def test_a_server_that_dies_in_the_middle_is_waited_for(tmp_path):
    with audiox(tmp_path / "audiox") as server:
        tool, asked = composer(server), music_order(tmp_path)
        server.quirks(dies=True)
        ticket = tool.submit(asked)
        with pytest.raises(Temporary) as away:
            over(tool, asked, ticket)
        assert away.value.fault.code is Code.BACKEND_DOWN
        assert isinstance(tool.poll(asked, ticket), Lost)
        fault = tool.probe(asked)
        assert fault
        assert "nobody answers there" in fault.where
        with pytest.raises(Temporary):
            tool.submit(asked)


def test_another_program_at_its_address_is_named(tmp_path):
    with audiox(tmp_path / "audiox", "--form", "stranger") as server:
        tool, asked = composer(server), music_order(tmp_path)
        fault = tool.probe(asked)
        assert fault
        assert fault.what == "What answers there is not AudioX."
        with pytest.raises(Temporary):
            tool.submit(asked)
        assert examine(server.url) == fault


def test_the_doctor_says_what_it_may_be_used_for(server):
    said = examine(server.url)
    assert isinstance(said, str)
    assert "10 s at most" in said
    assert "non-commercial" in said
    assert isinstance(examine("http://127.0.0.1:1"), Fault)
