"""Fill in a command's placeholders: `{prompt}` and its like, in arguments that no shell reads.

Decides which words there are, and what becomes of an option that has nothing to say. What the
words mean for a cue is the composer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

PLACEHOLDERS = (
    *("prompt", "negative", "video", "duration", "seed"),
    *("bpm", "key", "meter", "out"),
)
"""What a command may be told."""

OUT = "out"
"""Where the tool puts the music: without it nobody would find what it made."""

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_LITERAL = {"{{": "{", "}}": "}"}


def named(argument: str) -> tuple[str, ...]:
    """Return what stands in braces in an argument, known or not, in order."""
    return tuple(
        found.group(1) for found in _PIECE.finditer(argument) if found.group(0) not in _LITERAL
    )


def unknown(argv: Sequence[str]) -> tuple[str, ...]:
    """Return what stands in braces and is none of the placeholders; each once."""
    words = (word for argument in argv for word in named(argument))
    return tuple(dict.fromkeys(word for word in words if word not in PLACEHOLDERS))


def filled(argv: Sequence[str], words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the arguments with every placeholder replaced; `{{` and `}}` are braces.

    What a word says is never looked at again: a prompt may speak of `{seed}`. An option that would
    say nothing is left out, as `--bpm {bpm}` or as `--bpm={bpm}`; an argument that stands for
    itself stays, though it be empty, since others are counted after it.
    """
    return tuple(_filled(argv, words))


def _filled(argv: Sequence[str], words: Mapping[str, str]) -> Iterator[str]:
    left_out = False
    for argument, following in zip(argv, (*argv[1:], ""), strict=False):
        if left_out:
            left_out = False
            continue
        if _option(argument) and _says_nothing(argument, words):
            continue
        if _bare_option(argument) and not _option(following) and _says_nothing(following, words):
            left_out = True
            continue
        yield _PIECE.sub(lambda found: _replaced(found, words), argument)


def _replaced(found: re.Match[str], words: Mapping[str, str]) -> str:
    return _LITERAL.get(found.group(0)) or words[found.group(1)]


def _option(argument: str) -> bool:
    return argument.startswith("-")


def _bare_option(argument: str) -> bool:
    return _option(argument) and not named(argument)


def _says_nothing(argument: str, words: Mapping[str, str]) -> bool:
    """Return whether an argument has placeholders, and none of them has a word."""
    there = named(argument)
    return bool(there) and not any(words[name] for name in there)
