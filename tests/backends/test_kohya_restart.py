"""lyrad is killed while a trainer works: nothing is left behind, nothing is trained twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lyrad.backends.kohya import paper as papers
from lyrad.backends.kohya.leftovers import marked
from lyrad.model.character import Base
from tests.support.kohya import Kohya, ended, trained, until

LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
LIFE = """
import sys, threading
from pathlib import Path
from lyrad.model.character import Base
from tests.support.kohya import Kohya, ended
shop = Kohya(Path(sys.argv[1]), fresh=False)
order = shop.order(Base(sys.argv[2]))
trainer = shop.trainer()
ticket = trainer.submit(order)
print(ticket.id, flush=True)
ended(trainer, order, ticket)
threading.Event().wait(60)
"""


class Life:
    """One life of lyrad with a training at work, to be killed."""

    def __init__(self, shop: Kohya, base: Base) -> None:
        shop.order(base)
        self.child = subprocess.Popen(
            [sys.executable, "-c", LIFE, str(shop.folder), base.value],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        assert self.child.stdout
        self.ticket = self.child.stdout.readline().decode().strip()

    def kill(self) -> None:
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(10)
        assert self.child.stdout
        self.child.stdout.close()


@LINUX
def test_a_trainer_dies_with_lyrad_and_the_training_begins_anew(shop):
    shop.quirks(pause=0.5, children=True)
    life = Life(shop, Base.SDXL)
    until(lambda: len(list(marked(life.ticket))) > 1)
    life.kill()
    shop.quirks()
    order, trainer = shop.order(), shop.trainer()
    assert trainer.submit(order).id == life.ticket
    result = trained(trainer, order)
    assert result.loras[0].path.is_file()
    assert list(marked(life.ticket)) == []
    assert len(shop.journal()) == 2


@LINUX
def test_the_expert_that_is_done_is_kept_and_the_pictures_are_read_once(shop):
    shop.quirks(pause=0.02)
    life = Life(shop, Base.WAN22)
    until(lambda: [run["script"] for run in shop.journal()].count("wan_train_network.py") == 2)
    life.kill()
    until(lambda: not list(marked(life.ticket)))
    shop.quirks()
    result = trained(shop.trainer(), shop.order(Base.WAN22))
    assert [lora.expert for lora in result.loras] == ["low", "high"]
    scripts = [run["script"] for run in shop.journal()]
    assert scripts.count("wan_cache_latents.py") == 1
    assert scripts.count("wan_train_network.py") == 3
    names = [run["training"]["output_name"] for run in shop.journal() if "training" in run]
    assert names == ["MIRA_low", "MIRA_high", "MIRA_high"]


def test_a_run_that_came_to_its_end_unseen_is_taken_up(shop):
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    until((order.work / "out" / "MIRA.safetensors").is_file)
    until(lambda: not list(marked(ticket.id)))
    assert papers.read(order.work).run == "train"  # nobody has looked since
    later = shop.trainer()
    assert later.submit(order) == ticket
    assert trained(later, order).loras
    assert len(shop.journal()) == 1
    trainer.cancel(order, ticket)


def test_a_file_of_an_earlier_training_is_not_taken_for_a_new_one(shop):
    order, trainer = shop.order(), shop.trainer()
    first = trained(trainer, order).loras[0].path.stat().st_mtime_ns
    shop.quirks(unsaved=True)
    other = shop.order(seed=9)
    ticket = trainer.submit(other)
    with pytest.raises(Exception, match="never said"):
        ended(trainer, other, ticket)
    assert first
    assert not (order.work / "out" / "MIRA.safetensors").exists()


def test_a_result_that_is_spoilt_after_its_proof_is_trained_again(shop):
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    ended(trainer, order, ticket)
    path = order.work / "out" / "MIRA.safetensors"
    path.chmod(0o644)
    os.truncate(path, 100)
    with pytest.raises(Exception, match="torn"):
        trained(trainer, order)
    assert trained(trainer, order).loras
    assert len(shop.journal()) == 2
