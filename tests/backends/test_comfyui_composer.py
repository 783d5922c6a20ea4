"""Music by ComfyUI: what is posted, what comes, and that clips and music share one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from lyrad.backends.comfyui import paper
from lyrad.backends.comfyui.composer import ComfyComposer
from lyrad.backends.comfyui.line import Line
from lyrad.config.workflows import read_workflow
from lyrad.core.workflow.frozen import freeze
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.settings import ComfySettings
from lyrad.ports import TimedHit
from lyrad.wiring.clock import SystemClock
from tests.support.comfy_order import queue, until, workflow
from tests.support.comfyui import ComfyUI
from tests.support.music_order import composed, heard, music_order, over

FROZEN = {"workflow": freeze(workflow("ace-step15"))}
Lines = Callable[[], Line]


@pytest.fixture
def lines(server: ComfyUI, tmp_path) -> Iterator[Lines]:
    made: list[Line] = []

    def line() -> Line:
        settings = ComfySettings(servers=(server.url,))
        made.append(Line(settings, SystemClock(), unwanted=tmp_path / "unwanted", every=0.02))
        return made[-1]

    yield line
    for each in made:
        each.close()


@pytest.fixture
def composer(lines: Lines) -> ComfyComposer:
    return ComfyComposer(lines())


def ordered(folder, **changes):
    return music_order(folder, **{"frozen": FROZEN, **changes})


def own_graph(folder):
    """Return a workflow of somebody's own, which saves MP3s."""
    graph = {
        "words": {"class_type": "CLIPTextEncode", "inputs": {"text": ""}},
        "sound": {
            "class_type": "EmptyAudio",
            "inputs": {"duration": 1.0, "sample_rate": 44100, "channels": 2},
        },
        "save": {
            "class_type": "SaveAudioMP3",
            "inputs": {"audio": ["sound", 0], "filename_prefix": "mine", "quality": "V0"},
        },
    }
    (folder / "mine.json").write_text(json.dumps(graph))
    (folder / "mine.yaml").write_text(
        "for: music\nseconds: {longest: 60}\nbind: {prompt: words, seconds: sound, output: save}\n"
    )
    return read_workflow(folder / "mine.json")


def test_the_cue_is_written_into_the_graph_and_the_music_comes_without_loss(
    composer, server, tmp_path
):
    asked = ordered(tmp_path, seconds=12)
    assert composer.probe(asked) is None
    made = composed(composer, asked)
    (posted,) = server.posted()
    words = posted["prompt"]["words"]["inputs"]
    assert words["tags"] == "Low strings, a slow pulse, tense, instrumental, no vocals"
    assert words["lyrics"] == "[Instrumental]"
    assert (words["bpm"], words["keyscale"], words["timesignature"]) == (72, "D minor", "4")
    assert (words["seed"], posted["prompt"]["sampled"]["inputs"]["seed"]) == (42, 42)
    assert (words["duration"], posted["prompt"]["latent"]["inputs"]["seconds"]) == (13.0, 13.0)
    assert made.path == asked.work / "music.flac"
    assert heard(made.path) == {"codec": "flac", "rate": 48000, "channels": 2, "seconds": 13.0}
    assert (made.seed, made.draft) == (42, False)
    assert made.facts["workflow"] == "ace-step15"
    assert made.facts["models"] == ["models/checkpoints/ace_step_1.5_turbo_aio.safetensors"]
    assert made.facts["not_asked"] == []


def test_what_the_node_has_no_word_for_is_said_in_the_words(composer, server, tmp_path):
    hits = (TimedHit(sample=48_000, words="the door"),)
    asked = ordered(tmp_path, key="D dorian", meter="7/8", bpm=None, hits=hits, negative="drums")
    made = composed(composer, asked)
    words = server.posted()[0]["prompt"]["words"]["inputs"]
    assert words["tags"].endswith("in D dorian, 7/8 time, instrumental, no vocals")
    assert (words["keyscale"], words["timesignature"], words["bpm"]) == ("C major", "4", 90)
    assert made.facts["not_asked"] == ["negative", "hits"]


