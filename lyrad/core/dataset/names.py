"""Decide by names alone which files are pictures of the set, which caption belongs to which.

What the files hold is left to others: a file that is called a picture may be anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lyrad.model.dataset import Aside
from lyrad.model.finding import Case, Finding

CAPTION_ENDINGS = (".txt", ".caption")
"""What captions are called, the first before the second where a picture has both."""

TRAINED_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
"""What trainers look for, all small or all capital letters; the rest they pass over silently."""

KIND_ENDINGS = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "WebP": (".webp",),
    "TIFF": (".tif", ".tiff"),
}

BORROWS = 4
"""A trainer without a caption looks for one under the name less its last four parts at `_`."""

_ASIDE = {
    ".npz": "a trainer's cache, which would be used although its picture has changed",
    ".safetensors": "a trained file",
    ".ckpt": "a trained file",
    ".pt": "a trained file",
    **dict.fromkeys((".json", ".jsonl", ".toml", ".yaml", ".yml", ".csv"), "a settings file"),
    **dict.fromkeys((".md", ".rtf", ".doc", ".docx", ".pages", ".html", ".log"), "notes"),
}
_NOISE = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The files of a folder: pictures, the captions that each one has (best first), the rest."""

    pictures: tuple[str, ...]
    captions: dict[str, tuple[str, ...]]
    aside: tuple[Aside, ...]


def is_noise(name: str) -> bool:
    """Return whether a file or folder is never looked at: `.DS_Store`, `_old`, `Thumbs.db`."""
    return name.startswith((".", "_")) or name.casefold() in _NOISE


def sort_files(names: Iterable[str]) -> Sorted:
    """Return which of these paths, relative to the folder, are what; in the order of names."""
    ordered = sorted(names, key=lambda name: (name.casefold(), name))
    captions = [name for name in ordered if _ending(name) in CAPTION_ENDINGS]
    other = [name for name in ordered if _ending(name) in _ASIDE]
    pictures = tuple(name for name in ordered if name not in {*captions, *other})
    found = {name: _captions_of(name, captions, pictures) for name in pictures}
    spoken_for = {caption for several in found.values() for caption in several}
    aside = [Aside(name=name, words=_ASIDE[_ending(name)]) for name in other]
    aside += [
        Aside(name=name, words="a caption that belongs to no picture")
        for name in captions
        if name not in spoken_for
    ]
    return Sorted(pictures=pictures, captions=found, aside=tuple(aside))


def name_findings(name: str, kind: str, sorted_files: Sorted) -> Iterator[Finding]:
    """Yield what a trainer would make of a picture's name, and what was done about it."""
    path = PurePosixPath(name)
    plain = path.suffix in {path.suffix.lower(), path.suffix.upper()}
    if path.suffix.lower() not in TRAINED_ENDINGS or not plain:
        called = f"Its name ends in “{path.suffix}”" if path.suffix else "Its name has no ending"
        yield Finding(
            case=Case.ENDING, words=f"{called}, which trainers pass over: copied as PNG."
        )
    elif path.suffix.lower() not in KIND_ENDINGS[kind]:
        yield Finding(case=Case.ENDING, words=f"It is a {kind} whatever its name: copied as PNG.")
    if len(path.parts) > 1:
        words = f"It lies in {path.parent}/, where trainers do not look: copied beside the others."
        yield Finding(case=Case.SUBFOLDER, words=words)
    if _stems(sorted_files.pictures)[_stem(name)] > 1:
        words = "Another picture has its name with another ending: both get names of their own."
        yield Finding(case=Case.SAME_STEM, words=words)


def shared_captions(sorted_files: Sorted) -> frozenset[str]:
    """Return the captions that are the first choice of more than one picture."""
    chosen = Counter(several[0] for several in sorted_files.captions.values() if several)
    return frozenset(name for name, count in chosen.items() if count > 1)


def is_plain(picture: str, caption: str) -> bool:
    """Return whether a trainer finds the caption: the picture's name, ending in `.txt`."""
    return caption == str(PurePosixPath(picture).with_suffix(".txt"))


def borrowed(picture: str, sorted_files: Sorted) -> str:
    """Return the caption of another picture that a trainer would take, or an empty text."""
    parts = PurePosixPath(picture).stem.split("_")
    name = str(PurePosixPath(picture).with_name("_".join(parts[:-BORROWS]) + ".txt"))
    known = {one for several in sorted_files.captions.values() for one in several}
    known |= {one.name for one in sorted_files.aside}
    return name if len(parts) > BORROWS and name in known else ""


def _captions_of(picture: str, captions: list[str], pictures: tuple[str, ...]) -> tuple[str, ...]:
    exact = {str(PurePosixPath(one).with_suffix("")) for one in pictures}
    mine = str(PurePosixPath(picture).with_suffix(""))
    fitting = [
        caption
        for caption in captions
        if _bare(caption).casefold() in {mine.casefold(), picture.casefold()}
        and (_bare(caption) == mine or _bare(caption) not in exact)
    ]
    return tuple(sorted(fitting, key=lambda caption: _rank(picture, caption)))


def _rank(picture: str, caption: str) -> tuple[bool, int, bool]:
    return (
        not is_plain(picture, caption),
        CAPTION_ENDINGS.index(_ending(caption)),
        _bare(caption).casefold() == picture.casefold(),
    )


def _bare(caption: str) -> str:
    return str(PurePosixPath(caption).with_suffix(""))


def _stems(pictures: Iterable[str]) -> Counter[str]:
    return Counter(_stem(name) for name in pictures)


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix("")).casefold()


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
