"""One file a verb that rules may use, and a visible list of all.

To add a verb: one file with a class whose fields are its YAML, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.actions.assemble_scene import AssembleScene
from lyrad.actions.caption_dataset import CaptionDataset
from lyrad.actions.check_dataset import CheckDataset
from lyrad.actions.draft_spec import DraftSpec
from lyrad.actions.expand_prompt import ExpandPrompt
from lyrad.actions.finish_clip import FinishClip
from lyrad.actions.publish_cue import PublishCue
from lyrad.actions.publish_lora import PublishLora
from lyrad.actions.publish_take import PublishTake
from lyrad.actions.render_between import RenderBetween
from lyrad.actions.score_cue import ScoreCue
from lyrad.actions.train_lora import TrainLora
from lyrad.actions.transcribe_memo import TranscribeMemo

ShotVerb = type[ExpandPrompt] | type[RenderBetween] | type[FinishClip] | type[PublishTake]
CharacterVerb = type[CheckDataset] | type[CaptionDataset] | type[TrainLora] | type[PublishLora]
CueVerb = type[ScoreCue] | type[PublishCue]
SceneVerb = type[AssembleScene]
BriefVerb = type[TranscribeMemo] | type[DraftSpec]
Verb = ShotVerb | CharacterVerb | CueVerb | SceneVerb | BriefVerb

FOR_SHOTS: Mapping[str, ShotVerb] = {
    verb.name: verb for verb in (ExpandPrompt, RenderBetween, FinishClip, PublishTake)
}
"""What rules over a shot's spec may do."""

FOR_CHARACTERS: Mapping[str, CharacterVerb] = {
    verb.name: verb for verb in (CheckDataset, CaptionDataset, TrainLora, PublishLora)
}
"""What rules over a character's references may do."""

FOR_CUES: Mapping[str, CueVerb] = {verb.name: verb for verb in (ScoreCue, PublishCue)}
"""What rules over a cue may do."""

FOR_SCENES: Mapping[str, SceneVerb] = {verb.name: verb for verb in (AssembleScene,)}
"""What rules over a whole scene may do."""

FOR_BRIEFS: Mapping[str, BriefVerb] = {verb.name: verb for verb in (TranscribeMemo, DraftSpec)}
"""What rules over briefs may do."""

ALL: Mapping[str, Verb] = {
    **FOR_SHOTS,
    **FOR_CHARACTERS,
    **FOR_CUES,
    **FOR_SCENES,
    **FOR_BRIEFS,
}
