"""Say on the card of `inbox/` how its lists and frames stand; one card speaks of them all."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.core.card_words import Saying, faults_told, short
from lyrad.core.naming import ascii_fold
from lyrad.core.shotlist.past import ListPast
from lyrad.core.shotlist.words import counted, lines
from lyrad.errors import Fault
from lyrad.model.card import Card, CardState, Page
from lyrad.model.shotlist import Difference

GO_HINT = "To apply it, put an empty file named GO into this folder. Nothing is ever deleted."
_MOST_FAULTS = 20
_NAME = 40
_STATES = tuple(CardState)


def card(sayings: Iterable[Saying]) -> Card | None:
    """Return the folder's card: named by what most needs a person, all of it inside."""
    ordered = sorted(sayings, key=lambda saying: _STATES.index(saying.state))
    if not ordered:
        return None
    first = ordered[0]
    return Card(
        state=first.state,
        detail=short(first.detail),
        body="\n\n".join(saying.body for saying in ordered),
    )


def pages(found: Iterable[Difference]) -> tuple[Page, ...]:
    """Return a page for each list: everything that applying it would change."""
    made: dict[str, Page] = {}
    for one in found:
        name, number = ascii_fold(one.name[-_NAME:]), 1
        while (label := f"{name} {number}" if number > 1 else name) in made:
            number += 1
        body = "\n".join((*lines(one), *(("", GO_HINT) if one.open else ())))
        made[label] = Page(label=f"{label} shotlist diff", body=body)
    return tuple(made.values())


def held(found: Difference) -> Saying:
    """Return what to say of a list that waits for a GO."""
    body = f"{_head(found)}\nShot by shot: the file beside this one, `{found.name} shotlist diff`."
    return Saying(state=CardState.HELD, detail=counted(found), body=f"{body}\n{GO_HINT}")


def working(found: Difference) -> Saying:
    """Return what to say of a list that is being applied; the count is what is left."""
    detail = f"on {_shots(len(found.open))} more"
    return Saying(state=CardState.WORKING, detail=detail, body=_head(found))


def done(found: Difference, past: ListPast) -> Saying:
    """Return what to say of a list of which nothing is left to apply."""
    made, updated = len(past.made), len(past.updated)
    said = [f"{_shots(made)} made"] if made else []
    said += [f"{_shots(updated)} updated"] if updated else []
    detail = " ".join(said) or f"nothing to make of {found.name}"
    told = f"Of {found.name}: {', '.join(said)}.\n" if said else ""
    return Saying(state=CardState.DONE, detail=detail, body=f"{told}{_head(found)}")


def failed(name: str, faults: tuple[Fault, ...]) -> Saying:
    """Return what to say of a list that has faults; nothing of it is used."""
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    body = faults_told(faults[:_MOST_FAULTS])
    if len(faults) > _MOST_FAULTS:
        body += f"\n\nAnd {len(faults) - _MOST_FAULTS} more."
    return Saying(
        state=CardState.FAILED,
        detail=f"{name} has {count}",
        body=f"Nothing of {name} is used until it is mended.\n\n{body}",
    )


def troubled(fault: Fault) -> Saying:
    """Return what to say where lists cannot be seen to now; lyrad tries again."""
    return Saying(state=CardState.WAITING, detail="for the share", body=faults_told((fault,)))


def go_waits() -> Saying:
    """Return what to say of a GO that came before its lists were all there."""
    return Saying(
        state=CardState.WAITING,
        detail="for the list before GO",
        body="GO was heard. It waits until every list in this folder is all there.",
    )


def waits(name: str, detail: str, body: str) -> Saying:
    """Return what to say of a file that is not all there."""
    words = body or f"{name} is waited for until it has come to rest."
    return Saying(state=CardState.WAITING, detail=detail, body=words)


def no_shot(name: str) -> Saying:
    """Return what to say of a file that names a shot which the tree does not have."""
    return Saying(
        state=CardState.WAITING,
        detail=f"for the shot of {name}",
        body=f"{name} is named after a shot that is not in the tree.\n"
        "It is moved there by itself as soon as the shot's folder is made.",
    )


def taken(name: str, shot: str, role: str, there: str) -> Saying:
    """Return what to say of a frame whose part is played already."""
    return Saying(
        state=CardState.NOT_USED,
        detail=name,
        body=f"{shot} has its {role} frame already: {there}. {name} stays here.\n"
        f"To use it, take {there} away, or move {name} into the shot's folder yourself.",
    )


def told_already(name: str, shot: str, there: str) -> Saying:
    """Return what to say of a brief or memo under whose name one lies in the shot's folder."""
    return Saying(
        state=CardState.NOT_USED,
        detail=name,
        body=f"{shot} has a {there} already. {name} stays here.\n"
        f"Give it a number, as in {name.rpartition('.')[0]}_brief_2, or move it there yourself.",
    )


def tells_no_shot(name: str) -> Saying:
    """Return what to say of a brief or memo whose name says no shot."""
    return Saying(
        state=CardState.NOT_USED,
        detail=name,
        body=f"The name of {name} does not say which shot it tells of.\n"
        "Name it after its shot, such as SC010_SH0020.m4a or SC010_SH0020_brief.txt, or move it "
        "into the shot's folder yourself.",
    )


def unread(name: str) -> Saying:
    """Return what to say of a list of a kind that lyrad does not read."""
    return Saying(
        state=CardState.NOT_USED,
        detail=name,
        body=f"{name} is no kind of shot list that lyrad reads.\n"
        "Export it as CSV, or save it as an Excel workbook (.xlsx).",
    )


def nameless(name: str) -> Saying:
    """Return what to say of a picture whose name says no shot."""
    return Saying(
        state=CardState.NOT_USED,
        detail=name,
        body=f"The name of {name} does not say of which shot it is the first or last frame.\n"
        "Name it after its shot, such as SC010_SH0020_first.png, or move it there yourself.",
    )


def _head(found: Difference) -> str:
    """Return the first lines of a difference: the counts, and how the list was read."""
    said = lines(found)
    return "\n".join(said[: said.index("")] if "" in said else said)


def _shots(number: int) -> str:
    return "1 shot" if number == 1 else f"{number} shots"
