"""The embedded composer: killable, the same for the same seed, and struck on the very sample."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lyrad.backends._alive import alive, born
from lyrad.backends.builtin import score_order as scores
from lyrad.backends.builtin.composer import BuiltinComposer
from lyrad.backends.builtin.sounding import blocks
from lyrad.backends.builtin.workers import KILLS
from lyrad.backends.mastering import LocalMastering
from lyrad.core.score.compose import Wish, compose
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.scratch import ACCENTS, ScratchScore
from lyrad.ports import ComposeOrder, Finished, Lost, TimedHit, Working
from tests.backends.test_builtin_between import LINUX, ended, until
from tests.support.cues import samples_of, span
from tests.support.signal import FakeSignal

HIT = 100_123
ENDLESS = 1800


@pytest.fixture
def order(tmp_path: Path) -> ComposeOrder:
    work = tmp_path / "Küche 1" / "work"
    work.mkdir(parents=True)
    return ComposeOrder(
        span=span(),
        prompt="",
        negative="",
        mood=("epic",),
        bpm=None,
        key="",
        meter="",
        hits=(TimedHit(sample=HIT, words="door"),),
        seed=7,
        work=work,
    )


def composed(order: ComposeOrder) -> Path:
    composer = BuiltinComposer()
    ticket = composer.submit(order)
    assert isinstance(ended(composer, order, ticket), Finished)
    return composer.fetch(order, ticket, FakeSignal(), print).path


def test_the_music_outlasts_the_cue_and_is_sound(order: ComposeOrder) -> None:
    path = composed(order)
    heard = LocalMastering().hear(path, FakeSignal())
    assert heard.samples >= order.span.samples + 48_000
    assert (heard.rate, heard.channels, heard.bits, heard.broken) == (48_000, 2, 24, 0)
    assert heard.ends * 48_000 >= order.span.samples
    assert heard.true_peak is not None
    assert heard.true_peak < 0
    assert heard.loudness is not None
    assert -32 < heard.loudness < -12
    assert not list(order.work.glob(".*.part"))


def test_it_says_what_it_is_and_how_it_was_written(order: ComposeOrder) -> None:
    composer = BuiltinComposer()
    ticket = composer.submit(replace(order, bpm=90, key="G minor", meter="3/4"))
    wanted = replace(order, bpm=90, key="G minor", meter="3/4")
    ended(composer, wanted, ticket)
    made = composer.fetch(wanted, ticket, FakeSignal(), print)
    assert (made.draft, made.seed) == (True, 7)
    facts = made.facts
    assert (facts["bpm"], facts["key"], facts["meter"]) == (90, "G minor", "3/4")
    assert (facts["mood"], facts["method"]) == ("epic", "scratch score")
    assert composer.probe(wanted) is None
    assert (composer.licence, composer.commercial, composer.card) == ("", True, False)


def test_the_same_order_gives_the_same_sound_to_the_sample(
    order: ComposeOrder, tmp_path: Path
) -> None:
    first = composed(order).read_bytes()
    elsewhere = replace(order, work=tmp_path / "other")
    elsewhere.work.mkdir()
    assert composed(elsewhere).read_bytes() == first
    assert composed(replace(elsewhere, seed=8)).read_bytes() != first


def sound(score: ScratchScore) -> np.ndarray:
    return np.concatenate(list(blocks(score)), axis=1)


@pytest.mark.parametrize("mood", ["epic", "calm"])
def test_a_hit_is_heard_from_its_very_sample(mood: str) -> None:
    wish = Wish(samples=6 * 48_000, mood=(mood,), prompt="", bpm=None, key="", meter="",
                hits=(HIT,), seed=7)  # fmt: skip
    score = compose(wish)
    bare = tuple(note for note in score.notes if note.voice not in ACCENTS)
    stroke = np.abs(sound(score) - sound(replace(score, notes=bare))).max(axis=0)
    assert stroke[:HIT].max() < 1e-4
    assert np.argmax(stroke > 0.02) - HIT < 96


@pytest.mark.parametrize("mood", ["epic", "calm", "tense", "happy", "sad", "dark"])
def test_no_edge_of_a_block_or_a_note_clicks(mood: str) -> None:
    wish = Wish(samples=8 * 48_000, mood=(mood,), prompt="", bpm=None, key="", meter="", hits=(),
                seed=3)  # fmt: skip
    found = sound(compose(wish))
    assert np.isfinite(found).all()
    assert np.abs(found).max() < 0.95
    assert np.abs(found[:, 0]).max() < 1e-4
    edge = 1 << 18
    jumps = np.abs(np.diff(found, axis=1)).max(axis=0)
    around = jumps[edge - 2000 : edge + 2000]
    assert jumps[edge - 2 : edge + 2].max() <= around.max()
    assert jumps.max() < 0.5


def test_the_low_end_and_the_high_are_both_there(order: ComposeOrder) -> None:
    samples = samples_of(composed(replace(order, mood=("happy",))))[:, 0]
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / 48_000)
    shares = [
        power[(hertz >= low) & (hertz < high)].sum() / power.sum()
        for low, high in ((40, 200), (200, 2000), (2000, 12_000))
    ]
    assert shares[0] > 0.02
    assert shares[1] > 0.2
    assert shares[2] > 0.001
    assert power[hertz < 20].sum() / power.sum() < 0.02


def endless(order: ComposeOrder) -> ComposeOrder:
    return replace(order, span=span(frames=24 * ENDLESS), hits=())


@LINUX
def test_a_cancelled_composition_leaves_no_process_and_no_file(order: ComposeOrder) -> None:
    composer, wanted = BuiltinComposer(), endless(order)
    ticket = composer.submit(wanted)
    pid = int(ticket.id)
    birth = born(pid)

    def busy() -> bool:
        state = composer.poll(wanted, ticket)
        assert isinstance(state, Working)
        return state.progress is not None and state.progress.done > 0

    until(busy)
    composer.cancel(wanted, ticket)
    assert not alive(pid, birth)
    assert isinstance(composer.poll(wanted, ticket), Lost)
    assert sorted(path.name for path in order.work.iterdir()) == [scores.LOG, scores.ORDER]


@LINUX
def test_a_second_submit_takes_up_the_worker_that_runs(order: ComposeOrder) -> None:
    composer, wanted = BuiltinComposer(), endless(order)
    ticket = composer.submit(wanted)
    assert BuiltinComposer().submit(wanted) == ticket
    composer.cancel(wanted, ticket)


@LINUX
def test_an_order_whose_workers_are_killed_again_and_again_fails_for_good(
    order: ComposeOrder,
) -> None:
    composer, wanted = BuiltinComposer(), endless(order)
    for _ in range(KILLS - 1):
        ticket = composer.submit(wanted)
        os.kill(int(ticket.id), signal.SIGKILL)
        assert isinstance(ended(composer, wanted, ticket), Lost)
    ticket = composer.submit(wanted)
    os.kill(int(ticket.id), signal.SIGKILL)
    with pytest.raises(Permanent) as failed:
        ended(composer, wanted, ticket)
    assert failed.value.fault.code is Code.CRASHED_TOO_OFTEN
    assert "The embedded composer" in failed.value.fault.what


def test_music_that_was_taken_away_is_made_again(order: ComposeOrder) -> None:
    composer = BuiltinComposer()
    ticket = composer.submit(order)
    ended(composer, order, ticket)
    (order.work / scores.MUSIC).unlink()
    with pytest.raises(Temporary):
        composer.fetch(order, ticket, FakeSignal(), print)
    assert isinstance(ended(composer, order, composer.submit(order)), Finished)


def test_the_daemon_carries_no_arrays_for_it() -> None:
    script = (
        "import sys, lyrad.backends.builtin.composer, lyrad.backends.mastering;"
        "assert not {'cv2', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
