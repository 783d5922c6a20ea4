"""Everything that people do to a film, in any order: what is whole is made, and made once.

A model in the sense of property tests: deeds are drawn, lyrad looks, and what must hold at every
moment is asked after each (`tests.support.model_film`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.campaign import seed
from tests.support.model_film import ModelFilm
from tests.support.model_hands import PICTURES, ROLES, SPEC, SPECS, Hands, How

shots = st.sampled_from(("SC010/SH0010", "SC010/SH0020", "SC020/SH0010"))
scenes = st.sampled_from(("SC010", "SC020"))
roles = st.sampled_from(ROLES)
variants = st.integers(0, len(PICTURES) - 1)
waits = st.sampled_from((0, 1, 2, 8))
pauses = st.lists(st.sampled_from((0.5, 2.0, 2.9, 5.0, 30.0)), max_size=3)

Way = Callable[[Hands, Path, bytes], None]
Elsewhere = Callable[[Hands, Path, Path], None]
WAYS: tuple[Way, ...] = (
    Hands.save,
    Hands.rewrite,
    lambda hands, path, _: hands.touch(path),
    lambda hands, path, _: hands.delete(path),
)

here = precondition(lambda self: self.film.hands.away is None)


class Model(RuleBasedStateMachine):
    """The deeds. Those that speak of the tree are done only while it is there."""

    deeds = orders = examples = 0

    def __init__(self) -> None:
        super().__init__()
        self.film = ModelFilm()
        self.hands = self.film.hands

    def teardown(self) -> None:
        try:
            if self.film.broken:
                return
            self.film.rest()
            Model.orders += self.film.ordered
            Model.examples += 1
        finally:
            self.film.close()

    @invariant()
    def counted(self) -> None:
        Model.deeds += 1

    @initialize(some=st.lists(shots, min_size=1, max_size=3, unique=True), wait=waits)
    def drop_some(self, some: list[str], wait: int) -> None:
        for number, shot in enumerate(some):
            self.drop(shot, (number, number + 1, 0), wait=0)
        self.wait(wait)

    # Files.

    @here
    @rule(shot=shots, these=st.tuples(variants, variants, variants), wait=waits)
    def drop(self, shot: str, these: tuple[int, int, int], wait: int) -> None:
        for role, variant in zip(ROLES, these, strict=True):
            self.hands.save(self.hands.path(shot, role), content(role, variant))
        self.wait(wait)

    @here
    @rule(shot=shots, role=roles, variant=variants, how=st.sampled_from(How), pauses=pauses)
    def copy_with_pauses_what_a_shot_still_lacks(
        self, shot: str, role: str, variant: int, how: How, pauses: list[float]
    ) -> None:
        for other in ROLES:
            if other != role and not self.hands.path(shot, other).exists():
                self.hands.save(self.hands.path(shot, other), content(other, variant))
        path = self.hands.path(shot, role)
        self.hands.begin(path, content(role, variant), how, self.film.now)
        for pause in pauses:
            self.film.pass_time(pause)
            self.hands.go_on(-1, self.film.now)

    @rule(number=st.integers(0, 3), wait=waits)
    def copy_on(self, number: int, wait: int) -> None:
        self.hands.go_on(number, self.film.now)
        self.wait(wait)

    @rule()
    def finish_copies(self) -> None:
        self.hands.finish(self.film.now)

    @here
    @rule(shot=shots, role=roles, variant=variants, way=st.sampled_from(WAYS), wait=waits)
    def change(self, shot: str, role: str, variant: int, way: Way, wait: int) -> None:
        way(self.hands, self.hands.path(shot, role), content(role, variant))
        self.wait(wait)

    # Folders.

    @here
    @rule(source=shots, to=shots, way=st.sampled_from((Hands.move, Hands.duplicate)), wait=waits)
    def shot_elsewhere(self, source: str, to: str, way: Elsewhere, wait: int) -> None:
        way(self.hands, self.hands.path(source), self.hands.path(to))
        self.wait(wait)

    @here
    @rule(source=scenes, to=scenes, way=st.sampled_from((Hands.move, Hands.duplicate)))
    def scene_elsewhere(self, source: str, to: str, way: Elsewhere) -> None:
        way(self.hands, self.hands.path(source), self.hands.path(to))

    @here
    @rule(shot=shots, wait=waits)
    def delete_shot(self, shot: str, wait: int) -> None:
        self.hands.delete(self.hands.path(shot))
        self.wait(wait)

    @here
    @rule(place=shots | scenes, wait=waits)
    def move_out_and_back(self, place: str, wait: int) -> None:
        self.hands.move(self.hands.path(place), self.hands.outside / place)
        self.wait(wait)
        self.hands.move(self.hands.outside / place, self.hands.path(place))

    # The share, lyrad and time.

    @here
    @rule(instead=st.sampled_from(("", "an empty folder", "another film")))
    def lose_the_root(self, instead: str) -> None:
        self.hands.lose(instead)

    @rule()
    def find_the_root(self) -> None:
        self.hands.find()

    @rule(seconds=st.sampled_from((0.5, 1.0, 3.0, 5.0, 5.0, 10.0, 10.0, 70.0)))
    def pass_time(self, seconds: float) -> None:
        self.film.pass_time(seconds)

    @rule(wait=waits)
    def wait(self, wait: int) -> None:
        for _ in range(wait):
            self.film.pass_time(2)

    @here
    @rule()
    def restart(self) -> None:
        self.film.restart()

    @here
    @rule()
    def lose_the_engine(self) -> None:
        self.film.lose_the_engine()

    @here
    @rule(wait=waits)
    def render(self, wait: int) -> None:
        self.wait(wait)
        self.film.work()

    @here
    @rule(shot=shots)
    def ask_for_one_more(self, shot: str) -> None:
        if self.hands.path(shot).is_dir():
            self.hands.path(shot, "RETAKE").touch()
            self.film.retakes += 1


def content(role: str, variant: int) -> bytes:
    return SPECS[variant % len(SPECS)] if role == SPEC else PICTURES[variant]


def run(examples: int, steps: int, *, number: int | None = None) -> str:
    """Run the model; return its figures. Without a number the same deeds are drawn each time."""
    phases = (Phase.generate,)  # to shrink 40 deeds takes longer than the test may; they are told
    Model.deeds = Model.orders = Model.examples = 0
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=number is None,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    machine: Any = Model if number is None else hypothesis.seed(number)(Model)
    run_state_machine_as_test(machine, settings=wanted)
    return f"{Model.examples} films, {Model.deeds} deeds, {Model.orders} orders; 0 wrong"


def test_whatever_people_do_what_is_whole_is_made_once_and_nothing_of_theirs_changes() -> None:
    run(25, 40)


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_whatever_people_do_in_three_hundred_films(record_property: Any) -> None:
    record_property("figures", run(300, 60, number=seed()))
