from __future__ import annotations

import time
from datetime import date
from fractions import Fraction

import pytest

from lyrad.config.contexts import SPEC_WORDS, context_of
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.errors import Code
from lyrad.model.names import ProductionId
from lyrad.model.production import Production, Tree
from lyrad.model.spec import FrameChoice
from tests.support.config_faults import only_fault
from tests.support.nouns import PRODUCTION, shot_spec

FILM = Production(
    id=ProductionId(PRODUCTION), title="The Lighthouse", timezone="UTC", defaults={},
    tree=Tree(), hold_over=100, start_timecode="01:00:00:00",
)  # fmt: skip
CAPTURES = (("scene", "SC010"), ("shot", "SH0020"))
TEMPLATES = Templates(folders=(shipped("templates"),))
WHERE = "rules/x.yaml, do[1]"


def filled(template: str, templates: Templates = TEMPLATES, **changes):
    context = context_of(FILM, shot_spec(**changes), CAPTURES)
    return templates.render_fields({"prompt": template}, context, WHERE)["prompt"]


def test_a_template_knows_captures_spec_and_production():
    template = "{{ scene }}/{{ shot }} {{ production.title }} {{ spec.size }} {{ spec.frames }}"
    assert filled(template) == "SC010/SH0020 The Lighthouse 320x180 25"


def test_every_word_of_a_spec_can_be_used():
    given = shot_spec(due=date(2026, 11, 30), seed=7, last=FrameChoice(none=True))
    context = context_of(FILM, given, CAPTURES)
    values = [
        TEMPLATES.render_fields({"x": f"{{{{ spec.{word} }}}}"}, context, WHERE)["x"]
        for word in SPEC_WORDS
    ]
    assert values == [
        given.description, "25", "1.0416666666666667", "24", "320x180", "320", "180", "crop", "1",
        "7", "drawn", "h264", "normal", "2026-11-30", "", "none", "", "", "",
    ]  # fmt: skip


def test_what_nobody_said_is_empty_and_can_have_a_default():
    assert filled("[{{ spec.seed }}]") == "[]"
    assert filled("{{ spec.due | default('some day', true) }}") == "some day"


def test_an_exact_rate_stays_exact():
    assert filled("{{ spec.fps }}", rate=Fraction(24000, 1001)) == "24000/1001"
    assert filled("{{ spec.fps }}", rate=Fraction(25, 2)) == "12.5"


def test_the_shipped_prompt_is_what_the_person_wrote():
    words = "Küche: {{ 7 * 7 }} {% endfor %} <b>dusk</b>"
    assert filled("templates/prompts/shot.j2", description=words) == words


def test_the_joining_filters_take_a_list_or_a_single_text():
    assert (
        filled("{{ ['a', spec.seed, 'b'] | sentences }}|{{ 'a. b' | sentences }}") == "a. b|a. b"
    )
    assert filled("{{ ['a.', spec.seed, 'b, a'] | tags }}|{{ 'x' | tags }}") == "a, b|x"


def test_a_hosts_template_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts/shot.j2").write_text("mine: {{ spec.description }}", "utf-16")
    templates = Templates(folders=(tmp_path, shipped("templates")))
    assert filled("templates/prompts/shot.j2", templates, description="x") == "mine: x"


def test_values_that_are_no_template_are_left_as_they_are():
    fields = {"a": True, "b": 3, "c": None, "d": [1, "{{ shot }}"], "e": {"f": "{{ shot }}"}}
    rendered = TEMPLATES.render_fields(fields, {"shot": "SH0020"}, WHERE)
    assert rendered == {"a": True, "b": 3, "c": None, "d": [1, "SH0020"], "e": {"f": "SH0020"}}


@pytest.mark.parametrize(
    ("template", "hint"),
    [
        ("{{ sceen }}", "Did you mean `scene`?"),
        ("{{ spec.descripton }}", "Did you mean `spec.description`?"),
        ("{{ style.ligth }}", "Did you mean `style.light`?"),
        ("{{ famly }}", "Did you mean `family`?"),
        ("{{ spec['nothing'] }}", "docs/rules.md"),
    ],
)
def test_a_word_that_does_not_exist_is_a_fault_that_names_those_that_do(template, hint):
    fault = only_fault(lambda: filled(template))
    assert fault.code is Code.TEMPLATE
    assert fault.where == f"{WHERE}, prompt"
    assert hint in fault.next


@pytest.mark.parametrize(
    "template",
    [
        "{{ spec.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 'a' * 10**9 }}",
        "{{ [spec.description] | sentences('x') }}",
        "{{ style.lok }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 2**99999999 }}",
        "{{ spec.description | replace('', spec.description * 1) }}",
        "{% for i in range(99) %}{{ range(999) | join(spec.description) }}{% endfor %}",
        "{{ (range(999) | join(spec.description)) | replace('', 'y' ~ spec.description) }}",
        "{{ lipsum(n=100000) }}",
        "{{ spec.description | center(1000000000) }}",
        "{% for i in range(100000) %}{% endfor %}",
        "{% for i in range(9) %}{% for j in range(9) %}{% endfor %}{% endfor %}",
        "{% for i in range(1000) %}{{ spec.description }}{{ spec.description }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'prompts/shot.j2' %}",
        "{% extends 'prompts/shot.j2' %}",
        "{{ 1 / 0 }}",
        "{{ spec.description + 1 }}",
        "{{ spec.description.upper",
        "templates/../../../../etc/passwd.j2",
        "templates//etc/passwd.j2",
        "templates/prompts/none.j2",
        "x" * 70_000 + "{{ shot }}",
    ],
)
def test_a_template_that_reaches_too_far_is_refused_quickly(template):
    began = time.process_time()
    fault = only_fault(lambda: filled(template, description="dusk " * 20))
    assert fault.code is Code.TEMPLATE
    assert time.process_time() - began < 0.5


def test_the_usual_filters_and_methods_are_there():
    assert filled("{{ scene | lower }} {{ 'a b'.split() | join('-') }}") == "sc010 a-b"
    assert filled("{{ 'a b' | replace('a', 'c') | upper }} {{ 7 % 4 * 2 }}") == "C B 6"
    assert (
        filled("{% for word in 'a b'.split() %}{{ loop.index }}{{ word }}{% endfor %}") == "1a2b"
    )


def test_a_template_cannot_change_what_it_was_given():
    assert only_fault(lambda: filled("{{ spec.update({'a': 1}) }}")).code is Code.TEMPLATE
