"""What a person reads when a training cannot begin, or ended before its time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lyrad.errors import Code, Fault
from lyrad.model.character import Base
from lyrad.model.training import Ended, Ending, Trainers

KEYS = {Trainers.SD_SCRIPTS: "sd_scripts", Trainers.MUSUBI: "musubi"}


def repository_unsaid(base: Base) -> Fault:
    """Say that lyrad.yaml names no trainer for the base."""
    trainer = Trainers.of(base)
    return Fault(
        code=Code.TRAINER_MISSING,
        what=f"{base.words} is trained with {trainer}, and lyrad.yaml does not say where it is.",
        where=f"lyrad.yaml, backends.kohya.{KEYS[trainer]}",
        next=f"Get {trainer} and write `{KEYS[trainer]}: /its/folder` there.",
    )


def script_missing(script: Path, base: Base) -> Fault:
    """Say that the folder is not the trainer's."""
    trainer = Trainers.of(base)
    return Fault(
        code=Code.TRAINER_MISSING,
        what=f"The folder of {trainer} has no `{script.name}`.",
        where=str(script.parent),
        next=f"Correct `backends.kohya.{KEYS[trainer]}` in lyrad.yaml, or update {trainer}.",
    )


def no_interpreter(looked: Iterable[Path]) -> Fault:
    """Say that there is no Python to run the trainer in."""
    return Fault(
        code=Code.TRAINER_MISSING,
        what="The Python that the trainer runs in is not there.",
        where=f"looked for {', '.join(str(path) for path in looked)}",
        next="Write `python: /its/venv/bin/python` or `conda_env: NAME` below `backends.kohya`.",
    )


def no_python(python: Path) -> Fault:
    """Say that what is named as the interpreter is none."""
    return Fault(
        code=Code.TRAINER_MISSING,
        what="What is named as the trainer's Python does not answer as Python does.",
        where=str(python),
        next="Correct `python` or `conda_env` below `backends.kohya` in lyrad.yaml.",
    )


def packages_missing(packages: Iterable[str], python: Path, *, late: bool = False) -> Fault:
    """Say which packages the interpreter lacks; `late`, where a run had begun."""
    listed = " ".join(packages)
    wanted = listed.replace("musubi_tuner", "-e /its/repository")  # it is installed from there
    return Fault(
        code=Code.TRAINER_MISSING,
        what=f"The trainer's Python lacks {listed.replace(' ', ', ')}.",
        where=str(python),
        next=f"Install it there: `{python} -m pip install {wanted}`; "
        f"{'then RETAKE' if late else 'the training then goes on'}.",
    )


def tokenizer_missing(folder: Path | None, name: str) -> Fault:
    """Say which tokenizer would be loaded from the internet."""
    where = str(folder) if folder else "lyrad.yaml, backends.kohya.tokenizers"
    return Fault(
        code=Code.TRAINER_MISSING,
        what=f"The tokenizer {name} is not on this machine, and the trainer stays offline.",
        where=where,
        next=f"Put it into `{name.replace('/', '_')}` in the folder that "
        "`backends.kohya.tokenizers` names; once online, the trainer does so by itself.",
    )


def model_unsaid(base: Base, part: str) -> Fault:
    """Say that lyrad.yaml does not name a base model's file."""
    return Fault(
        code=Code.BASE_MISSING,
        what=f"lyrad.yaml does not say where {base.words} lies.",
        where=f"lyrad.yaml, backends.kohya.models.{base}.{part}",
        next=f"Write its path there, as `{part}: /models/...`.",
    )


def model_missing(base: Base, part: str, path: Path) -> Fault:
    """Say that a base model's file is not there."""
    return Fault(
        code=Code.BASE_MISSING,
        what=f"A file of {base.words} is not there, or is empty: {path.name}.",
        where=str(path),
        next=f"Put it there, or correct `backends.kohya.models.{base}.{part}` in lyrad.yaml.",
    )


def little_room(free: int, needed: int, work: Path) -> Fault:
    """Say that the disk is too full to begin; both in bytes."""
    return Fault(
        code=Code.DISK_FULL,
        what=f"Only {free / 1e9:.1f} GB are free, and the training writes up to "
        f"{needed / 1e9:.0f} GB.",
        where=str(work),
        next="Make room on that disk; lyrad tries again by itself.",
    )


