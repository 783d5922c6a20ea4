"""What a reader of configuration raised, in the three lines that a person sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lyrad.errors import ConfigError, Fault


def faults(read: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(ConfigError) as raised:
        read()
    for fault in raised.value.faults:
        assert fault.what
        assert fault.where
        assert fault.next
    return raised.value.faults


def only_fault(read: Callable[[], object]) -> Fault:
    found = faults(read)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]
