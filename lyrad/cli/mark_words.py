"""Put what a file says of its origin into plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.core.marking import known, words
from lyrad.model.mark_found import MarkFound, SignedFound, Validity

_SIGNERS = {
    Validity.TRUSTED: "known on this machine",
    Validity.VALID: "an unknown signer: anybody may call themselves so",
    Validity.INVALID: "not to be relied on",
}
_RELATIONS = {
    "inputTo": "made from",
    "parentOf": "was before",
    "componentOf": "contains",
}


def lines(found: MarkFound) -> Iterator[str]:
    """Yield the lines of one file."""
    if found.signed is None:
        yield "no signed mark (C2PA)"
    else:
        yield from _signed(found.signed)
    yield f"XMP:      {_type(found.xmp) if found.xmp else 'says nothing of its origin'}"
    if found.comment:
        yield f"comment:  {found.comment}"


def _signed(mark: SignedFound) -> Iterator[str]:
    yield f"how:      {_type(mark.source_type) if mark.source_type else 'not said'}"
    if mark.validity is Validity.INVALID:
        yield f"INVALID:  damaged, or changed after it was signed ({', '.join(mark.problems)})"
    yield f"signed:   {mark.signer or 'no name'} ({_SIGNERS[mark.validity]})"
    yield f"made:     {mark.made_at or 'not said when'}, by {mark.generator or 'unnamed'}"
    yield f"title:    {mark.title}"
    if mark.job:
        yield f"job:      {mark.job}"
    for one in mark.ingredients:
        own = ", which has a mark of its own" if one.marked else ""
        yield f"{_RELATIONS.get(one.relation, one.relation)}: {one.title}{own}"
    if mark.sidecar:
        yield "the signed mark stands beside the file, in a file of its own"


def _type(uri: str) -> str:
    kind = known(uri)
    return f"{words(kind)} ({kind.value})" if kind else uri
