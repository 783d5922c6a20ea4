"""Turn what the C2PA library reports of a file into lyrad's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lyrad.backends.marks.manifest import JOB
from lyrad.core.marking import known, source_type
from lyrad.model.mark import Making
from lyrad.model.mark_found import IngredientFound, SignedFound, Validity

Report = Mapping[str, Any]

_UNKNOWN_SIGNER = "signingCredential.untrusted"
"""Said of every certificate that is on no list; no fault of the file's."""

_KEPT = {"parentOf": Making.CONFORMED, "componentOf": Making.ASSEMBLED}
"""What of an ingredient is still there: of a parent all, of a component a part."""


def signed(report: Report, *, sidecar: bool) -> SignedFound:
    """Return the mark, by the library's report; every field may be missing in other people's."""
    name = str(report.get("active_manifest", ""))
    active = report.get("manifests", {}).get(name, {})
    signature = active.get("signature_info") or {}
    made = [*_made(active)]
    return SignedFound(
        manifest=name,
        validity=Validity(str(report.get("validation_state", "Invalid")).lower()),
        problems=tuple(_problems(report)),
        source_type=_source_type(report, name),
        title=str(active.get("title", "")),
        generator=" ".join(_generator(active)),
        signer=str(signature.get("issuer") or signature.get("common_name") or ""),
        made_at=str(next((one["when"] for one in made if "when" in one), "")),
        job=str(next((one["parameters"][JOB] for one in made if JOB in _told(one)), "")),
        ingredients=tuple(_ingredient(one) for one in active.get("ingredients", ())),
        sidecar=sidecar,
    )


def unreadable(said: str) -> SignedFound:
    """Return a mark of which nothing can be read but that it is not sound."""
    report = {"validation_status": [{"code": said}]}
    return signed(report, sidecar=False)


def _problems(report: Report) -> Iterator[str]:
    codes = (str(one.get("code")) for one in report.get("validation_status") or ())
    yield from (code for code in codes if code != _UNKNOWN_SIGNER)


def _source_type(report: Report, name: str) -> str:
    """Return the strictest type of a manifest and of what it keeps of its ingredients."""
    own = [str(one["digitalSourceType"]) for one in _made(_manifest(report, name))]
    kinds = [known(uri) for uri in own]
    for one in _manifest(report, name).get("ingredients", ()):
        below, how = one.get("active_manifest"), _KEPT.get(one.get("relationship"))
        if below and how and below != name:
            kinds.append(source_type(how, [known(_source_type(report, below))]))
    strictest = source_type(Making.CONFORMED, kinds)
    return strictest.uri if strictest else next(iter(own), "")


def _manifest(report: Report, name: str) -> Report:
    found: Report = report.get("manifests", {}).get(name, {})
    return found


def _made(manifest: Report) -> Iterable[Report]:
    """Yield the actions that say how something was made."""
    for assertion in manifest.get("assertions", ()):
        if str(assertion.get("label", "")).startswith("c2pa.actions"):
            actions = assertion.get("data", {}).get("actions", ())
            yield from (one for one in actions if one.get("digitalSourceType"))


def _told(action: Report) -> Report:
    told: Report = action.get("parameters") or {}
    return told


def _generator(manifest: Report) -> Iterator[str]:
    for one in manifest.get("claim_generator_info") or ():
        yield from (str(one[key]) for key in ("name", "version") if one.get(key))


def _ingredient(found: Report) -> IngredientFound:
    return IngredientFound(
        title=str(found.get("title", "")),
        relation=str(found.get("relationship", "")),
        marked=bool(found.get("active_manifest")),
    )
