"""The shapes of the doors: what rooms may ask of each other."""

from __future__ import annotations

from lyrad.ports.assembly import (
    Assembled,
    AssemblyAction,
    AssemblyBench,
    AssemblyHome,
    BurnIn,
    Cutter,
    FootageShelf,
    JoinOrder,
    MixOrder,
    PartOrder,
    Piece,
)
from lyrad.ports.backend import (
    BetweenBackend,
    BetweenOrder,
    Finished,
    Lost,
    OrderedLora,
    Rendered,
    Ticket,
    Working,
)
from lyrad.ports.bench import Action, Bench, Publisher, Staged, Workplace
from lyrad.ports.brief import BriefAction, BriefBench, BriefHome, Drafting
from lyrad.ports.captioner import Captioned, Captioner, CaptionOrder, Described
from lyrad.ports.character import (
    CharacterAction,
    CharacterBench,
    CharacterHome,
    Datasets,
    Description,
    Loras,
)
from lyrad.ports.composer import Composed, ComposeOrder, Composer, TimedHit
from lyrad.ports.cue import CueAction, CueBench, CueHome, CueTakes
from lyrad.ports.engine import Engine, Perform
from lyrad.ports.expansions import Expansions
from lyrad.ports.judge import ClipJudge, LookOrder
from lyrad.ports.marks import Marker
from lyrad.ports.mastering import Mastering, MusicOrder, WaveformOrder
from lyrad.ports.media import ConformOrder, MasterOrder, Media, Pictures, SoundOrder
from lyrad.ports.production import (
    CardRack,
    CutReader,
    Index,
    JudgePair,
    Kept,
    Ledger,
    PictureCheck,
    RequestTray,
    Store,
    Suggestions,
    Takes,
    Watch,
    Whole,
)
from lyrad.ports.shotlist import ShotListShelf
from lyrad.ports.state import CommandTray, Lease
from lyrad.ports.time import Clock, Signal
from lyrad.ports.trainer import Lora, Trained, Trainer, TrainingOrder
from lyrad.ports.transcriber import Transcribed, TranscribeOrder, Transcriber
from lyrad.ports.words import Library, ReadCue, ReadShot, RuleDesk
from lyrad.ports.writer import WriteOrder, Writer, Written

__all__ = [
    "Action",
    "Assembled",
    "AssemblyAction",
    "AssemblyBench",
    "AssemblyHome",
    "Bench",
    "BetweenBackend",
    "BetweenOrder",
    "BriefAction",
    "BriefBench",
    "BriefHome",
    "BurnIn",
    "CaptionOrder",
    "Captioned",
    "Captioner",
    "CardRack",
    "CharacterAction",
    "CharacterBench",
    "CharacterHome",
    "ClipJudge",
    "Clock",
    "CommandTray",
    "ComposeOrder",
    "Composed",
    "Composer",
    "ConformOrder",
    "CueAction",
    "CueBench",
    "CueHome",
    "CueTakes",
    "CutReader",
    "Cutter",
    "Datasets",
    "Described",
    "Description",
    "Drafting",
    "Engine",
    "Expansions",
    "Finished",
    "FootageShelf",
    "Index",
    "JoinOrder",
    "JudgePair",
    "Kept",
    "Lease",
    "Ledger",
    "Library",
    "LookOrder",
    "Lora",
    "Loras",
    "Lost",
    "Marker",
    "MasterOrder",
    "Mastering",
    "Media",
    "MixOrder",
    "MusicOrder",
    "OrderedLora",
    "PartOrder",
    "Perform",
    "PictureCheck",
    "Pictures",
    "Piece",
    "Publisher",
    "ReadCue",
    "ReadShot",
    "Rendered",
    "RequestTray",
    "RuleDesk",
    "ShotListShelf",
    "Signal",
    "SoundOrder",
    "Staged",
    "Store",
    "Suggestions",
    "Takes",
    "Ticket",
    "TimedHit",
    "Trained",
    "Trainer",
    "TrainingOrder",
    "TranscribeOrder",
    "Transcribed",
    "Transcriber",
    "Watch",
    "WaveformOrder",
    "Whole",
    "Working",
    "Workplace",
    "WriteOrder",
    "Writer",
    "Written",
]
