"""The verbs of a character: looked at, described, trained, published; told plainly otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from lyrad.actions import _ticket
from lyrad.actions.caption_dataset import CaptionDataset
from lyrad.actions.check_dataset import CheckDataset
from lyrad.actions.publish_lora import PublishLora
from lyrad.actions.train_lora import TrainLora
from lyrad.backends.builtin.captioner import BuiltinCaptioner
from lyrad.errors import Cancelled, Code, Fault, Permanent, Temporary
from lyrad.model.character import Base, CharacterSpec
from lyrad.model.drop import Member
from lyrad.model.names import CharacterKey, Fingerprint, JobId, RelPath
from lyrad.model.plan import Artifact, CharacterPlan, Step
from lyrad.ports import (
    CharacterBench,
    Description,
    Finished,
    Lora,
    Lost,
    Ticket,
    Trained,
    TrainingOrder,
    Working,
)
from lyrad.wiring.datasets import LocalDatasets
from tests.support.clock import FakeClock
from tests.support.datasets import large, put
from tests.support.nouns import NOON, PRODUCTION
from tests.support.shoot import DOWN
from tests.support.signal import FakeSignal

SPEC = CharacterSpec(word="miravx", kind="woman", base=Base.SDXL)


@dataclass
class Home:
    """Takes in what is put into a character's folder."""

    descriptions: list[Description] = field(default_factory=list)
    published: list[list[str]] = field(default_factory=list)

    def describe(self, plan: CharacterPlan, description: Description) -> Artifact:
        self.descriptions.append(description)
        return Artifact(kind="captions", path="")

    def version(self, plan: CharacterPlan) -> int:
        return 1

    def publish(self, plan: CharacterPlan, receipt: Any, staged: Any) -> Artifact:
        self.published.append([name for name, _ in staged.files])
        return Artifact(kind="version", path="")


@dataclass
class ScriptedTrainer:
    """Answers polls from a script, then is finished."""

    script: list[Any] = field(default_factory=list)
    fault: Fault | None = None
    said: list[str] = field(default_factory=list)
    name: str = "kohya"
    outlives: bool = False

    def probe(self, order: TrainingOrder) -> Fault | None:
        return self.fault

    def submit(self, order: TrainingOrder) -> Ticket:
        self.said.append("submit")
        return Ticket(id=f"ticket-{self.said.count('submit')}", facts={})

    def poll(self, order: TrainingOrder, ticket: Ticket) -> Working | Finished | Lost:
        answer = self.script.pop(0) if self.script else Finished()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def fetch(self, order: TrainingOrder, ticket: Ticket, signal: Any, progress: Any) -> Trained:
        self.said.append(f"fetch {ticket.id} of {order.pictures}")
        loras = []
        for expert in ("high", "low"):
            path = order.work / f"{order.name}_{expert}.safetensors"
            epochs = tuple(
                order.work / f"{order.name}_{expert}-{number:06}.safetensors"
                for number in range(1, 6)
            )
            for file in (path, *epochs):
                file.write_bytes(b"lora")
            loras.append(Lora(path=path, expert=expert, epochs=epochs))
        sample = order.work / "MIRA_e000002_00_20260822031500_7.png"
        sample.write_bytes(b"png")
        return Trained(loras=tuple(loras), curve=None, samples=(sample,), facts={"steps": 2000})

    def cancel(self, order: TrainingOrder, ticket: Ticket) -> None:
        self.said.append(f"cancel {ticket.id}")


