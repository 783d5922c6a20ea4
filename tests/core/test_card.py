"""What an editor reads: every kind of card, word for word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lyrad.core import lacking
from lyrad.core.card import ShotView, shot_card
from lyrad.errors import Code, Fault
from lyrad.model.card import CardState
from lyrad.model.drop import Drop
from lyrad.model.job import Job, JobState
from lyrad.model.names import Fingerprint, RelPath, ShotKey
from lyrad.model.plan import Step
from lyrad.model.standing import Lacking, Ready, Refused, ShotLook, Stale, Standing, Unused
from lyrad.model.take import Check, FileRecord, Held, StepReceipt, Take
from tests.support import nouns
from tests.support.nouns import FOLDER, NOON, SHOT

OTHER = ShotKey(scene="SC010", shot="SH0010")
READY = Ready(
    drop=Drop(lead=RelPath("x"), members=(), fingerprint=Fingerprint("f")),
    spec=nouns.shot_spec(),
    matches=(),
)
SIZE = Fault(
    code=Code.UNKNOWN_KEY,
    what="`szie` is not a key of a shot.",
    where="scenes/SC010/SH0020/shot.yaml, line 3, column 1",
    next="Did you mean `size`?",
)
TOOL = Fault(
    code=Code.TOOL_FAILED,
    what="FFmpeg ended before the film did, while it wrote the master.",
    where="step 2, publish.take",
    next="Look at the log.",
)
HELD_CARD = Fault(
    code=Code.CARD_BUSY,
    what="Waiting for the card (19 GB in use by another program).",
    where="the graphics card",
    next="Nothing.",
)
DOWN = Fault(
    code=Code.BACKEND_DOWN, what="ComfyUI does not answer.", where="port 8188", next="Start it."
)
FULL = Fault(code=Code.DISK_FULL, what="The disk is full.", where="takes", next="Make room.")

LAST = FileRecord(name=f"{FOLDER}/end frame.jpg", role="last", size=1, sha256="", xxh64="")
DISSOLVED = StepReceipt(
    action="render.between",
    backend="builtin",
    ticket=None,
    tries=1,
    seconds=1.0,
    facts={
        "method": "dissolve",
        "pictures": {
            "first": {"done": ["cropped from 4:3"]},
            "last": {"done": ["turned 90 degrees"]},
        },
    },
)

PRORES = replace(DISSOLVED, facts={"master": "prores_422_hq", "source_bits": 8})
STOOD_IN = replace(
    DISSOLVED,
    facts={"method": "layered", "instead_of": "comfyui", "because": DOWN.what},
)


CUT = Check(name="cut", passed=False, figure="at frame 41", frames=(41,))


def take(number: int = 1, **receipt: Any) -> Take:
    return Take(number=number, folder=RelPath(""), receipt=nouns.receipt(take=number, **receipt))


def job(state: JobState, **changes: Any) -> Job:
    plan = nouns.plan(spec=nouns.shot_spec(takes=changes.pop("takes", 1)))
    plan = replace(plan, attempt=changes.pop("attempt", 1), steps=changes.pop("steps", plan.steps))
    return replace(
        Job(plan=plan, state=state, step=0, tries=1, started=False, since=NOON), **changes
    )


def view(standing: Standing | None = READY, **changes: Any) -> ShotView:
    look = ShotLook(
        shot=SHOT,
        folder=FOLDER,
        standing=standing,
        takes=changes.pop("takes", changes.get("made", ())),
        foreign=changes.pop("foreign", ()),
        unused=changes.pop("unused", ()),
        again_at=None,
    )
    return replace(ShotView(look=look, jobs=(), made=(), zone="Europe/Berlin"), **changes)


CARDS: dict[str, tuple[ShotView, str]] = {
    "working": (
        view(jobs=(job(JobState.WORKING),), pace=130.0),
        """WORKING
