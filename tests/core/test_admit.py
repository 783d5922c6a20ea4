from __future__ import annotations

from dataclasses import replace
from typing import Any

from lyrad.core import admit, identity, present
from lyrad.core.admit import ShotFacts
from lyrad.core.history import History
from lyrad.core.stale import stale
from lyrad.model.drop import Drop
from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId, RelPath, ShotKey
from lyrad.model.rule import Match, Rule, RuleStep, When
from lyrad.model.standing import Ready
from lyrad.model.take import Published, Take
from tests.support import nouns
from tests.support.nouns import FOLDER, NOON, PRODUCTION, SHOT, member

MEMBERS = (member("spec"), member("first", sha256="1"), member("last", sha256="2"))
STEPS = (RuleStep(action="publish.take", fields={}),)


def rule(name: str = "render-shot", steps: tuple[RuleStep, ...] = STEPS) -> Match:
    when = When(path="scenes/{scene}/{shot}/shot.yaml")
    return Match(rule=Rule(name=name, when=when, steps=steps, source="x"), captures=())


def ready(*matches: Match, **spec: Any) -> Ready:
    resolved = nouns.shot_spec(**spec)
    print_ = identity.fingerprint(resolved.own, MEMBERS)
    return Ready(
        drop=Drop(lead=RelPath(f"{FOLDER}/shot.yaml"), members=MEMBERS, fingerprint=print_),
        spec=resolved,
        matches=matches or (rule(),),
    )


def facts(**changes: Any) -> ShotFacts:
    return replace(
        ShotFacts(
            production=PRODUCTION, shot=SHOT, takes=(), foreign=(), history=History(), jobs=()
        ),
        **changes,
    )


def key(drop: Ready, match: Match | None = None) -> str:
    steps = (match or drop.matches[0]).rule.steps
    return identity.version_key(drop.drop.fingerprint, drop.spec.inherited, steps)


def take(drop: Ready, number: int = 1, **receipt: Any) -> Take:
    made = nouns.receipt(
        **{
            "take": number,
            "job": JobId(f"job{number}"),
            "fingerprint": drop.drop.fingerprint,
            "version_key": key(drop),
            "inherited": drop.spec.inherited,
            **receipt,
        }
    )
    return Take(number=number, folder=RelPath(f"{FOLDER}/takes/T{number:02d}"), receipt=made)


def job(
    drop: Ready, state: JobState, *, attempt: int = 1, started: bool = True, **more: Any
) -> Job:
    (found,) = [
        want
        for want in admit.wanted(replace(drop, spec=replace(drop.spec, takes=99)), facts())
        if want.attempt == attempt and want.match.rule.name == "render-shot"
    ]
    plan = nouns.plan(
        **{
            "job": found.job,
            "attempt": attempt,
            "fingerprint": drop.drop.fingerprint,
            "version_key": key(drop),
            **more,
        }
    )
    return Job(plan=plan, state=state, step=0, tries=1, started=started)


def published(drop: Ready, number: int = 1, **changes: Any) -> Published:
    return replace(
        Published(
            at=NOON,
            shot=SHOT,
            take=number,
            version=1,
            job=JobId(f"job{number}"),
            rule="render-shot",
            fingerprint=drop.drop.fingerprint,
            version_key=key(drop),
            attempt=number,
            folder=RelPath(f"{FOLDER}/takes/T{number:02d}"),
            outputs=(),
        ),
        **changes,
    )


def missing(drop: Ready, known: ShotFacts) -> list[tuple[str, int]]:
    return [(want.match.rule.name, want.attempt) for want in admit.missing(drop, known)]


def test_each_rule_wants_as_many_attempts_as_the_spec_says() -> None:
    drop = ready(rule("a"), rule("b"), takes=2)
    assert missing(drop, facts()) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert len({want.job for want in admit.wanted(drop, facts())}) == 4


def test_what_the_engine_the_takes_or_the_ledger_know_is_not_wanted_again() -> None:
    drop = ready(takes=4)
    known = facts(
        jobs=(job(drop, JobState.FAILED, attempt=1),),
        takes=(take(drop, 7, attempt=2),),
        history=History.of([published(drop, 3)]),
    )
    assert missing(drop, known) == [("render-shot", 4)]


