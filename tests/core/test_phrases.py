"""Several people's words, joined as the two families of models read them."""

from __future__ import annotations

import pytest

from lyrad.core.phrases import sentences, tags


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ([], ""),
        (["", None, "  "], ""),
        (["A man, walking"], "A man, walking"),
        (["miravx woman", "She walks", "dusk"], "miravx woman. She walks. dusk"),
        (["Rain!", "Is it?", "Yes:", "so."], "Rain! Is it? Yes: so."),
        (["two\nlines ", "more"], "two\nlines. more"),
    ],
)
def test_sentences_are_ended_where_another_follows(pieces: list[object], joined: str) -> None:
    assert sentences(pieces) == joined


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ([], ""),
        (["", None], ""),
        (["A slow push-in.", "film noir, hard light"], "A slow push-in, film noir, hard light"),
        (["film noir,", ", rain ,, fog."], "film noir, rain, fog"),
        (["Rain, fog", "rain, RAIN"], "Rain, fog"),
        (["(old, film:1.2), x", "y, film:1.2"], "(old, film:1.2), x, y, film:1.2"),
        (["two\nlines"], "two lines"),
        (["35 mm, 2.5 m"], "35 mm, 2.5 m"),
    ],
)
def test_tags_stand_between_commas_each_once(pieces: list[object], joined: str) -> None:
    assert tags(pieces) == joined