The take is being made: rendering, step 1 of 2 since 13:00.
Takes like this need about 2 minutes: look again at about 13:02.""",
    ),
    "working, the last step of a second take": (
        view(jobs=(job(JobState.WORKING, step=1, attempt=2, takes=2),), pace=30.0),
        """WORKING
Take number 2 of this spec is being made: publishing, step 2 of 2 since 13:00.""",
    ),
    "queued": (
        view(jobs=(job(JobState.QUEUED),), pace=45.2),
        """QUEUED
The take waits for its turn.
Takes like this need about 45 seconds each.""",
    ),
    "queued before the first take": (
        view(jobs=(job(JobState.QUEUED),)),
        """QUEUED
The take waits for its turn.""",
    ),
    "a tool is down": (
        view(
            jobs=(
                job(
                    JobState.WAITING,
                    fault=DOWN,
                    steps=(
                        Step(action="render.between", fields={"backend": "comfyui"}, lane="gpu"),
                    ),
                ),
            )
        ),
        """WAITING for comfyui
What happened: ComfyUI does not answer.
Where: port 8188
What to do: Start it.

lyrad tries again by itself; nothing is lost.""",
    ),
    "another program holds the card": (
        view(jobs=(job(JobState.WAITING, fault=HELD_CARD),)),
        """WAITING for the card (19 GB in use by another program)
What happened: Waiting for the card (19 GB in use by another program).
Where: the graphics card
What to do: Nothing.

lyrad tries again by itself; nothing is lost.""",
    ),
    "the share is full": (
        view(jobs=(job(JobState.WAITING, fault=FULL, step=1),)),
        """WAITING done, cannot be written, the disk is full
What happened: The disk is full.
Where: takes
What to do: Make room.

lyrad tries again by itself; nothing is lost.""",
    ),
    "failed": (
        view(jobs=(job(JobState.FAILED, fault=TOOL),), made=(take(),)),
        """FAILED FFmpeg ended before the film did, while it wrote the master
What happened: FFmpeg ended before the film did, while it wrote the master.
Where: step 2, publish.take
What to do: Look at the log.

When it is mended, put an empty file named RETAKE into this folder.

