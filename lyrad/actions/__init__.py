"""One file a verb that rules may use, and a visible list of all.

To add a verb: one file with a class whose fields are its YAML, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.actions.finish_clip import FinishClip
from lyrad.actions.publish_take import PublishTake
from lyrad.actions.render_between import RenderBetween

Verb = type[RenderBetween] | type[FinishClip] | type[PublishTake]

ALL: Mapping[str, Verb] = {verb.name: verb for verb in (RenderBetween, FinishClip, PublishTake)}
