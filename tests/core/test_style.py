"""Styles: which are needed, what is wrong with them together, what they come to."""

from __future__ import annotations

from lyrad.core.style.finding import is_style, name_of, near, needed
from lyrad.core.style.laying import laid
from lyrad.errors import Code, Fault
from lyrad.model.names import RelPath
from lyrad.model.style import Aspect, Family, Parent, ShotStyle, Style

BROKEN = Fault(code=Code.BAD_VALUE, what="It is wrong.", where="style/x.yaml", next="Mend it.")


def style(name: str, *parents: str, tags: dict[str, str] | None = None, **words: str) -> Style:
    shown = f"style/{name}.yaml"
    return Style(
        name=name,
        shown=shown,
        inherits=tuple(Parent(name=one, where=f"{shown}, line 1, column 12") for one in parents),
        words={Aspect(key): text for key, text in words.items()},
        tags={Aspect(key): text for key, text in (tags or {}).items()},
    )


def among(*styles: Style) -> dict[str, Style]:
    return {one.name: one for one in styles}


def faults(*styles: Style, named: str = "noir") -> tuple[Fault, ...]:
    there = among(*styles)
    return needed([named], there, there.__getitem__).faults


# What they come to.


def test_a_style_says_what_its_file_says() -> None:
    noir = style("noir", look="A film noir.", negative="neon")
    found = laid(["noir"], among(noir))
    assert found.words == {"look": "A film noir.", "negative": "neon"}
    assert (found.tags, found.clashes) == ({}, ())


def test_what_a_style_says_goes_before_what_it_inherits() -> None:
    base = style("base", look="Plain.", grain="Fine grain.")
    noir = style("noir", "base", look="A film noir.")
    found = laid(["noir"], among(base, noir))
    assert found.words == {"look": "A film noir.", "grain": "Fine grain."}
    assert found.clashes == ()


def test_of_two_named_styles_the_later_wins_and_that_is_told() -> None:
    noir, rain = style("noir", light="Hard."), style("rain", light="Soft.", look="Wet streets.")
    found = laid(["noir", "rain"], among(noir, rain))
    assert found.words == {"light": "Soft.", "look": "Wet streets."}
    assert found.clashes == (
        "The styles noir and rain both have a light: rain's is used, since it is named later.",
    )
    assert laid(["rain", "noir"], among(noir, rain)).words["light"] == "Hard."


def test_two_styles_that_inherit_the_same_do_not_clash() -> None:
    base = style("base", light="Hard.")
    both = among(base, style("noir", "base", look="Noir."), style("rain", "base", grain="Wet."))
    assert laid(["noir", "rain"], both).clashes == ()


def test_negatives_add_up_each_once() -> None:
    base = style("base", negative="text, watermark")
    noir = style("noir", "base", negative="neon, Text")
    rain = style("rain", negative="(sun, moon:1.2), neon")
    found = laid(["noir", "rain"], among(base, noir, rain))
    assert found.words["negative"] == "text, watermark, neon, (sun, moon:1.2)"
    assert found.clashes == ()


def test_tags_are_told_to_models_that_read_tags_and_else_the_words() -> None:
    noir = style("noir", look="A film noir.", light="Hard.", tags={"look": "film noir, bw"})
    found = laid(["noir"], among(noir))
    assert found.told(Aspect.LOOK, Family.SENTENCES) == "A film noir."
    assert found.told(Aspect.LOOK, Family.TAGS) == "film noir, bw"
    assert found.told(Aspect.LIGHT, Family.TAGS) == "Hard."
    assert found.told(Aspect.LENS, Family.TAGS) == ""


def test_new_words_replace_the_inherited_tags_and_new_tags_leave_the_inherited_words() -> None:
    base = style("base", look="Plain.", light="Hard.", tags={"look": "plain", "light": "hard"})
    child = style("child", "base", look="Noir.", tags={"light": "rim light"})
    found = laid(["child"], among(base, child))
    assert found.told(Aspect.LOOK, Family.TAGS) == "Noir."
    assert found.told(Aspect.LIGHT, Family.SENTENCES) == "Hard."
    assert found.told(Aspect.LIGHT, Family.TAGS) == "rim light"


