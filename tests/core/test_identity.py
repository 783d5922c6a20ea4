from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lyrad.core import identity
from lyrad.model.names import Fingerprint, ProductionId, ShotKey
from lyrad.model.rule import RuleStep
from tests.support.nouns import member

TEXT = st.text(max_size=8)
INGREDIENTS = st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, st.integers(1, 99))


def job(parts: tuple[str, str, str, str, str, int]) -> str:
    production, rule, scene, shot, print_, attempt = parts
    return identity.job_id(
        production=ProductionId(production),
        rule=rule,
        shot=ShotKey(scene=scene, shot=shot),
        print_=Fingerprint(print_),
        attempt=attempt,
    )


@given(INGREDIENTS, INGREDIENTS)
def test_job_ids_differ_when_any_ingredient_differs(
    one: tuple[str, str, str, str, str, int], other: tuple[str, str, str, str, str, int]
) -> None:
    assert (job(one) == job(other)) == (one == other)
    assert job(one) == job(one)


@given(INGREDIENTS, st.integers(0, 5), TEXT, st.integers(1, 99))
def test_one_other_ingredient_is_enough(
    one: tuple[str, str, str, str, str, int], place: int, text: str, number: int
) -> None:
    changed = number if place == 5 else text
    assume(one[place] != changed)
    other = (*one[:place], changed, *one[place + 1 :])
    assert job(one) != job(other)  # type: ignore[arg-type]


def test_a_job_id_is_twenty_hex_digits_and_the_same_on_every_machine() -> None:
    assert job(("p", "render-shot", "SC010", "Küche", "f", 1)) == "4ad63d1f4a7bedaa8061"


OWN = {"description": "x", "frames": 9}
FRAMES = [member("first", sha256="a"), member("last", sha256="b")]


def test_order_and_the_specs_own_bytes_make_no_other_drop() -> None:
    print_ = identity.fingerprint(OWN, [member("spec", sha256="1"), *FRAMES])
    turned = dict(reversed(OWN.items()))
    assert identity.fingerprint(turned, [*reversed(FRAMES), member("spec", sha256="2")]) == print_


@pytest.mark.parametrize(
    ("own", "frames"),
    [
        ({**OWN, "frames": 10}, FRAMES),
        ({**OWN, "seed": 1}, FRAMES),
        (OWN, FRAMES[:1]),
        (OWN, [FRAMES[0], replace(FRAMES[1], sha256="c")]),
        (OWN, [replace(FRAMES[0], sha256="b"), replace(FRAMES[1], sha256="a")]),
    ],
)
def test_other_fields_and_other_frames_are_another_drop(own, frames) -> None:
    assert identity.fingerprint(own, frames) != identity.fingerprint(OWN, FRAMES)


def test_a_version_is_the_drop_what_it_inherits_and_the_rule() -> None:
    step = RuleStep(action="publish.take", fields={"poster": True})
    key = identity.version_key(Fingerprint("f"), {"fps": "24"}, [step])
    others = [
        identity.version_key(Fingerprint("g"), {"fps": "24"}, [step]),
        identity.version_key(Fingerprint("f"), {"fps": "25"}, [step]),
        identity.version_key(Fingerprint("f"), {"fps": "24"}, []),
        identity.version_key(
            Fingerprint("f"), {"fps": "24"}, [replace(step, fields={"poster": False})]
        ),
    ]
    assert len({key, *others}) == 5


@given(st.none() | st.integers(0, 2**63 - 1), st.integers(1, 99))
def test_each_attempt_counts_the_seed_on(given_: int | None, attempt: int) -> None:
    print_ = Fingerprint("0123456789abcdef0123")
    first = identity.seed(given_, print_, 1)
    assert identity.seed(given_, print_, attempt) == first + attempt - 1
    assert given_ in {None, first}
