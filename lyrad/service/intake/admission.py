"""Let one shot's requests be answered, and put down what it wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lyrad.model.brief import Briefed
from lyrad.model.job import Job
from lyrad.model.names import RelPath
from lyrad.model.standing import Lacking, Ready, ShotLook, Unsettled
from lyrad.ports import Engine
from lyrad.service.intake.again import made_again
from lyrad.service.intake.briefs.orders import BriefOrders
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.hearing import Hearing
from lyrad.service.intake.known import adopt, facts_of, tell_holds
from lyrad.service.intake.orders import Orders


@dataclass(slots=True)
class Admission:
    """Admits shots: `orders` are what they want, `briefs` the drafts that are made for them."""

    engine: Engine
    hearing: Hearing
    orders: Orders = field(init=False)
    briefs: BriefOrders = field(init=False)

    def __post_init__(self) -> None:
        self.orders, self.briefs = Orders(self.engine), BriefOrders(self.engine)

    def admit(self, found: ShotLook, jobs: tuple[Job, ...], desk: Desk) -> None:
        """Answer what people asked, and put down what the shot wants and nobody knows yet."""
        adopt(found, desk)
        facts = facts_of(found, {found.shot: jobs}, desk)
        refused = found.folder in self.orders.faults or found.folder in self.briefs.faults
        self.hearing.answer(found, facts, desk, refused=refused)
        if isinstance(found.standing, Ready):
            facts = replace(facts, history=desk.ledger.history)
            facts = made_again(found.standing, facts, desk)
            self.orders.want(found, found.standing, facts)
        elif isinstance(found.standing, Unsettled):
            self.orders.rest(found.folder)
        else:
            self.orders.forget(found.folder)
        if isinstance(found.standing, Briefed):
            self.briefs.place(found, found.standing, facts, desk)
        if isinstance(found.standing, Lacking) and found.standing.draft:
            desk.draft(found.folder)
        held = desk.ledger.history.held(found.shot) is not None
        tell_holds(self.engine, jobs, held=held)

    def forget(self, folder: RelPath) -> None:
        """Forget a shot that is gone."""
        self.orders.forget(folder)
        self.briefs.forget(folder)
        self.hearing.forget(folder)
