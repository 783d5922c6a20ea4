"""Cues for tests: whole nouns with sensible values, and sound files of every sort."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from lyrad.model.cue import CueKey, CueSpan, CueSpec, Loudness
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import Fingerprint, JobId, RelPath
from lyrad.model.plan import CuePlan, Step
from tests.support.nouns import NOON, PRODUCTION

CUE = CueKey(scene="SC010", cue="1M1")
FOLDER = RelPath("scenes/SC010/cues/1M1")
RATES = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
}


def span(**changes: Any) -> CueSpan:
    """Return four seconds at one o'clock, at 24 frames a second."""
    usual = CueSpan(
        frames=96, rate=Fraction(24), head=86_400, timecode="01:00:00:00", source="cue.yaml"
    )
    return replace(usual, **changes)


def cue_spec(**changes: Any) -> CueSpec:
    return replace(
        CueSpec(
            title="Harbour at dusk",
            scenes=("SC010",),
            start="",
            end="",
            mood=("calm",),
            prompt="Low strings, a slow pulse.",
            negative="drums",
            bpm=None,
            key="D minor",
            meter="4/4",
            hits=(),
            fade_in=Fraction(0),
            fade_out=Fraction(1, 2),
            loudness=Loudness.EBU,
            takes=1,
            seed=None,
            own={"title": "Harbour at dusk"},
        ),
        **changes,
    )


def cue_plan(**changes: Any) -> CuePlan:
    return replace(
        CuePlan(
            job=JobId("c" * 20),
            production=PRODUCTION,
            rule="score-cue",
            rule_source="rules/score-cue.yaml",
            cue=CUE,
            folder=FOLDER,
            lead=RelPath(f"{FOLDER}/cue.yaml"),
            fingerprint=Fingerprint("f" * 20),
            version_key="e" * 20,
            attempt=1,
            seed=7,
            order=1,
            spec=cue_spec(),
            span=span(),
            members=(),
            steps=tuple(
                Step(action=verb, fields={}, lane="cpu") for verb in ("score.cue", "publish.cue")
            ),
            ordered_at=NOON,
        ),
        **changes,
    )


def cue_receipt(plan: CuePlan, take: int = 1) -> CueReceipt:
    return CueReceipt(
        schema=1,
        lyrad="0.1.0",
        production=plan.production,
        cue=plan.cue,
        take=take,
        job=plan.job,
        rule=plan.rule,
        fingerprint=plan.fingerprint,
        version_key=plan.version_key,
        attempt=plan.attempt,
        seed=plan.seed,
        draft=True,
        licence="",
        spec=plan.spec.own,
        span={},
        inputs=(),
        outputs=(),
        steps=(),
        checks=(),
        ordered_at=NOON,
        published_at=NOON,
    )


def tone(
    path: Path, seconds: float, *, level: float = 0.25, rate: int = 48_000, channels: int = 2
) -> Path:
    """Write a chord that swells a little, as 32-bit floating samples."""
    time = np.arange(round(seconds * rate)) / rate
    wave = sum(np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 277.2, 329.6)) / 3
    wave = level * wave * (0.8 + 0.2 * np.sin(2 * np.pi * 0.7 * time))
    return put(path, np.stack([wave] * channels, axis=1), rate)


def put(path: Path, samples: np.ndarray, rate: int = 48_000) -> Path:
    """Write samples, one column a channel, as a floating WAV."""
    command = ["ffmpeg", "-v", "error", "-y", "-f", "f32le", "-ar", str(rate)]
    command += ["-ac", str(samples.shape[1]), "-i", "-", "-c:a", "pcm_f32le", str(path)]
    subprocess.run(command, input=samples.astype("<f4").tobytes(), check=True)
    return path


def samples_of(path: Path) -> np.ndarray:
    """Return a sound file's samples as they are, one column a channel."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f64le", "-ac", "2", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<f8").reshape(-1, 2)
