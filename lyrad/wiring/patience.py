"""Let no step wait for ever on a root that does not answer.

A step that hangs holds its place on the lane, and two would keep every other production waiting.
So what a step asks of a production is asked in a thread of its own, and given up for now once the
root is silent: to publish may take long, to say whether the production is there may not. A call
that was given up may still come to its end when the share is back: until it has, nothing more is
asked there, and what it did the next try finds done, since each call may be repeated.
Whether the production is there at all is asked first, so that nothing is ever written onto
another disk in its place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from lyrad.errors import Code, Fault, Temporary
from lyrad.model.cue_take import CueReceipt
from lyrad.model.drop import Member
from lyrad.model.lora import LoraReceipt
from lyrad.model.names import RelPath
from lyrad.model.plan import Artifact, AssemblyPlan, BriefPlan, CharacterPlan, CuePlan, ShotPlan
from lyrad.model.take import Receipt
from lyrad.ports import (
    Assembled,
    AssemblyHome,
    BriefHome,
    CharacterHome,
    CueHome,
    Description,
    Publisher,
    Staged,
)

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds for a small answer. A disk that must wake first is asked again a little later."""

LOOK_EVERY = 1.0
"""Seconds of a call after which the root is asked whether it still answers, again and again."""

_AGAIN = 5.0


class Patience:
    """Asks one place that may hang; safe for several threads.

    Args:
        where: the place, for people.
        present: asks the smallest thing of it; raises where it is not there.
        seconds: how long a small answer may take.
        look_every: seconds after which it is asked whether it still answers.
    """

    def __init__(
        self,
        where: str,
        present: Callable[[], None],
        *,
        seconds: float = PATIENCE,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """Prepare to ask; `on_return` is called when what was given up has come to its end."""
        self.on_return: Callable[[], None] = _nobody
        self._where = where
        self._present = present
        self._seconds = seconds
        self._look_every = look_every
        self._lock = threading.Lock()
        self._silent: list[threading.Thread] = []

    def ask(self, call: Callable[[], T]) -> T:
        """Return what the call returns; raise what it raises. It may be long, but not silent.

        Raises:
            Temporary: the place does not answer, or an earlier call still has no answer.
        """
        with self._lock:
            self._silent = [asking for asking in self._silent if asking.is_alive()]
            if self._silent:
                raise self._given_up()
        asking, answer = _begin(lambda: self._first(call))
        asking.join(self._look_every)
        while not answer.done():
            # The call may have ended while the root was asked: its answer counts all the same.
            if not self._answers() and not answer.done():
                self._give_up(asking)
            asking.join(self._look_every)
        return answer.result()

    def _first(self, call: Callable[[], T]) -> T:
        self._present()
        return call()

    def _answers(self) -> bool:
        asking, answer = _begin(self._present)
        asking.join(self._seconds)
        return answer.done() and answer.exception() is None

    def _give_up(self, asking: threading.Thread) -> None:
        with self._lock:
            self._silent.append(asking)
        threading.Thread(target=self._await, args=(asking,), daemon=True).start()
        raise self._given_up()

    def _await(self, asking: threading.Thread) -> None:
        asking.join()
        self.on_return()

    def _given_up(self) -> Temporary:
        fault = Fault(
            code=Code.SHARE_AWAY,
            what="The share does not answer.",
            where=self._where,
            next="Look at its connection; lyrad goes on by itself, and other productions with it.",
        )
        return Temporary(fault, delay=_AGAIN)


class PatientPublisher:
    """The publisher that steps are given: see `lyrad.ports.Publisher`."""

    def __init__(self, publisher: Publisher, *, present: Callable[[], None], where: str) -> None:
        self._publisher = publisher
        self.patience = Patience(where, present)

    def begun(self, plan: ShotPlan) -> int:
        return self.patience.ask(lambda: self._publisher.begun(plan))

    def published(self, plan: ShotPlan) -> Receipt | None:
        return self.patience.ask(lambda: self._publisher.published(plan))

    def number(self, plan: ShotPlan) -> int:
        return self.patience.ask(lambda: self._publisher.number(plan))

    def stem(self, plan: ShotPlan, *, take: int, version: int) -> str:
        return self._publisher.stem(plan, take=take, version=version)

    def publish(self, plan: ShotPlan, receipt: Receipt, staged: Staged) -> Receipt:
        return self.patience.ask(lambda: self._publisher.publish(plan, receipt, staged))


class PatientHome:
    """The characters' home that steps are given: see `lyrad.ports.CharacterHome`."""

    def __init__(self, home: CharacterHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: CharacterPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: CharacterPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def path(self, path: RelPath) -> Path:
        return self._home.path(path)

    def describe(self, plan: CharacterPlan, description: Description) -> Artifact:
        return self._patience.ask(lambda: self._home.describe(plan, description))

    def version(self, plan: CharacterPlan) -> int:
        return self._patience.ask(lambda: self._home.version(plan))

    def publish(self, plan: CharacterPlan, receipt: LoraReceipt, staged: Staged) -> Artifact:
        return self._patience.ask(lambda: self._home.publish(plan, receipt, staged))


class PatientCueHome:
    """The cues' home that steps are given: see `lyrad.ports.CueHome`."""

    def __init__(self, home: CueHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: CuePlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: CuePlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def number(self, plan: CuePlan) -> int:
        return self._patience.ask(lambda: self._home.number(plan))

    def publish(self, plan: CuePlan, receipt: CueReceipt, staged: Staged) -> Artifact:
        return self._patience.ask(lambda: self._home.publish(plan, receipt, staged))


class PatientAssemblyHome:
    """The assemblies' home that steps are given: see `lyrad.ports.AssemblyHome`."""

    def __init__(self, home: AssemblyHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: AssemblyPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: AssemblyPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def path(self, path: RelPath) -> Path:
        return self._home.path(path)

    def version(self, plan: AssemblyPlan) -> int:
        return self._patience.ask(lambda: self._home.version(plan))

    def publish(self, plan: AssemblyPlan, version: int, made: Assembled) -> Artifact | None:
        return self._patience.ask(lambda: self._home.publish(plan, version, made))


class PatientBriefs:
    """The briefs' home that steps are given: see `lyrad.ports.BriefHome`."""

    def __init__(self, home: BriefHome, patience: Patience) -> None:
        self._home = home
        self._patience = patience

    def begun(self, plan: BriefPlan) -> None:
        return self._patience.ask(lambda: self._home.begun(plan))

    def done(self, plan: BriefPlan) -> Artifact | None:
        return self._patience.ask(lambda: self._home.done(plan))

    def transcribed(self, plan: BriefPlan, memo: Member, words: str) -> None:
        return self._patience.ask(lambda: self._home.transcribed(plan, memo, words))

    def drafted(self, plan: BriefPlan, text: bytes, *, author: str) -> Artifact:
        return self._patience.ask(lambda: self._home.drafted(plan, text, author=author))


def _nobody() -> None:
    """Stand for a listener that was not given."""


def _begin(call: Callable[[], T]) -> tuple[threading.Thread, Future[T]]:
    """Start the call in a thread of its own."""
    answer: Future[T] = Future()
    asking = threading.Thread(target=_answer, args=(answer, call), daemon=True)
    asking.start()
    return asking, answer


def _answer(answer: Future[T], call: Callable[[], T]) -> None:
    try:
        answer.set_result(call())
    except BaseException as error:  # noqa: BLE001 - raised again where it was asked
        answer.set_exception(error)