In takes/, made of this spec: T01.
This is a draft: an in-between drawn on the CPU, not a render by a video model.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "cancelled": (
        view(jobs=(job(JobState.CANCELLED),)),
        """HELD cancelled
The take was cancelled. To take it up again, put an empty file named RETAKE into this folder.""",
    ),
    "refused": (
        view(Refused(detail="shot.yaml has a fault", faults=(SIZE,))),
        """FAILED shot.yaml has a fault
What happened: `szie` is not a key of a shot.
Where: scenes/SC010/SH0020/shot.yaml, line 3, column 1
What to do: Did you mean `size`?

lyrad looks again by itself as soon as this is mended.""",
    ),
    "held": (
        view(held=Held(at=NOON, shot=SHOT, reason="by you")),
        """HELD by you
Held: by you.
To let it go on, put an empty file named GO into this folder.""",
    ),
    "held while it works": (
        view(
            held=Held(at=NOON, shot=SHOT, reason="new boards are coming"),
            jobs=(job(JobState.WORKING, since=None),),
        ),
        """HELD new boards are coming
Held: new boards are coming.
What is at work ends its step first.
To let it go on, put an empty file named GO into this folder.

The take is being made: rendering, step 1 of 2.""",
    ),
    "many at once": (
        view(batch=120),
        """HELD with 120 new jobs
120 new jobs came at once, more than this production starts unasked.
To start them all, put an empty file named GO into the production's main folder; to start only this shot, put it here.""",  # noqa: E501
    ),
    "a copy": (
        view(copy_of=OTHER, foreign=(take(1, shot=OTHER), take(2, shot=OTHER))),
        """WAITING for an edit, copy of SC010 SH0010
This folder is a copy of SC010/SH0010, takes included.
Nothing is made of it until shot.yaml or a frame is changed. For another take, put an empty file named RETAKE into this folder.

From SC010/SH0010, of which this is a copy, and not counted here: T01, T02.""",  # noqa: E501
    ),
    "stale": (
        view(
            made=(take(1), take(2)),
            stale=Stale(takes=(1, 2), changed={"fps": "24 -> 25", "size": "64x36 -> 128x72"}),
        ),
        """STALE fps size changed
This changed in the scene, the production, a style or the rule after T01, T02 were made:
  fps: 24 -> 25
  size: 64x36 -> 128x72
Nothing is made again by itself. For another take, put an empty file named RETAKE into this folder.""",  # noqa: E501
    ),
    "stale by its rule": (
        view(made=(take(),), stale=Stale(takes=(1,), changed={})),
        """STALE rule changed
This changed in the scene, the production, a style or the rule after T01 was made:
  the rule
Nothing is made again by itself. For another take, put an empty file named RETAKE into this folder.""",  # noqa: E501
    ),
    "done": (
        view(replace(READY, notes=("first_v2.png is used, not first.png.",)), made=(take(),)),
        """DONE T01
In takes/, made of this spec: T01.
This is a draft: an in-between drawn on the CPU, not a render by a video model.
first_v2.png is used, not first.png.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "done, with what a person should know of it": (
        view(made=(take(1, steps=(DISSOLVED,), inputs=(LAST,)),)),
        """DONE T01
In takes/, made of this spec: T01.
This is a draft: an in-between drawn on the CPU, not a render by a video model.
first: cropped from 4:3.
end frame.jpg: turned 90 degrees.
The two frames have nothing in common that could be followed: this is a dissolve.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "done, by a draft that stands in for a tool that was down": (
        view(made=(take(steps=(STOOD_IN,)),)),
        """DONE T01 draft
In takes/, made of this spec: T01.
This is a draft: an in-between drawn on the CPU, not a render by a video model.
ComfyUI could not be used, so a draft stands in: ComfyUI does not answer.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "done, in a master that is deeper than what was rendered": (
        view(made=(take(draft=False, steps=(PRORES,)),)),
        """DONE T01
In takes/, made of this spec: T01.
The pictures came with 8 bits a colour; the 10-bit master holds no more than that.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "done, and it may be wrong": (
        view(made=(take(3, draft=False, checks=(CUT,)),)),
        """DONE T03, cut at frame 41
In takes/, made of this spec: T03.
T03 may be wrong: cut at frame 41.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "done by a real tool, twice": (
        view(made=(take(1, draft=False), take(2, draft=False))),
        """DONE T02
In takes/, made of this spec: T01, T02.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "two drafts": (
        view(made=(take(1), take(2))),
        """DONE T02
In takes/, made of this spec: T01, T02.
This is a draft: an in-between drawn on the CPU, not a render by a video model.
The drafts of one spec are the same picture.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "back to a former spec": (
        view(made=(take(1, draft=False),), takes=(take(1), take(2))),
        """DONE same as T01
In takes/, made of this spec: T01.
The spec and the frames are the same as for T01 again.
For another take, put an empty file named RETAKE into this folder.""",
    ),
    "deleted": (
        view(deleted=(1, 2)),
        """DONE T02, deleted
T01, T02 were made of this spec and deleted since.
Nothing is made again by itself. For another take, put an empty file named RETAKE into this folder.""",  # noqa: E501
    ),
    "strays": (
        view(
            None,
            unused=(
                Unused(name="first_final.psd", advice="export it as PNG"),
                Unused(name="notes.txt", advice="it may stay here", harmless=True),
            ),
        ),
        """NOT USED first_final.psd
Nothing uses this here:
  first_final.psd: export it as PNG

Nothing uses this here:
  notes.txt: it may stay here""",
    ),
    "only a harmless stray": (
        view(None, unused=(Unused(name="notes.txt", advice="it may stay here", harmless=True),)),
        """NOT USED notes.txt
Nothing uses this here:
  notes.txt: it may stay here""",
    ),
    "a note": (
        view(jobs=(job(JobState.QUEUED),), notes=("HOLD changes nothing here now.",)),
        """QUEUED
The take waits for its turn.

Note: HOLD changes nothing here now.""",
    ),
}


@pytest.mark.parametrize(("seen", "said"), CARDS.values(), ids=CARDS)
def test_a_card_says(seen: ShotView, said: str) -> None:
    card = shot_card(seen)
    assert card
    assert f"{card.state.value} {card.detail}".strip() + "\n" + card.body.strip() == said


WAITS: dict[str, tuple[Lacking, str]] = {
    "a name": (
        lacking.a_name("SH0020 copy"),
        """for a name
A folder here is called SH0020 copy, which looks like a stopgap.
Give it a name of its own (SH0020, 12A, ...), and lyrad goes on by itself.""",
    ),
    "a spec": (
        lacking.a_spec(),
        """for shot.yaml
The frames are here, but no shot.yaml says what to make of them.
Open shot.draft.yaml, describe the shot, and rename the file to shot.yaml.""",
    ),
    "one of two": (
        lacking.one_of("first frame", ["first.jpg", "first.png"]),
        """for one first frame not 2
Each of these could be the first frame: first.jpg, first.png.
Keep one of them here, or name the right one in shot.yaml.""",
    ),
    "a rule": (
        lacking.a_rule("shot.yaml"),
        """for a rule
No rule says what happens with shot.yaml in this place.
Ask the person who writes the rules: `lyrad plan` on this folder says why none fits.""",
    ),
    "a named frame": (
        lacking.a_named_frame("last", "plates/b.png"),
        """for plates/b.png
shot.yaml says that the last frame is plates/b.png, which is not here yet.
Put it here, or name another file in shot.yaml.""",
    ),
    "the rest": (
        lacking.the_rest_of("first.png", "the picture ends after 61 %"),
        """for the rest of first.png
first.png is not whole: the picture ends after 61 %.
If it is still being copied, nothing is to be done. If not, copy it again.""",
    ),
    "the copy": (
        lacking.the_copy(),
        """for the copy to end
Files in this scene are still changing. lyrad begins when they have come to rest.""",
    ),
    "an answer": (
        lacking.an_answer(DOWN),
        """to be looked at again
What happened: ComfyUI does not answer.
Where: port 8188
What to do: Start it.

lyrad looks again by itself.""",
    ),
}


@pytest.mark.parametrize(("found", "said"), WAITS.values(), ids=WAITS)
def test_a_waiting_card_says(found: Lacking, said: str) -> None:
    card = shot_card(view(found))
    assert card
    assert card.state is CardState.WAITING
    assert f"{card.detail}\n{card.body.strip()}" == said


def test_nothing_to_say_is_no_card() -> None:
    assert shot_card(view(None)) is None


def test_the_state_that_most_needs_a_person_is_the_name_and_all_is_told() -> None:
    card = shot_card(
        view(
            jobs=(job(JobState.WORKING, attempt=2), job(JobState.FAILED, fault=TOOL)),
            held=Held(at=NOON, shot=SHOT, reason="by you"),
            made=(take(),),
            unused=(Unused(name="x.psd", advice="export it"),),
        )
    )
    assert card
    assert card.state is CardState.FAILED
    firsts = [part.split(":")[0].split(" ")[0] for part in card.body.split("\n\n")]
    assert firsts == ["What", "When", "Held", "Nothing", "Take", "In"]


@pytest.mark.parametrize(
    "what", ["A fault of " + "many words " * 20, "x" * 200, "two\nlines of it.", "Full."]
)
def test_a_cards_name_is_one_short_line_of_whole_words(what: str) -> None:
    card = shot_card(view(jobs=(job(JobState.FAILED, fault=replace(TOOL, what=what)),)))
    assert card
    assert 0 < len(card.detail) <= 60
    assert "\n" not in card.detail
    assert not card.detail.endswith((".", " "))
    assert " ".join(what.split()).startswith(card.detail)