@dataclass
class Place:
    """A job's folders, and the store with what was dropped."""

    folder: Path
    home: Home = field(default_factory=Home)
    trainer: ScriptedTrainer = field(default_factory=ScriptedTrainer)

    def bench(self, step: int = 0, earlier: tuple[Artifact, ...] = ()) -> CharacterBench:
        work = self.folder / "job" / str(step)
        work.mkdir(parents=True, exist_ok=True)
        return CharacterBench(
            plan=self.plan(),
            step=step,
            tries=1,
            work=work,
            job_work=self.folder / "job",
            earlier=earlier,
            clock=FakeClock(),
            signal=FakeSignal(),
            progress=lambda _: None,
            store=lambda sha256: self.folder / "store" / sha256,
            datasets=LocalDatasets(),
            captioners={"builtin": BuiltinCaptioner()},
            trainers={"kohya": self.trainer},
            home=self.home,  # type: ignore[arg-type]
        )

    def plan(self) -> CharacterPlan:
        verbs = ("check.dataset", "caption.dataset", "train.lora", "publish.lora")
        return CharacterPlan(
            job=JobId("a" * 20),
            production=PRODUCTION,
            rule="mine",
            rule_source="rules/mine.yaml",
            character=CharacterKey("MIRA"),
            folder=RelPath("characters/MIRA"),
            lead=RelPath("characters/MIRA/refs"),
            fingerprint=Fingerprint("f" * 20),
            version_key="e" * 20,
            attempt=1,
            seed=7,
            order=1,
            spec=SPEC,
            members=tuple(map(self._member, sorted((self.folder / "refs").iterdir()))),
            steps=tuple(Step(action=verb, fields={}, lane="cpu") for verb in verbs),
            ordered_at=NOON,
        )

    def _member(self, path: Path) -> Member:
        store, data = self.folder / "store", path.read_bytes()
        store.mkdir(exist_ok=True)
        sha256 = hashlib.sha256(data).hexdigest()
        (store / sha256).write_bytes(data)
        place = RelPath(f"characters/MIRA/refs/{path.name}")
        return Member(role=path.name, path=place, size=len(data), sha256=sha256, xxh64="")

    def checked(self) -> tuple[Artifact, ...]:
        return CheckDataset().perform(self.bench())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    refs = tmp_path / "refs"
    refs.mkdir()
    for number in range(11):
        put(refs, f"running {number:02}.jpg", large(7000 + number), None)
    return Place(tmp_path)


def test_the_clean_copy_is_made_of_private_copies(place: Place) -> None:
    bench = place.bench()
    for path in (place.folder / "refs").iterdir():
        path.unlink()
    (made,) = CheckDataset().perform(bench)
    copy = bench.job_work / made.path
    assert (made.facts["usable"], made.facts["pictures"]) == (True, 11)
    assert len(list(copy.glob("ref_*.png"))) == 11
    assert (copy / "ref_0001.txt").read_text() == "miravx\n"


def test_a_set_that_is_too_small_is_told_and_not_copied(place: Place) -> None:
    for path in sorted((place.folder / "refs").iterdir())[:5]:
        path.unlink()
    (made,) = place.checked()
    assert (made.path, made.facts["usable"]) == ("", False)
    CaptionDataset().perform(place.bench(1, (made,)))
    (said,) = place.home.descriptions
    assert (said.usable, said.captions) == (False, ())
    assert said.told[0].startswith("Only 6 of 6 pictures can be used; a character needs")
    with pytest.raises(Permanent) as error:
        TrainLora().perform(place.bench(2, (made,)))
    assert error.value.fault.code is Code.DATASET_POOR


def test_only_pictures_with_no_file_of_a_persons_beside_them_get_words(place: Place) -> None:
    refs = place.folder / "refs"
    (refs / "running 00.txt").write_text("my own words\n")
    (refs / "running 01.txt").write_text("")
    CaptionDataset().perform(place.bench(1, place.checked()))
    (said,) = place.home.descriptions
    names = [name for name, _ in said.captions]
    assert names == [f"running {number:02}.jpg" for number in range(2, 11)]
    assert said.captions[0][1].startswith("miravx woman, running")
    assert said.draft
    assert b"<html" in said.page


