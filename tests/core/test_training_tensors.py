from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.training.ending import why_ended
from lyrad.core.training.tensors import TornError, head_length, read_head
from lyrad.core.training.toml_text import toml_text
from lyrad.model.training import Ending


def head(**entries: object) -> bytes:
    return json.dumps({"__metadata__": {"ss_steps": "8"}, **entries}).encode()


def entry(begin: int, end: int, kind: str = "F32", shape: tuple[int, ...] = (2, 2)) -> object:
    return {"dtype": kind, "shape": list(shape), "data_offsets": [begin, end]}


def test_tensors_are_found_where_they_lie():
    text = head(b=entry(16, 24, "BF16"), a=entry(0, 16))
    read = read_head(text, 8 + len(text) + 24)
    assert [(one.name, one.kind) for one in read.tensors] == [("a", "F32"), ("b", "BF16")]
    assert read.tensors[0].begin == 8 + len(text)
    assert read.said == {"ss_steps": "8"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (head(a=entry(0, 16)), 15),
        (head(a=entry(0, 16)), 17),
        (head(a=entry(0, 15)), 15),
        (head(a=entry(0, 16), b=entry(20, 36)), 36),
        (head(a=entry(0, 16, "F128")), 16),
        (head(), 0),
        (b"{}", 0),
        (b"[]", 0),
        (b"<html>", 0),
        (head(a={"dtype": "F32"}), 16),
        (head(a=3), 16),
    ],
)
def test_what_is_no_whole_file_is_torn(text, body):
    with pytest.raises(TornError):
        read_head(text, 8 + len(text) + body)


@pytest.mark.parametrize("start", [b"", b"\1\0", b"\0" * 8, b"\xff" * 8])
def test_what_does_not_begin_with_a_length_is_torn(start):
    with pytest.raises(TornError):
        head_length(start)


KEYS = st.text("abc_", min_size=1, max_size=5)
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
)
VALUES = st.one_of(PLAIN, st.lists(PLAIN, max_size=3))
TABLE = st.dictionaries(KEYS, VALUES, max_size=4)


@given(TABLE, TABLE, st.lists(TABLE, min_size=1, max_size=2), TABLE)
def test_what_is_written_as_toml_is_read_back_the_same(plain, general, rows, row):
    table = {**plain, "general": general, "datasets": [*rows, {**row, "subsets": rows}]}
    assert tomllib.loads(toml_text(table)) == table


@pytest.mark.parametrize(
    ("code", "line", "why", "word"),
    [
        (1, "torch.OutOfMemoryError: CUDA out of memory. Tried", Ending.OUT_OF_MEMORY, "Tried"),
        (0, "ERROR No data found.", Ending.NO_PICTURES, "found"),
        (1, "ModuleNotFoundError: No module named 'lion_pytorch'", Ending.PACKAGE, "lion_pytorch"),
        (1, "ImportError: No bitsandbytes / ない", Ending.PACKAGE, "bitsandbytes"),
        (1, "OSError: Can't load tokenizer for 'x'.", Ending.TOKENIZER, "tokenizer"),
        (1, "OSError: image file is truncated (3 bytes not processed)", Ending.PICTURE, "3 bytes"),
        (1, "ZeroDivisionError: division by zero", Ending.PICTURE, "division"),
        (1, "OSError: [Errno 28] No space left on device", Ending.DISK_FULL, "space"),
        (1, "voluptuous.error.MultipleInvalid: extra keys", Ending.SETTINGS, "extra"),
        (2, "x.py: error: unrecognized arguments: --y", Ending.SETTINGS, "--y"),
        (1, "RuntimeError: NaN detected in latents: ref", Ending.DIVERGED, "NaN"),
        (-9, "steps", Ending.KILLED, "signal 9"),
        (1, "KeyError: 'zwölf'", Ending.UNKNOWN, "KeyError: 'zwölf'"),
        (1, "", Ending.UNKNOWN, ""),
    ],
)
def test_why_a_trainer_ended_is_told_from_its_words(code, line, why, word):
    ended = why_ended(code, ["INFO  all is well", "  bucket_reso_steps: 64", line])
    assert ended.why is why
    assert word in ended.word
