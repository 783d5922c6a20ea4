"""What a set is good for: its balance, its copies, its numbers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from lyrad.core.dataset.alike import flipped, repeated, strongest
from lyrad.core.dataset.balance import balance_of
from lyrad.core.dataset.names import sort_files
from lyrad.core.dataset.pixels import pixel_findings
from lyrad.core.dataset.report import report_of
from lyrad.model.dataset import CELLS, Caption, DatasetReport, Framing, Look, Picture, Seen
from lyrad.model.finding import Case, Verdict
from lyrad.model.media import Size

LARGE = Size(width=1024, height=1024)
GRID = bytes(range(256)) * (CELLS * CELLS * 3 // 256)
LOOK = Look(pixels="", hash=0, mirrored=0, cells=GRID, blur=0.1, brightness=50, ground=(50,) * 9)


def look(number: int, **changes: object) -> Look:
    """Return a look that is like no other number's."""
    chance = Random(number)
    hashes = {"hash": chance.getrandbits(256), "mirrored": chance.getrandbits(256)}
    return replace(LOOK, **{"pixels": str(number), **hashes, **changes})


def seen(name: str, number: int, size: Size = LARGE, **changes: object) -> Seen:
    return Seen(name=name, kind="PNG", size=size, look=look(number, **changes))


def pictures(*framings: Framing | None, **changes: object) -> list[Picture]:
    return [
        Picture(name=str(number), size=LARGE, look=look(number, framing=one, **changes))
        for number, one in enumerate(framings)
    ]


def report(count: int) -> DatasetReport:
    names = [f"{number:03}.png" for number in range(count)]
    looked = [seen(name, number) for number, name in enumerate(names)]
    return report_of("refs", sort_files(names), looked, {}, "mira")


@pytest.mark.parametrize(
    ("framings", "advice"),
    [
        ([Framing.CLOSE] * 18 + [Framing.MEDIUM] * 4, "18 of 22 are close-ups: add full figures."),
        ([Framing.CLOSE] * 3 + [Framing.MEDIUM] * 3, "There are no full figures: add some."),
        ([Framing.CLOSE, Framing.MEDIUM, Framing.FULL] * 3, ""),
        ([Framing.CLOSE] * 2 + [None] * 8, ""),
    ],
)
def test_what_the_set_shows_too_much_of_is_said(
    framings: list[Framing | None], advice: str
) -> None:
    row = balance_of(pictures(*framings)).rows[0]
    assert row.advice == advice
    assert row.unmeasured == framings.count(None)


def test_a_caption_is_believed_before_what_was_measured() -> None:
    (one,) = pictures(Framing.FULL)
    said = replace(one, caption=Caption(text="mira, close-up"))
    assert dict(balance_of([said]).rows[0].counts)["close-up"] == 1


def test_one_ground_one_light_and_softness_are_said() -> None:
    rows = balance_of(pictures(*[None] * 6, blur=0.9, brightness=10)).rows
    assert [row.advice for row in rows] == [
        "",
        "6 of 6 stand before the same ground: it will be learnt with the subject. "
        "Add other places.",
        "The light is dark in all of them: add medium and bright pictures.",
        "6 of 6 are soft: replace them.",
    ]


def test_what_is_not_known_is_said_where_nothing_stands_out() -> None:
    grounds = [(10.0 * number,) * 9 for number in range(6)]
    several = [replace(one, look=replace(one.look, ground=ground, brightness=ground[0]))
               for one, ground in zip(pictures(*[None] * 6), grounds, strict=True)]  # fmt: skip
    said = "Nothing that was measured stands out; look at the framing yourself."
    assert balance_of(several).advice == said


def test_of_several_copies_the_captioned_then_the_largest_is_kept() -> None:
    small = Size(width=600, height=600)
    three = [seen("a.png", 1, small), seen("b.png", 1), seen("c.png", 1, small)]
    captioned = {"a.png": False, "b.png": False, "c.png": False}
    assert set(repeated(three, captioned)) == {"a.png", "c.png"}
    assert set(repeated(three, {**captioned, "c.png": True})) == {"a.png", "b.png"}


def test_another_expression_is_no_copy() -> None:
    smiles = bytearray(GRID)
    smiles[3000:3003] = bytes(255 - value for value in smiles[3000:3003])
    two = [seen("a.png", 1), seen("b.png", 1, pixels="other", cells=bytes(smiles))]
    found = repeated(two, {"a.png": False, "b.png": False})
    assert found["b.png"].case is Case.MUCH_LIKE
    assert found["b.png"].case.verdict is Verdict.KEPT


def test_a_grid_is_compared_at_the_same_contrast_and_may_be_flipped() -> None:
    dimmer = bytes(20 + value // 2 for value in GRID)
    assert strongest(GRID, dimmer) < 2
    assert flipped(flipped(GRID)) == GRID
    assert flipped(GRID)[:3] == GRID[3 * (CELLS - 1) : 3 * CELLS]


@pytest.mark.parametrize(
    ("size", "case"),
    [
        ((511, 900), Case.TOO_SMALL),
        ((512, 512), Case.SMALL),
        ((832, 1216), None),
        ((3100, 1024), Case.TOO_NARROW),
        ((2100, 1024), Case.LONG_SHAPE),
        ((40, 40), Case.TOO_SMALL),
    ],
)
def test_the_size_decides(size: tuple[int, int], case: Case | None) -> None:
    one = seen("a.png", 1, Size(width=size[0], height=size[1]))
    assert [finding.case for finding in pixel_findings(one)] == ([case] if case else [])


@pytest.mark.parametrize("count", [1, 9, 10, 12, 20, 31])
def test_pictures_are_shown_at_least_once_each_and_two_thousand_times_in_all(count: int) -> None:
    words = report(count).repeats
    repeats = int(words.split(" repeats")[0].rsplit(" ", 1)[1])
    assert repeats >= 1
    assert 1500 <= count * repeats * 10 <= 2500


def test_ten_pictures_will_do_and_nine_will_not() -> None:
    assert report(9).wants
    assert not report(10).wants
    assert report(0).wants == ("There is no picture in the folder.",)


def test_every_case_has_a_verdict() -> None:
    found = {case.verdict for case in Case}
    assert found == set(Verdict)
