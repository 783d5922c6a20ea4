"""One file a verb that rules may use, and a visible list of all.

To add a verb: one file with a class whose fields are its YAML, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.actions.caption_dataset import CaptionDataset
from lyrad.actions.check_dataset import CheckDataset
from lyrad.actions.expand_prompt import ExpandPrompt
from lyrad.actions.finish_clip import FinishClip
from lyrad.actions.publish_lora import PublishLora
from lyrad.actions.publish_take import PublishTake
from lyrad.actions.render_between import RenderBetween
from lyrad.actions.train_lora import TrainLora

ShotVerb = type[ExpandPrompt] | type[RenderBetween] | type[FinishClip] | type[PublishTake]
CharacterVerb = type[CheckDataset] | type[CaptionDataset] | type[TrainLora] | type[PublishLora]
Verb = ShotVerb | CharacterVerb

FOR_SHOTS: Mapping[str, ShotVerb] = {
    verb.name: verb for verb in (ExpandPrompt, RenderBetween, FinishClip, PublishTake)
}
"""What rules over a shot's spec may do."""

FOR_CHARACTERS: Mapping[str, CharacterVerb] = {
    verb.name: verb for verb in (CheckDataset, CaptionDataset, TrainLora, PublishLora)
}
"""What rules over a character's references may do."""

ALL: Mapping[str, Verb] = {**FOR_SHOTS, **FOR_CHARACTERS}
