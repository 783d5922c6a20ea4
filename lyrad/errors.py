"""Every way to fail, on one page.

A fault is three lines for a person: what happened, where, what to do next. A code names its kind
for programs and for `docs/errors.md`.
Work raises `Temporary` (try again later, nothing is lost) or `Permanent` (somebody must change
something); one function, `core.outcome`, reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The kinds of fault; each is explained in `docs/errors.md`."""

    UNFORESEEN = "unforeseen"
    USAGE = "usage"

    # Text that people write: YAML files of every kind.
    YAML_UNREADABLE = "yaml-unreadable"
    YAML_SYNTAX = "yaml-syntax"
    YAML_TOO_LARGE = "yaml-too-large"
    YAML_ALIASES = "yaml-aliases"
    YAML_TABS = "yaml-tabs"
    YAML_QUOTES = "yaml-quotes"
    UNKNOWN_KEY = "unknown-key"
    DUPLICATE_KEY = "duplicate-key"
    MISSING_KEY = "missing-key"
    BAD_VALUE = "bad-value"
    NOT_YET = "not-yet"

    # Productions, settings, rules.
    NOT_A_PRODUCTION = "not-a-production"
    SETTINGS_MISSING = "settings-missing"
    STATE_ON_SHARE = "state-on-share"
    STATE_IN_USE = "state-in-use"
    SAME_PRODUCTION_TWICE = "same-production-twice"
    LEASE_HELD = "lease-held"
    LEASE_LOST = "lease-lost"
    RULE_UNKNOWN_ACTION = "rule-unknown-action"
    RULE_PATTERN = "rule-pattern"
    RULE_TWICE = "rule-twice"
    TEMPLATE = "template"
    WORKFLOW_UNKNOWN = "workflow-unknown"
    WORKFLOW_WRONG = "workflow-wrong"
    WORKFLOW_UNFIT = "workflow-unfit"
    STYLE_UNKNOWN = "style-unknown"
    STYLE_CIRCLE = "style-circle"

    # Shot lists.
    SHOTLIST_UNREADABLE = "shotlist-unreadable"
    SHOTLIST_COLUMNS = "shotlist-columns"
    SHOTLIST_ROW = "shotlist-row"
    SHOTLIST_TWICE = "shotlist-twice"

    # What stands in a shot's folder, a character's or a cue's.
    PATH_OUTSIDE = "path-outside"
    NAMES_COLLIDE = "names-collide"
    NAMES_TWIN = "names-twin"
    NAME_BREAKS = "name-breaks"
    NOT_A_PICTURE = "not-a-picture"
    PICTURE_KIND = "picture-kind"
    PICTURE_TOO_LARGE = "picture-too-large"
    PICTURE_BROKEN = "picture-broken"
    FILE_CHANGED = "file-changed"
    FILE_GONE = "file-gone"
    DATASET_POOR = "dataset-poor"
    CUE_PLACE = "cue-place"
    MEMO_UNREADABLE = "memo-unreadable"
    MEMO_SILENT = "memo-silent"

    # Work.
    BACKEND_UNKNOWN = "backend-unknown"
    BACKEND_DOWN = "backend-down"
    BACKEND_FAILED = "backend-failed"
    BACKEND_STUCK = "backend-stuck"
    NODE_MISSING = "node-missing"
    MODEL_MISSING = "model-missing"
    ANSWER_UNFIT = "answer-unfit"
    OUT_OF_MEMORY = "out-of-memory"
    CARD_BUSY = "card-busy"
    INTERRUPTED = "interrupted"
    BUSY = "busy"
    TOOL_MISSING = "tool-missing"
    TOOL_FAILED = "tool-failed"
    CLIP_WRONG = "clip-wrong"
    MUSIC_WRONG = "music-wrong"
    LICENCE = "licence"
    MUSIC_UNFIT = "music-unfit"
    MARK_FAILED = "mark-failed"
    MARK_CERTIFICATE = "mark-certificate"
    DISK_FULL = "disk-full"
    SHARE_LOCKED = "share-locked"
    SHARE_AWAY = "share-away"
    CRASHED_TOO_OFTEN = "crashed-too-often"
    TRAINER_MISSING = "trainer-missing"
    BASE_MISSING = "base-missing"
    TRAINING_SETTINGS = "training-settings"
    TRAINING_FAILED = "training-failed"
    TRAINING_DIVERGED = "training-diverged"
    TRAINING_STUCK = "training-stuck"
    LORA_WRONG = "lora-wrong"
    ENGINE_GONE = "engine-gone"
    ENGINE_UNREADABLE = "engine-unreadable"

    # The command line.
    NO_SUCH_TARGET = "no-such-target"
    AMBIGUOUS_TARGET = "ambiguous-target"
    NOT_RUNNING = "not-running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, in three lines a person can act on."""

    code: Code
    what: str
    where: str
    next: str

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  next:  {self.next}"


class LyradError(Exception):
    """A failure that carries the faults a person will read; never empty."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

    @property
    def fault(self) -> Fault:
        """Return the first fault, which stands for the failure where only one fits."""
        return self.faults[0]


class ConfigError(LyradError):
    """Something that people wrote cannot be used; carries every fault of the file at once."""


class UsageError(LyradError):
    """The command line was asked for something that it cannot do."""


class Permanent(LyradError):
    """Trying again changes nothing: the job fails and its card says why."""


class Temporary(LyradError):
    """The way is blocked for now; no attempt is counted and the step is tried again.

    Args:
        faults: what is in the way.
        delay: seconds until the first further try.
    """

    def __init__(self, *faults: Fault, delay: float = 5.0) -> None:
        super().__init__(*faults)
        self.delay = delay


class Cancelled(LyradError):
    """The job was cancelled or held while its step was at work."""


class Stopping(BaseException):
    """lyrad itself is stopping: the step records nothing and is done again at the next start."""