def no_pictures(found: int, wanted: int, folder: Path) -> Fault:
    """Say that the pictures are not all there."""
    return Fault(
        code=Code.FILE_GONE,
        what=f"{wanted} pictures were to be trained on, and {found} are there.",
        where=str(folder),
        next="RETAKE begins with a new clean copy of them.",
    )


def diverged(step: int, log: Path) -> Fault:
    """Say that the loss is no number any more."""
    return Fault(
        code=Code.TRAINING_DIVERGED,
        what=f"The training came apart at step {step}: its loss is no number any more.",
        where=str(log),
        next="Set a lower `learning_rate` in the preset, or bf16 instead of fp16; then RETAKE.",
    )


def stuck(minutes: float, step: int, log: Path, *, again: bool) -> Fault:
    """Say that a run stood still."""
    cure = "lyrad tries once more by itself." if again else "Restart the machine; then RETAKE."
    return Fault(
        code=Code.TRAINING_STUCK,
        what=f"The trainer stood still for {minutes:.0f} minutes, at step {step}.",
        where=str(log),
        next=f"Look at the card's driver (`nvidia-smi`, `dmesg`). {cure}",
    )


def killed(times: int, word: str, log: Path) -> Fault:
    """Say that runs were ended from outside too often."""
    return Fault(
        code=Code.CRASHED_TOO_OFTEN,
        what=f"The trainer was ended {times} times before it was done, last by {word}.",
        where=str(log),
        next="Often too little memory: close other programs; `dmesg` says who ended it. "
        "Then RETAKE.",
    )


def unsound(words: str, path: Path) -> Fault:
    """Say that the file is no sound LoRA."""
    return Fault(
        code=Code.LORA_WRONG,
        what=f"The trainer reports success, but {words}.",
        where=str(path),
        next="Nothing was published. RETAKE trains again; the trainer's log lies beside it.",
    )


_WORDS = {
    Ending.NO_PICTURES: (
        Code.TRAINING_FAILED,
        "The trainer found no picture to train on.",
        "Look whether pictures with captions lie in its dataset; then RETAKE.",
    ),
    Ending.DIVERGED: (
        Code.TRAINING_DIVERGED,
        "The trainer met NaN in a picture's latents.",
        "Set `no_half_vae = true` or `mixed_precision = \"bf16\"` in the preset; then RETAKE.",
    ),
    Ending.OUT_OF_MEMORY: (
        Code.OUT_OF_MEMORY,
        "The card's memory was not enough, with the preset's smallest settings.",
        "Close what else uses the card, or take a smaller `resolution` in `[smaller.dataset]` of "
        "the preset; then RETAKE.",
    ),
    Ending.DISK_FULL: (
        Code.DISK_FULL,
        "The disk was full while the trainer wrote.",
        "Make room on that disk; lyrad tries again by itself.",
    ),
    Ending.TOKENIZER: (
        Code.TRAINER_MISSING,
        "A tokenizer is not on this machine, and the trainer stays offline.",
        "Fill the folder that `backends.kohya.tokenizers` names; then RETAKE.",
    ),
    Ending.PICTURE: (
        Code.TRAINING_FAILED,
        "The trainer cannot read one of the pictures: {word}.",
        "`lyrad dataset` says which; replace it, which begins a new training.",
    ),
    Ending.SETTINGS: (
        Code.TRAINING_SETTINGS,
        "The trainer refuses its settings: {word}.",
        "It may be older or newer than the one that lyrad knows; `lyrad doctor` says which.",
    ),
}  # fmt: skip


def ended(how: Ended, trainer: str, log: Path, python: Path) -> Fault:
    """Say why a trainer ended before its work was done."""
    if how.why is Ending.PACKAGE:
        return packages_missing([how.word], python, late=True)
    unknown = (
        Code.TRAINING_FAILED,
        f"{trainer} stopped: {{word}}.",
        "Read the log; once its cause is gone, RETAKE.",
    )
    code, what, cure = _WORDS.get(how.why, unknown)
    word = how.word.rstrip(".") or "it says nothing"
    return Fault(code=code, what=what.format(word=word), where=str(log), next=cure)
