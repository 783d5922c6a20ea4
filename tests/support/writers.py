"""A language model for tests: it counts what it is asked, and says what a test wants."""

from __future__ import annotations

from typing import Any

from lyrad.errors import Fault
from lyrad.ports import Signal, WriteOrder, Written


class CountingWriter:
    """Answers with the given words, else with the prompt and how often it was asked."""

    name = "ollama"

    def __init__(self, *answers: str | BaseException) -> None:
        self.answers = list(answers)
        self.orders: list[WriteOrder] = []
        self.fault: Fault | None = None

    def probe(self, order: WriteOrder) -> Fault | None:
        return self.fault

    def write(self, order: WriteOrder, signal: Signal) -> Written:
        self.orders.append(order)
        usual = f"{order.prompt} Written out, {len(self.orders)}."
        answer: Any = self.answers.pop(0) if self.answers else usual
        if isinstance(answer, BaseException):
            raise answer
        facts = {"writer": self.name, "model": order.model or "writes:8b", "digest": "abc123"}
        return Written(answer={"prompt": answer}, facts=facts)
