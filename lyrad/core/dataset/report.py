"""Put together what is told of a folder: each picture's verdict, the balance, whether it will do.

Decides how many pictures are enough, and how often each is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from lyrad.core.dataset.alike import repeated
from lyrad.core.dataset.balance import balance_of
from lyrad.core.dataset.names import Sorted, name_findings
from lyrad.core.dataset.pixels import pixel_findings
from lyrad.core.dataset.wording import word_of, worded
from lyrad.model.dataset import Caption, DatasetReport, Picture, Seen
from lyrad.model.finding import Case, Verdict

FEWEST = 10
"""With fewer pictures a character is learnt by heart; 10 to 30 is what trainers' users give."""

ENOUGH, PLENTY = 15, 50
"""Between so many, more pictures are worth looking for, and no longer."""

STEPS, EPOCHS = 2000, 10
"""Steps that a character usually takes, in so many epochs: 20 pictures, 10 times each, 10 epochs.
A starting point out of published recipes; nothing was trained to check it."""


def report_of(
    folder: str,
    files: Sorted,
    seen: Sequence[Seen],
    captions: Mapping[str, Caption],
    word: str = "",
) -> DatasetReport:
    """Return the report on a folder.

    Args:
        folder: as the person named it.
        files: its files, sorted out.
        seen: each picture as it was read.
        captions: each caption file as it was read, by name.
        word: what to call the subject; else what the captions begin with.
    """
    first = dict.fromkeys(several[0] for several in files.captions.values() if several)
    subject = word or word_of(captions[name] for name in first)
    judged = _judged(files, seen, captions)
    pictures = _numbered(_worded(one, files, captions, subject) for one in judged)
    usable = [one for one in pictures if one.verdict is not Verdict.REFUSED]
    return DatasetReport(
        folder=folder,
        word=subject,
        pictures=pictures,
        aside=files.aside,
        balance=balance_of(usable),
        repeats=_repeats(len(usable)),
        wants=tuple(_wants(pictures, len(usable))),
    )


def _judged(
    files: Sorted, seen: Sequence[Seen], captions: Mapping[str, Caption]
) -> Iterator[Picture]:
    """Yield the pictures, judged by their pixels and names, and by what others show already."""
    alone = {one.name: _alone(one, files) for one in seen}
    good = [one for one in seen if alone[one.name].verdict is not Verdict.REFUSED]
    own = {one.name: any(captions[name].text for name in files.captions[one.name]) for one in good}
    again = repeated(good, own)
    for name, picture in alone.items():
        if name not in again:
            yield picture
        elif again[name].case.verdict is Verdict.REFUSED:
            # What else is worth a word is said of the one that is kept.
            yield replace(picture, findings=(again[name],))
        else:
            yield replace(picture, findings=(*picture.findings, again[name]))


def _alone(seen: Seen, files: Sorted) -> Picture:
    names = () if seen.fault else name_findings(seen.name, seen.kind, files)
    found = (*pixel_findings(seen), *names)
    return Picture(name=seen.name, findings=found, size=seen.size, look=seen.look)


def _worded(
    picture: Picture, files: Sorted, captions: Mapping[str, Caption], word: str
) -> Picture:
    """Return the picture with its caption; one that is refused already is not blamed twice."""
    if picture.verdict is Verdict.REFUSED:
        return picture
    return replace(picture, caption=worded(picture.name, files, captions, word))


def _numbered(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return the pictures with their names in the copy, in the order of their own names."""
    numbers = count(1)
    return tuple(
        one if one.verdict is Verdict.REFUSED else replace(one, copied=f"ref_{next(numbers):04}")
        for one in pictures
    )


def _wants(pictures: Sequence[Picture], usable: int) -> Iterator[str]:
    if not pictures:
        yield "There is no picture in the folder."
        return
    if usable >= FEWEST:
        return
    said = f"Only {usable}" if usable else "None"
    yield (
        f"{said} of {len(pictures)} pictures can be used; a character needs at least {FEWEST}, "
        f"rather {ENOUGH} to 30."
    )
    if wordless := sum(_only_words(one) for one in pictures):
        yield (
            f"Only a caption is missing for {wordless}: write a .txt of its name beside each, "
            "or name the subject, as in --word mira."
        )


def _only_words(picture: Picture) -> bool:
    refusing = {one.case for one in picture.told if one.case.verdict is Verdict.REFUSED}
    return refusing == {Case.NO_WORDS}


def _repeats(usable: int) -> str:
    if not usable:
        return ""
    repeats = max(1, round(STEPS / EPOCHS / usable))
    steps = usable * repeats * EPOCHS
    words = f"A start: {usable} pictures x {repeats} repeats x {EPOCHS} epochs = {steps} steps."
    if usable < ENOUGH:
        return f"{words} {usable} pictures are few; look for more."
    return f"{words} More than {PLENTY} are seldom better." if usable > PLENTY else words
