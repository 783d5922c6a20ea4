"""What people read when a scene cannot be put together: three lines each."""

from __future__ import annotations

from lyrad.errors import Code, Fault
from lyrad.model.assembly import Item
from lyrad.model.plan import AssemblyPlan


def gone(plan: AssemblyPlan, item: Item) -> Fault:
    """Return the fault of a take that went before it was cut in."""
    return Fault(
        code=Code.FILE_GONE,
        what=f"A take that the assembly was to show is gone: {item.shot}.",
        where=item.footage.path if item.footage else plan.folder,
        next="Nothing: the scene is assembled again without it.",
    )


def uneven(plan: AssemblyPlan, found: str) -> Fault:
    """Return the fault of a film that is not as long as its shots, or of another rate."""
    assembly = plan.assembly
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"The assembly has {found}, not {assembly.frames} at {assembly.rate}.",
        where=plan.of,
        next="Write `burn_in: true` in the rule, so that every take is encoded alike.",
    )


def taken(plan: AssemblyPlan) -> Fault:
    """Return the fault of a folder in which others' files have every name that is tried."""
    return Fault(
        code=Code.NAMES_COLLIDE,
        what="The names for this assembly are taken, one after the other.",
        where=plan.folder,
        next="Move what is called like an assembly out of the scene's folder, then `lyrad retry`.",
    )