def test_tags_alone_are_words_too() -> None:
    found = laid(["noir"], among(style("noir", tags={"look": "film noir"})))
    assert found.told(Aspect.LOOK, Family.SENTENCES) == "film noir"


def digest(*styles: Style) -> str:
    return laid([styles[-1].name], among(*styles)).uses[0].digest


def test_another_word_is_another_content_also_in_a_parent() -> None:
    base, noir = style("base", look="Plain."), style("noir", "base", light="Hard.")
    assert digest(base, noir) == digest(base, noir)
    assert digest(base, style("noir", "base", light="Soft.")) != digest(base, noir)
    assert digest(style("base", look="Fancy."), noir) != digest(base, noir)
    assert digest(base, style("noir", "base", tags={"light": "Hard."})) != digest(base, noir)


def test_a_long_line_of_styles_is_laid_too() -> None:
    line = [style("s0", look="First.")]
    line += [style(f"s{n}", f"s{n - 1}", f"s{max(0, n - 2)}") for n in range(1, 1500)]
    assert laid(["s1499"], among(*line)).words == {"look": "First."}


def test_no_styles_come_to_nothing() -> None:
    assert laid([], {}) == ShotStyle()


# What is wrong with them.


def test_a_parent_that_is_not_there_is_told_with_the_nearest_name() -> None:
    (fault,) = faults(style("noir", "bsae"), style("base"))
    assert fault.code is Code.STYLE_UNKNOWN
    assert fault.what == "noir inherits from the style `bsae`, which is not there."
    assert fault.where == "style/noir.yaml, line 1, column 12"
    assert fault.next == "Did you mean `base`? There are `base`."


def test_styles_that_inherit_from_each_other_are_told_once() -> None:
    (fault,) = faults(style("noir", "rain"), style("rain", "fog"), style("fog", "noir"))
    assert fault.code is Code.STYLE_CIRCLE
    assert fault.what == "These styles inherit from each other: fog, noir, rain, fog."
    (alone,) = faults(style("noir", "noir"))
    assert alone.what == "These styles inherit from each other: noir, noir."


def test_every_fault_of_every_style_is_told_at_once() -> None:
    there = among(style("noir", "base", "gone", "fog"), style("fog", "noir"), style("base"))
    found = needed(
        ["noir"], there, lambda name: (BROKEN,) if name == "base" else there[name]
    ).faults
    assert [fault.code for fault in found] == [
        Code.STYLE_UNKNOWN,
        Code.BAD_VALUE,
        Code.STYLE_CIRCLE,
    ]


def test_what_nobody_names_is_not_read() -> None:
    there = among(style("noir", "base"), style("base"), style("unread"))
    assert set(needed(["noir"], there, there.__getitem__).styles) == {"noir", "base"}


# Where they lie.


def test_a_styles_name_is_its_files() -> None:
    names = {
        "style/noir.yaml": "noir",
        "style/Film Noir.YML": "Film Noir",
        "style/ku\u0308che.yaml": "k\u00fcche",
        "style/_old.yaml": None,
        "style/.hidden.yaml": None,
        "style/.yaml": None,
        "style/notes.txt": None,
        "style/old/noir.yaml": None,
        "scenes/noir.yaml": None,
    }
    assert {path: name_of(RelPath(path)) for path in names} == names
    assert [is_style(RelPath(path)) for path in ("style", "style/x", "styles/x")] == [
        True,
        True,
        False,
    ]


def test_the_nearest_name_is_a_hint_and_no_names_are_said_so() -> None:
    assert near("Noir", ["noir", "rain"]) == "Did you mean `noir`? There are `noir`, `rain`."
    assert near("zzz", ["noir"]) == "There are `noir`."
    assert near("noir", []) == "There is no style in style/ yet."
