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
from typing import TypeVar

from lyrad.errors import Code, Fault, Temporary

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
