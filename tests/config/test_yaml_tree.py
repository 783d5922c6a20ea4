from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.config.text import SIZE_LIMIT
from lyrad.config.yaml_tree import FAULT_LIMIT, documents, one_document
from lyrad.errors import Code, ConfigError
from tests.support.config_faults import faults, only_fault


def root(text: str):
    return one_document(text, "shot.yaml").root


def stop(text: str):
    return only_fault(lambda: one_document(text, "shot.yaml"))


def test_every_scalar_stays_the_words_that_were_written():
    written = "a: no\nb: 010\nc: 12:30\nd: 1e3\ne: 0o17\nf: yes\ng: 2026-11-30\nh: .inf\ni: 1_000"
    assert list(root(written).values()) == [
        "no", "010", "12:30", "1e3", "0o17", "yes", "2026-11-30", ".inf", "1_000",
    ]  # fmt: skip


def test_values_and_keys_know_their_line_and_column():
    document = one_document("a: 1\ntree:\n  - {x: 2, ü: 3}\n", "shot.yaml")
    assert document.where(("tree", 0, "ü")) == "shot.yaml, line 3, column 15"
    assert document.where(("tree", 0, "ü"), key=True) == "shot.yaml, line 3, column 12"
    assert document.where(("tree", 0, "nothing")) == "shot.yaml, line 3, column 5"


def test_a_key_that_stands_twice_is_a_fault_that_names_both_lines():
    document = one_document("takes: 1\nfps: 24\ntakes: 2\n", "shot.yaml")
    assert [fault.code for fault in document.faults] == [Code.DUPLICATE_KEY]
    assert document.faults[0].where == "shot.yaml, line 3, column 1"
    assert "line 1" in document.faults[0].what


def test_an_alias_repeats_what_stands_above_it():
    assert root("a: &x [1, 2]\nb: *x\n") == {"a": ["1", "2"], "b": ["1", "2"]}


@pytest.mark.parametrize("text", ["a: *nothing\n", "a: &x [*x]\n"])
def test_an_alias_without_an_anchor_is_a_fault(text):
    assert [one.code for one in one_document(text, "s").faults] == [Code.YAML_ALIASES]


def test_an_alias_bomb_is_refused_before_it_grows():
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    assert stop("\n".join(lines)).code is Code.YAML_ALIASES


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[a,", "&a "])
def test_hostile_nesting_is_refused_quickly(opening):
    text = (opening * SIZE_LIMIT)[:SIZE_LIMIT]
    began = time.process_time()
    with pytest.raises(ConfigError):
        documents(text, "shot.yaml")
    assert time.process_time() - began < 1


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!x y", "!!int 3"])
def test_tags_are_refused_by_name(tag):
    found = one_document(f"a: {tag}\n", "shot.yaml").faults
    assert [fault.code for fault in found] == [Code.YAML_SYNTAX]
    assert "tag" in found[0].what


def test_a_key_that_is_a_list_is_a_fault():
    assert "name is expected" in stop("? [a]\n: b\n").what


@pytest.mark.parametrize(
    "text", ["a: 1\n\tb: 2\n", "tree:\n\tscene: x\n", "tree:\n  \tscene: x\n"]
)
def test_a_tab_that_indents_is_named_with_its_place(text):
    fault = stop(text)
    assert fault.code is Code.YAML_TABS
    assert "line 2" in fault.where
    assert "spaces" in fault.next


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: “x y”", "x y"),
        ("a: „x“", "x"),
        ("a: «x»", "x"),
        ("a: \u2018x\u2019", "x"),
        ("a: “Go,” she says.", "“Go,” she says."),
        ("a: “Go,” she says, “now”", "“Go,” she says, “now”"),
        ("a: \u2018Tis dusk", "\u2018Tis dusk"),
        ("“a”: x", "x"),
    ],
)
def test_curly_quotes_are_taken_off_or_belong_to_the_words(text, value):
    assert root(text) == {"a": value}


@pytest.mark.parametrize("text", ["a: “Take # 3”", "a: “Dusk: a pan”", "a: [“x: y”, z: w: q]"])
def test_a_curly_quote_that_breaks_the_yaml_is_named(text):
    def read():
        found = one_document(text, "shot.yaml")
        if found.faults:
            raise ConfigError(*found.faults)

    fault = faults(read)[0]
    assert fault.code is Code.YAML_QUOTES
    assert fault.where.startswith("shot.yaml, line 1, column ")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: b: c", "second colon"),
        ('a: "x', "never closes"),
        ("a: [x", "bracket"),
        ("a: @x", "begin with this sign"),
        ("a: *b*", "YAML uses them"),
        ("a: 'it's'", "closing quote"),
        ("  a: 1\nb: 2", "another column"),
        ("a: %x", "begin with this sign"),
    ],
)
def test_common_slips_are_explained(text, hint):
    fault = stop(text)
    assert fault.code is Code.YAML_SYNTAX
    assert hint in fault.what


def test_an_invisible_character_is_named():
    fault = stop("a: 1\nb: x\x07y\n")
    assert "U+0007" in fault.what
    assert fault.where == "shot.yaml, line 2, column 5"


def test_two_documents_are_one_too_many():
    assert "second document" in stop("---\na: 1\n---\nb: 2\n").what


def test_an_empty_text_is_an_empty_mapping():
    assert root("") == root("# nothing\n") == root("---\n") == {}


def test_nobody_is_shown_more_faults_than_a_person_reads():
    assert len(one_document("a: 1\n" * 100, "s").faults) == FAULT_LIMIT


def refusals(text: str):
    try:
        return [fault for one in documents(text, "shot.yaml") for fault in one.faults]
    except ConfigError as error:
        return error.faults or pytest.fail("refused without a fault")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_fault(text):
    assert all(fault.what and fault.where and fault.next for fault in refusals(text))


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t“”1", max_size=40))
def test_any_punctuation_is_read_or_refused_with_a_fault(text):
    assert all(fault.what and fault.where and fault.next for fault in refusals(text))
