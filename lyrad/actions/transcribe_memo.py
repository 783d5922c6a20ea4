"""The verb `transcribe.memo`: what is said in a voice memo, as text beside it.

A memo whose transcript a person corrected is not listened to again; the brief has their words.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.brief import Kind
from lyrad.model.drop import Member
from lyrad.model.lane import CPU
from lyrad.model.plan import Artifact
from lyrad.ports import BriefBench, TranscribeOrder

WORDS = "words"
"""The kind of artifact that a transcript is to the step after it."""

_DOWN_DELAY = 5.0


class TranscribeMemo(BaseModel):
    """Write down what is said in a shot's voice memos."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "transcribe.memo"
    lane: ClassVar[str] = CPU

    def perform(self, bench: BriefBench) -> tuple[Artifact, ...]:
        """Return the words of each memo, once its transcript stands beside it.

        Raises:
            Temporary: speech to text is down or not set up, or the share cannot be written to.
            Permanent: there are no words in a memo.
        """
        memos = [one for one in bench.plan.members if one.role == Kind.MEMO]
        return tuple(self._written(bench, memo) for memo in memos)

    def _written(self, bench: BriefBench, memo: Member) -> Artifact:
        bench.signal.check()
        target = bench.work / f"{memo.sha256}.txt"
        if not target.is_file():
            words = _transcribed(bench, memo)
            part = target.with_suffix(".part")
            part.write_text(words, "utf-8")
            part.rename(target)
        bench.home.transcribed(bench.plan, memo, target.read_text("utf-8"))
        path = str(target.relative_to(bench.job_work))
        return Artifact(kind=WORDS, path=path, facts={"memo": memo.path})


def _transcribed(bench: BriefBench, memo: Member) -> str:
    transcriber = bench.transcriber
    fault = transcriber.probe() if transcriber else _nobody(memo)
    if transcriber is None or fault:
        raise Temporary(fault or _nobody(memo), delay=_DOWN_DELAY)
    order = TranscribeOrder(
        memo=bench.store(memo.sha256), shown=memo.path.rpartition("/")[2], work=bench.work
    )
    return transcriber.transcribe(order, bench.signal).words


def words_of(bench: BriefBench, memo: Member) -> str:
    """Return what the step before wrote down of a memo.

    Raises:
        Permanent: the rule has no such step.
    """
    for one in bench.earlier:
        if one.kind == WORDS and one.facts.get("memo") == memo.path:
            return (bench.job_work / one.path).read_text("utf-8")
    raise Permanent(
        Fault(
            code=Code.RULE_UNKNOWN_ACTION,
            what=f"The rule {bench.plan.rule} has no `transcribe.memo` before `draft.spec`.",
            where=bench.plan.rule_source,
            next="Write `- transcribe.memo` before it.",
        )
    )


def _nobody(memo: Member) -> Fault:
    return Fault(
        code=Code.BACKEND_DOWN,
        what="No speech to text is set up on this machine.",
        where=memo.path,
        next="Name a server: `backends: speech:` in lyrad.yaml; or write what the memo says as "
        "brief.txt, and take the memo away.",
    )