def test_a_captioner_that_nobody_set_up_is_named_with_those_that_are(place: Place) -> None:
    with pytest.raises(Permanent) as error:
        CaptionDataset(backend="ollama").perform(place.bench(1, place.checked()))
    assert error.value.fault.code is Code.BACKEND_UNKNOWN
    assert "builtin" in error.value.fault.next


class Down(BuiltinCaptioner):
    """A captioner that is away."""

    def probe(self, order: Any) -> Fault | None:
        return DOWN


def with_ollama(bench: CharacterBench) -> CharacterBench:
    return replace(bench, captioners={**bench.captioners, "ollama": Down()})


def test_a_captioner_that_is_down_is_waited_for_unless_another_may_stand_in(place: Place) -> None:
    bench = with_ollama(place.bench(1, place.checked()))
    with pytest.raises(Temporary):
        CaptionDataset(backend="ollama").perform(bench)
    CaptionDataset(backend="ollama", fallback="builtin").perform(bench)
    assert place.home.descriptions[0].draft


def test_what_was_trained_is_published_with_the_last_epochs(place: Place) -> None:
    earlier = place.checked()
    trained = TrainLora().perform(place.bench(2, earlier))
    assert place.trainer.said == ["submit", "fetch ticket-1 of 11"]
    assert [one.kind for one in trained].count("epoch") == 10
    PublishLora(epochs=1).perform(place.bench(3, (*earlier, *trained)))
    assert place.home.published == [
        [
            "{stem}_high.safetensors",
            "_info/{stem}_high-000005.safetensors",
            "{stem}_low.safetensors",
            "_info/{stem}_low-000005.safetensors",
            "_info/{stem}_sample_000002-01.png",
        ]
    ]


def test_a_training_that_was_in_flight_is_asked_for_and_begun_again_where_it_is_lost(
    place: Place,
) -> None:
    bench = place.bench(2, place.checked())
    _ticket.write(bench.work, Ticket(id="of before", facts={}))
    place.trainer.script = [Working(progress=None), Lost()]
    TrainLora().perform(bench)
    assert place.trainer.said == ["submit", "fetch ticket-1 of 11"]


@pytest.mark.parametrize(
    ("script", "fault", "kind"),
    [
        ([Lost()] * 3, None, Temporary),
        ([], DOWN, Temporary),
        ([Permanent(DOWN)], None, Permanent),
    ],
)
def test_what_is_in_the_way_is_raised_and_no_ticket_is_left_that_brings_nothing(
    place: Place, script: list[Any], fault: Fault | None, kind: type[Exception]
) -> None:
    place.trainer.script, place.trainer.fault = script, fault
    bench = place.bench(2, place.checked())
    with pytest.raises(kind):
        TrainLora().perform(bench)
    if kind is Permanent:
        assert _ticket.read(bench.work) is None


def test_a_cancelled_training_is_stopped_at_the_trainer(place: Place) -> None:
    place.trainer.script = [Cancelled(DOWN)]
    with pytest.raises(Cancelled):
        TrainLora().perform(place.bench(2, place.checked()))
    assert place.trainer.said == ["submit", "cancel ticket-1"]


def test_a_machine_without_that_trainer_waits_and_says_how_to_set_it_up(place: Place) -> None:
    bench = replace(place.bench(2, place.checked()), trainers={})
    with pytest.raises(Temporary) as error:
        TrainLora().perform(bench)
    assert "`backends: kohya:`" in error.value.fault.next


@pytest.mark.parametrize(
    ("verb", "lacking"),
    [
        (TrainLora(), "`check.dataset`"),
        (CaptionDataset(), "`check.dataset`"),
        (PublishLora(), "`train.lora`"),
    ],
)
def test_a_step_whose_ground_the_rule_does_not_lay_says_which_it_needs(
    place: Place, verb: Any, lacking: str
) -> None:
    perform: Callable[[CharacterBench], Any] = verb.perform
    with pytest.raises(Permanent) as error:
        perform(place.bench(1))
    assert lacking in error.value.fault.what
