"""Steps that ask a root that does not answer: they wait a little, and leave their place."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lyrad.errors import Code, Temporary
from lyrad.wiring.patience import Patience
from tests.support.engine import wait


class Root:
    """A root that answers nobody while it hangs."""

    def __init__(self) -> None:
        self.well = threading.Event()
        self.well.set()
        self.asked: list[str] = []

    def present(self) -> None:
        self.well.wait(20)

    def ask(self, words: str) -> str:
        self.well.wait(20)
        self.asked.append(words)
        return words


@pytest.fixture
def root() -> Iterator[Root]:
    root = Root()
    yield root
    root.well.set()


@pytest.fixture
def patience(root: Root) -> Patience:
    return Patience("FILM", root.present, seconds=0.1, look_every=0.02)


def test_an_answer_is_passed_on_and_so_is_a_failure(patience: Patience) -> None:
    assert patience.ask(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        patience.ask(lambda: 1 // 0)


def test_a_call_that_is_long_is_waited_for_while_its_root_answers(patience: Patience) -> None:
    slow = threading.Event()
    threading.Timer(0.5, slow.set).start()
    assert patience.ask(lambda: slow.wait(20))


def test_a_root_that_is_silent_is_given_up_for_now(root: Root, patience: Patience) -> None:
    root.well.clear()
    with pytest.raises(Temporary) as caught:
        patience.ask(lambda: root.ask("first"))
    assert caught.value.fault.code is Code.SHARE_AWAY


def test_until_what_was_asked_has_come_to_its_end_nothing_more_is_asked(
    root: Root, patience: Patience
) -> None:
    root.well.clear()
    for words in ("first", "second"):
        with pytest.raises(Temporary):
            patience.ask(lambda words=words: root.ask(words))
    root.well.set()
    wait(lambda: root.asked)
    wait(lambda: _answers(patience))
    assert root.asked == ["first"]


def test_who_wants_to_know_is_told_when_the_root_answers_again(
    root: Root, patience: Patience
) -> None:
    told = threading.Event()
    patience.on_return = told.set
    root.well.clear()
    with pytest.raises(Temporary):
        patience.ask(lambda: root.ask("first"))
    assert not told.is_set()
    root.well.set()
    assert told.wait(10)


def test_a_root_that_is_not_there_is_asked_nothing(root: Root) -> None:
    with pytest.raises(FileNotFoundError):
        Patience("FILM", _gone).ask(lambda: root.ask("first"))
    assert root.asked == []


def test_what_ends_while_the_root_is_asked_counts_even_if_the_root_is_gone() -> None:
    working: list[threading.Thread] = []
    end = threading.Event()

    def work() -> str:
        working.append(threading.current_thread())
        end.wait(20)
        return "made"

    def present() -> None:
        if working:
            end.set()
            working[0].join()
            raise FileNotFoundError

    assert Patience("FILM", present, seconds=20, look_every=0.02).ask(work) == "made"


def _gone() -> None:
    raise FileNotFoundError


def _answers(patience: Patience) -> bool:
    try:
        return patience.ask(lambda: True)
    except Temporary:
        return False
