"""Check a dataset file as strictly as the trainer will, and more: what it lets pass silently, too.

Nothing here looks at the disk. Every fault comes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lyrad.core.training import dataset_keys as known
from lyrad.core.training.keys import Takes, check_table, shown, wrong
from lyrad.errors import Fault
from lyrad.model.character import Base
from lyrad.model.names import JSON, Fields
from lyrad.model.training import Trainers

BUCKET_STEPS: Mapping[Base, int] = {Base.SD15: 64, Base.SDXL: 32, Base.FLUX1: 32}
"""What the sides of buckets must divide by, of sd-scripts."""

_DEFAULT_BUCKETS = (256, 1024, 64)
"""Smallest side, largest side and steps of buckets where a file does not say, of sd-scripts."""

_PAIR = 2


def check_dataset(table: Fields, base: Base, where: str) -> tuple[Fault, ...]:
    """Return all that is wrong with a whole dataset file; `where` names it."""
    sd_scripts = Trainers.of(base) is Trainers.SD_SCRIPTS
    general, datasets = table.get("general", {}), table.get("datasets", [])
    strange = [key for key in table if key not in {"general", "datasets"}]
    found = [wrong(f"`{key}` is no level of a dataset file.", where, "Remove it.")
             for key in strange]  # fmt: skip
    if not isinstance(general, dict):
        return (*found, wrong("`general` is not a table.", where, "Write `[general]`."))
    rows = list(_rows(datasets))
    if not rows:
        # Without it the trainer trains on nothing and reports success.
        return (*found, wrong("There is no dataset.", where, "Add a table `[[datasets]]`."))
    above = known.SD_GENERAL if sd_scripts else known.MUSUBI_GENERAL
    found += _level(general, above, f"{where}, [general]")
    for number, row in enumerate(rows, 1):
        place = f"{where}, [[datasets]] {number}"
        check = _sd_scripts if sd_scripts else _musubi
        found += check(row, general, base, place)
    return tuple(found)


def check_values(values: Fields, base: Base, where: str) -> Iterator[Fault]:
    """Yield what is wrong with a preset's word on datasets."""
    sd_scripts = Trainers.of(base) is Trainers.SD_SCRIPTS
    keys = known.SD_GENERAL if sd_scripts else known.MUSUBI_GENERAL
    refused = known.SD_OWN if sd_scripts else known.MUSUBI_OWN
    yield from _level(values, keys, where, refused)
    if sd_scripts:
        yield from _buckets(values, base, where)


def _sd_scripts(row: Fields, general: Fields, base: Base, where: str) -> Iterator[Fault]:
    own = {key: value for key, value in row.items() if key != "subsets"}
    yield from _level(own, known.SD_DATASETS, where)
    yield from _buckets({**general, **own}, base, where)
    subsets = list(_rows(row.get("subsets", [])))
    if not subsets:
        yield wrong("The dataset has no pictures.", where, "Add `[[datasets.subsets]]`.")
    for number, subset in enumerate(subsets, 1):
        place = f"{where}, [[subsets]] {number}"
        yield from _level(subset, known.SD_SUBSETS, place)
        if "image_dir" not in subset:
            yield wrong("`image_dir` is missing.", place, "Name the folder with the pictures.")
        yield from _subset({**general, **own, **subset}, place)


def _musubi(row: Fields, general: Fields, base: Base, where: str) -> Iterator[Fault]:
    del base
    yield from _level(row, known.MUSUBI_DATASETS, where)
    sources = [key for key in known.SOURCES if key in row]
    if len(sources) != 1:
        yield wrong("The dataset needs one folder of pictures.", where, "Set `image_directory`.")
    if "cache_directory" not in row:
        yield wrong("`cache_directory` is missing.", where, "Give the dataset one of its own.")
    if not {**general, **row}.get("caption_extension"):
        # It has no usual value, and pictures without a caption are left out without a word.
        yield wrong(
            "`caption_extension` is missing.", where, 'Write `caption_extension = ".txt"`.'
        )


def _subset(values: Fields, where: str) -> Iterator[Fault]:
    """Yield what the trainer lets pass and then trains on nothing, or on nothing said."""
    if "caption_extension" not in values:
        cure = 'Write `caption_extension = ".txt"`; `.caption` holds without it.'
        yield wrong("`caption_extension` is missing.", where, cure)
    repeats = values.get("num_repeats", 1)
    if isinstance(repeats, int) and repeats < 1:
        yield wrong(
            "`num_repeats` is below 1: nothing would be trained.", where, "Write 1 or more."
        )


def _buckets(values: Fields, base: Base, where: str) -> Iterator[Fault]:
    """Yield what is wrong with the shapes into which pictures are sorted."""
    if values.get("enable_bucket") is not True:
        return
    least, most, steps = (
        values.get(key, usual)
        for key, usual in zip(
            ("min_bucket_reso", "max_bucket_reso", "bucket_reso_steps"), _DEFAULT_BUCKETS,
            strict=True,
        )
    )  # fmt: skip
    unit = BUCKET_STEPS[base]
    if isinstance(steps, int) and (steps < 1 or steps % unit):
        what = f"`bucket_reso_steps` is {steps}, which does not divide by {unit}."
        yield wrong(what, where, f"Write `bucket_reso_steps = {unit}`; {base.words} needs it.")
    sides = _sides(values.get("resolution"))
    if not sides:
        return
    if isinstance(least, int) and least > min(sides):
        what = f"`min_bucket_reso` is {least}, above the resolution's {min(sides)}."
        yield wrong(what, where, f"Write {min(sides)} or less.")
    if isinstance(most, int) and most < max(sides):
        what = f"`max_bucket_reso` is {most}, below the resolution's {max(sides)}."
        yield wrong(what, where, f"Write {max(sides)} or more.")


def _level(
    values: Fields, keys: Mapping[str, Takes], where: str, refused: Mapping[str, str] | None = None
) -> Iterator[Fault]:
    """Yield what is wrong with one level; the resolution takes two shapes."""
    plain = {key: value for key, value in values.items() if key != "resolution"}
    yield from check_table(plain, keys, refused or {}, where)
    if "resolution" in values and not ("resolution" in keys and _sides(values["resolution"])):
        what = f"`resolution` is {shown(values['resolution'])}; {known.SIDE.words} is needed."
        yield wrong(what, where, "Write `resolution = 1024` or `[960, 544]`, for a dataset.")


def _sides(value: JSON) -> tuple[int, ...]:
    """Return the sides that a resolution names; () where it is none."""
    sides = value if isinstance(value, list) and len(value) == _PAIR else [value]
    whole = tuple(side for side in sides if type(side) is int and side > 0)
    return whole if len(whole) == len(sides) else ()


def _rows(value: JSON) -> Iterator[Fields]:
    for row in value if isinstance(value, list) else ():
        if isinstance(row, dict):
            yield row
