"""For how long work that waits for a root is hurried once the root is back."""

from __future__ import annotations

from lyrad.service.homecoming import LONG, WAKING, Homecoming


def test_a_root_that_was_never_away_hurries_nobody() -> None:
    home = Homecoming()
    assert not home.hurries(healthy=True, turn=1.0, now=0.0)


def test_work_is_hurried_for_a_while_after_the_return() -> None:
    home = Homecoming()
    assert not home.hurries(healthy=False, turn=0.0, now=0.0)
    assert home.hurries(healthy=True, turn=0.0, now=100.0)
    assert home.hurries(healthy=True, turn=0.0, now=100.0 + WAKING - 1)
    assert not home.hurries(healthy=True, turn=0.0, now=100.0 + WAKING)


def test_a_turn_that_took_long_may_have_hung() -> None:
    assert Homecoming().hurries(healthy=True, turn=LONG + 1, now=50.0)


def test_a_root_that_goes_again_is_waited_for_again() -> None:
    home = Homecoming()
    home.hurries(healthy=False, turn=0.0, now=0.0)
    home.hurries(healthy=True, turn=0.0, now=1.0)
    assert not home.hurries(healthy=False, turn=0.0, now=2.0)
    assert home.hurries(healthy=True, turn=0.0, now=200.0)


def test_a_silence_that_no_turn_saw_counts_as_well() -> None:
    home = Homecoming()
    home.hurries(healthy=True, turn=0.0, now=0.0)
    home.missed()
    assert home.hurries(healthy=True, turn=0.0, now=10.0)


def test_a_silence_that_is_told_while_the_turn_is_taken_in_is_not_lost() -> None:
    home = Homecoming()

    class Turn(float):
        def __gt__(self, longest: float, /) -> bool:
            home.missed()
            return False

    assert not home.hurries(healthy=True, turn=Turn(), now=0.0)
    assert home.hurries(healthy=True, turn=0.0, now=1.0)
