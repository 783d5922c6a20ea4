from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.core.birth import started

TAIL = "1 42 42 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 1 0 98765 4096 17"


@pytest.mark.parametrize("name", ["lyrad", "a b", ") R 7 (", "(()"])
def test_the_start_is_found_whatever_the_program_is_called(name):
    assert started(f"42 ({name}) S {TAIL}\n") == 98765


@pytest.mark.parametrize("state", "ZX")
def test_a_process_that_only_waits_to_be_counted_has_ended(state):
    assert started(f"42 (lyrad) {state} {TAIL}\n") is None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_this_process_began_after_the_machine():
    ticks = started(Path("/proc/self/stat").read_text("utf-8", "replace"))
    assert ticks is not None
    assert ticks > 0