def test_a_short_cue_is_cut_from_the_shortest_that_the_model_makes(composer, tmp_path):
    made = composed(composer, ordered(tmp_path, seconds=3))
    assert heard(made.path)["seconds"] == 10.0


def test_a_cue_that_is_longer_than_the_model_can_make_is_refused_before_anything_is_asked(
    composer, server, tmp_path
):
    asked = ordered(tmp_path, seconds=700)
    with pytest.raises(Permanent) as refused:
        composer.probe(asked)
    assert refused.value.fault.code is Code.WORKFLOW_UNFIT
    assert "700.0 seconds; ACE-Step 1.5 Turbo makes 600 at most" in refused.value.fault.what
    assert server.journal() == []


@pytest.mark.parametrize(
    ("frozen", "code"),
    [
        ({}, Code.WORKFLOW_UNKNOWN),
        ({"workflow": freeze(workflow("restore-2x"))}, Code.WORKFLOW_UNFIT),
    ],
)
def test_a_rule_that_names_no_workflow_for_music_is_told_so(composer, tmp_path, frozen, code):
    with pytest.raises(Permanent) as refused:
        composer.probe(ordered(tmp_path, frozen=frozen))
    assert refused.value.fault.code is code
    assert "ace-step15" in refused.value.fault.next


def test_music_goes_on_while_lyrad_is_away_and_is_not_made_again(lines, server, tmp_path):
    asked = ordered(tmp_path)
    server.quirks(hold=True)
    before = ComfyComposer(lines())
    ticket = before.submit(asked)
    until(lambda: before.poll(asked, ticket) and server.posted())
    after = ComfyComposer(lines())
    assert after.submit(asked) == ticket
    server.quirks(hold=False)
    over(after, asked, ticket)
    assert composed(after, asked).path.is_file()
    assert len(server.posted()) == 1


def test_music_of_a_server_that_has_forgotten_it_is_found_by_its_name(composer, server, tmp_path):
    asked = ordered(tmp_path)
    ticket = composer.submit(asked)
    over(composer, asked, ticket)
    server.forget(history=True)
    assert composed(composer, asked).path.is_file()
    assert len(server.posted()) == 1


def test_an_own_graph_and_an_older_server_do_as_well(composer, server, tmp_path):
    server.quirks(version="0.3.64")
    asked = ordered(tmp_path, seconds=2, frozen={"workflow": freeze(own_graph(tmp_path))})
    ticket = composer.submit(asked)
    over(composer, asked, ticket)
    server.forget(history=True)
    made = composed(composer, asked)
    assert made.path.name == "music.mp3"
    assert len(server.posted()) == 1


def test_half_a_file_is_not_taken_and_is_brought_again(composer, server, tmp_path):
    asked = ordered(tmp_path)
    server.quirks(download="truncated", times={"download": 1})
    ticket = composer.submit(asked)
    over(composer, asked, ticket)
    with pytest.raises(Temporary):
        composed(composer, asked)
    assert heard(composed(composer, asked).path)["codec"] == "flac"
    assert len(server.posted()) == 1


def test_a_graph_that_saves_no_sound_fails_in_words(composer, server, tmp_path):
    server.quirks(nothing=True)
    asked = ordered(tmp_path)
    ticket = composer.submit(asked)
    with pytest.raises(Permanent, match="had saved nothing"):
        over(composer, asked, ticket)


def test_cancelling_ends_this_prompt_and_leaves_strangers_alone(composer, server, tmp_path):
    server.quirks(hold=True)
    (stranger,) = server.strangers()
    asked = ordered(tmp_path)
    ticket = composer.submit(asked)
    until(lambda: composer.poll(asked, ticket) and server.posted())
    composer.cancel(asked, ticket)
    assert paper.read(asked.work) is None
    assert [one[1] for one in queue(server)["queue_running"]] == [stranger]
    assert queue(server)["queue_pending"] == []


def test_another_seed_is_another_order(composer, server, tmp_path):
    asked = ordered(tmp_path)
    composed(composer, asked)
    composed(composer, replace(asked, seed=43))
    seeds = [posted["prompt"]["sampled"]["inputs"]["seed"] for posted in server.posted()]
    assert seeds == [42, 43]
