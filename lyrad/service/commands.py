"""See to what the command line asked: each command once, answered in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from lyrad.errors import LyradError, Temporary
from lyrad.model.card import Request, RequestWord
from lyrad.model.command import Command, Verb
from lyrad.model.names import JobId, RelPath
from lyrad.ports import Clock, CommandTray, Engine
from lyrad.service.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Carries out commands; repeated calls do no harm."""

    tray: CommandTray
    engine: Engine
    posts: Sequence[Post]
    clock: Clock

    def see_to(self) -> bool:
        """Carry out everything that waits; return whether there was anything."""
        waiting = self.tray.waiting()
        for command in waiting:
            try:
                self._carry_out(command)
            except Temporary:
                raise  # it stays in the tray, and is carried out when the way is free
            except LyradError as error:
                self.tray.answer(command, str(error))
        return bool(waiting)

    def _carry_out(self, command: Command) -> None:
        if command.verb in {Verb.HOLD, Verb.GO}:
            self._ask(command)
            return
        if command.verb is Verb.RETRY:
            words = _each("tried again", map(self._retry, command.jobs))
        elif command.verb is Verb.CANCEL:
            words = _each("cancelled", map(self._cancel, command.jobs))
        elif command.verb is Verb.PAUSE:
            until = command.seconds and self.clock.now() + timedelta(seconds=command.seconds)
            self.engine.pause(now=command.now, until=until or None)
            words = "paused: what is at work goes back to the queue" if command.now else "paused"
        else:
            self.engine.resume()
            words = "resumed"
        self.tray.answer(command, words)

    def _ask(self, command: Command) -> None:
        """Hand a HOLD or GO to the production, where it goes the way of a dropped file."""
        post = next(
            (post for post in self.posts if post.intake.desk.production.id == command.production),
            None,
        )
        if post is None:
            self.tray.answer(command, "this production is not run here")
            return
        request = Request(
            id=command.id,
            word=RequestWord[command.verb.name],
            folder=RelPath(command.folder),
            note=command.note,
        )
        post.intake.inbox.give(request, lambda: self.tray.answer(command, "seen to"))
        post.intake.desk.watch.nudge()

    def _retry(self, job: str) -> str:
        self.engine.retry(JobId(job))
        return job

    def _cancel(self, job: str) -> str:
        self.engine.cancel(JobId(job))
        return job


def _each(words: str, jobs: Iterable[str]) -> str:
    return f"{words}: {', '.join(jobs)}"