def test_a_take_of_another_rule_or_drop_makes_nothing_known() -> None:
    drop = ready()
    for other in ({"rule": "other"}, {"fingerprint": "other"}, {"attempt": 2}):
        assert missing(drop, facts(takes=(take(drop, **other),))) == [("render-shot", 1)]
    assert missing(drop, facts(takes=(replace(take(drop), receipt=None),))) != []


def test_a_renamed_shots_deleted_takes_are_known_by_its_others() -> None:
    drop = ready(takes=2)
    old = ShotKey(scene="SC010", shot="SH0010")
    known = facts(
        takes=(take(drop, 2, attempt=2, shot=old),),
        history=History.of([published(drop, 1, shot=old)]),
    )
    assert missing(drop, known) == []
    assert admit.deleted(drop, known) == (1,)
    assert missing(drop, facts(history=known.history)) == [("render-shot", 1), ("render-shot", 2)]


def test_what_never_started_and_is_wanted_no_more_is_replaced() -> None:
    drop = ready()
    other = ready(own={"description": "other"})
    open_ = job(other, JobState.QUEUED, started=False)
    waiting = job(drop, JobState.QUEUED, started=False)
    at_work = job(other, JobState.WORKING, attempt=2)
    failed = job(other, JobState.FAILED, attempt=3)
    known = facts(jobs=(open_, waiting, at_work, failed))
    assert admit.replaced(drop, known) == (open_.plan.job,)


def test_one_more_take_is_the_attempt_after_all_that_were_ever_asked_for() -> None:
    drop = ready(takes=2)
    match = drop.matches[0]
    assert admit.next_attempt(drop, match, facts()) == 3
    known = facts(takes=(take(drop, 9, attempt=5),), jobs=(job(drop, JobState.DONE, attempt=6),))
    assert admit.next_attempt(drop, match, known) == 7
    assert admit.next_attempt(drop, match, facts(history=History.of([published(drop, 8)]))) == 9


def test_a_copy_is_told_by_a_foreign_take_of_the_same_drop() -> None:
    drop = ready()
    other = ShotKey(scene="SC010", shot="SH0010")
    assert admit.copy_of(drop, facts(foreign=(take(drop, shot=other),))) == other
    edited = take(drop, shot=other, fingerprint="other")
    assert admit.copy_of(drop, facts(foreign=(edited,))) is None
    assert missing(drop, facts(foreign=(take(drop, shot=other),))) == []


def test_takes_are_stale_when_all_of_them_inherited_something_else() -> None:
    drop, match = ready(), rule()
    old = take(drop, 1, version_key="old", inherited={"fps": "25", "gone": 1, "size": "320x180"})
    found = stale(drop, match, [old])
    assert found
    assert found.takes == (1,)
    assert found.changed == {"fps": "25 -> 24", "gone": "1 -> unset"}
    assert stale(drop, match, [old, take(drop, 2)]) is None
    assert stale(drop, match, []) is None


def test_a_changed_rule_makes_takes_stale_too() -> None:
    drop = ready()
    other = rule(steps=(*STEPS, *STEPS))
    found = stale(drop, other, [take(drop)])
    assert found
    assert found.changed == {}


def test_jobs_of_the_present_drop_are_those_of_its_fingerprint() -> None:
    drop, other = ready(), ready(own={"description": "other"})
    mine, past = job(drop, JobState.DONE), job(other, JobState.QUEUED, attempt=2)
    known = facts(jobs=(mine, past))
    assert present.current(drop, known) == (mine,)
    assert present.current(None, known) == (past,)


def test_what_failed_with_something_else_inherited_is_past_when_it_was_begun_anew() -> None:
    drop = ready()
    failed = job(drop, JobState.FAILED, version_key="old")
    assert present.current(drop, facts(jobs=(failed,))) == (failed,)
    anew = job(drop, JobState.QUEUED, attempt=2)
    assert present.current(drop, facts(jobs=(failed, anew))) == (anew,)
    assert present.current(drop, facts(jobs=(failed,), takes=(take(drop, 2),))) == ()
    assert present.outdated(failed, drop)
    assert not present.outdated(anew, drop)
