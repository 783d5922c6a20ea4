"""Decide the words that each picture of a set gets: the person's own, or the subject's name.

A person's own caption always wins and is never reworded. lyrad looks at no picture to describe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lyrad.core.dataset.framing import framing_of
from lyrad.core.dataset.names import Sorted, borrowed, is_plain, shared_captions
from lyrad.model.dataset import Caption
from lyrad.model.finding import Case, Finding

FEWEST_ALIKE = 2
"""From so many captions on, what all of them begin with is taken for the subject's name."""

_NO_NAMES = frozenset(
    ["a", "an", "the", "this", "photo", "picture", "portrait", "image", "drawing", "close", "full"]
)


def word_of(captions: Iterable[Caption]) -> str:
    """Return what the captions call the subject: what all of them begin with, or empty.

    `mira, smiling` and `mira, in the rain` give `mira`; so do `Mira smiles` and `Mira runs`.
    """
    texts = [caption.text for caption in captions if caption.text]
    if len(texts) < FEWEST_ALIKE:
        return ""
    tags = {text.split(",")[0].strip() for text in texts}
    words = {text.split()[0].strip(",.;:") for text in texts}
    for found in (tags, words):
        word = next(iter(found))
        if len(found) == 1 and word.casefold() not in _NO_NAMES and not framing_of(word):
            return word
    return ""


def worded(picture: str, sorted_files: Sorted, read: Mapping[str, Caption], word: str) -> Caption:
    """Return a picture's caption, with what was found of it and what was done.

    Args:
        picture: its name.
        sorted_files: the files of the folder.
        read: every caption file, by name.
        word: what the subject is called; may be empty.
    """
    names = sorted_files.captions[picture]
    own = read[names[0]] if names else Caption()
    found = [*own.findings, *(_of_names(picture, sorted_files) if own.text else ())]
    if own.text:
        if word and word.casefold() not in own.text.casefold():
            said = f"Its caption does not say “{word}”; it was left as it is."
            found.append(Finding(case=Case.CAPTION_WORD, words=said))
        return replace(own, findings=tuple(found))
    return Caption(text=word, findings=(*found, *_wordless(picture, sorted_files, word)))


def _of_names(picture: str, sorted_files: Sorted) -> Iterable[Finding]:
    first, *others = sorted_files.captions[picture]
    if not is_plain(picture, first):
        words = f"Its caption is called {first}, which trainers do not find: renamed in the copy."
        yield Finding(case=Case.CAPTION_NAME, words=words)
    if others:
        words = f"It has {len(others) + 1} captions: {first} was taken, {', '.join(others)} not."
        yield Finding(case=Case.CAPTION_TWICE, words=words)
    if first in shared_captions(sorted_files):
        words = f"{first} speaks of more than one picture: each of them got it."
        yield Finding(case=Case.CAPTION_SHARED, words=words)


def _wordless(picture: str, sorted_files: Sorted, word: str) -> Iterable[Finding]:
    """Say that the words are lyrad's, or that there are none to be had."""
    other = borrowed(picture, sorted_files)
    if not sorted_files.captions[picture]:
        if other:
            words = f"It has no caption; trainers would give it {other}. That is not done here."
            yield Finding(case=Case.CAPTION_BORROWED, words=words)
        else:
            yield Finding(case=Case.CAPTION_MISSING, words="It has no caption.")
    if word:
        yield Finding(case=Case.CAPTION_MISSING, words=f"“{word}” was written as its caption.")
    else:
        words = "Nothing says what to write instead: caption it, or name the subject with --word."
        yield Finding(case=Case.NO_WORDS, words=words)
