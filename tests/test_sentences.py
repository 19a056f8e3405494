"""What is refused is a sentence with named places, so that pages can say it in another language."""

import ast
import copy
import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import BadInput, NotSent, Refused
from chalicelib.sentences import PLACE, Joined, Said, named
from chalicelib.words import speaking
from tests import refusals

LANGUAGES = list(speaking.LOCALES)
# What an error takes besides the values of its sentence.
NO_VALUES = {"retry_after", "provider_code", "verdict"}
# What people write that a careless program would read as its own.
TRICKY = st.one_of(st.text(), st.sampled_from(["{", "}", "{0}", "{name}", "{name!r}", "%(x)s", "%", "a\nb"]))


@cache
def sentences() -> list[str]:
    return sorted(
        {node.args[0].value for _, node in refusals.said() if isinstance(node.args[0], ast.Constant)}
    )


def test_it_is_its_english() -> None:
    error = BadInput("There is no sale {order}.", order="A{1}")
    assert str(error) == error.said == "There is no sale A{1}."
    assert json.dumps(error.said) == '"There is no sale A{1}."'
    assert (error.said.msgid, error.said.values) == ("There is no sale {order}.", {"order": "A{1}"})


def test_what_an_error_carries_besides_is_no_value_of_its_sentence() -> None:
    assert NotSent("Not now ({code}).", 7, code=429).retry_after == 7
    refused = Refused("No ({code}).", "21610", "stopped", code=21610)
    assert (str(refused), refused.verdict, refused.provider_code) == ("No (21610).", "stopped", "21610")


def test_a_sentence_within_another_is_said_in_the_same_language() -> None:
    stage = named("carrying out", "Being carried out")
    said = Said("Complaint {complaint} is {stage} by now; look at it again.", complaint="C1", stage=stage)
    assert said == "Complaint C1 is carrying out by now; look at it again."
    assert speaking.said("zh-Hans", said) == "投诉C1现已处于“办理中”；请重新查看。"
    assert speaking.said("en", said) == "Complaint C1 is Being carried out by now; look at it again."


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (["a", "b"], "a, b", "a、b"),
        (Joined(["a", Said("everything")], "; "), "a; everything", "a；不限金额"),
        (Joined(["sms", "email"], " or "), "sms or email", "sms或email"),
    ],
)
def test_lists_are_joined_as_each_language_joins_them(value: object, english: str, chinese: str) -> None:
    said = Said("use one of {known}", known=value)
    assert (said, speaking.said("zh-Hans", said)) == (f"use one of {english}", f"请从以下选择：{chinese}")


def test_commands_are_for_the_command_line_alone() -> None:
    said = BadInput(
        "There is no task {key}. `aftercare tasks --rep NAME` lists them.", key="t `aftercare x`"
    ).said
    assert speaking.said("en", said) == "There is no task t `aftercare x`."
    assert speaking.said("zh-Hant", said) == "沒有任務t `aftercare x`。"


@given(text=TRICKY, other=TRICKY)
def test_nothing_in_a_value_is_taken_for_a_place(text: str, other: str) -> None:
    said = Said("{name} and {other!r}, {name}", name=text, other=other)
    assert said == f"{text} and {other!r}, {text}"
    assert copy.deepcopy(said).values == said.values
    assert speaking.said("zh-Hans", Said("{name}", name=text)) == text


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=25)
@given(value=TRICKY)
def test_whatever_a_value_is_every_sentence_can_be_said(language: str, value: str) -> None:
    for sentence in sentences():
        places = {found[1] for found in PLACE.finditer(sentence)}
        spoken = speaking.said(language, Said(sentence, **dict.fromkeys(places, value)))
        assert spoken.count(value) or repr(value) in spoken or not places, sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_stays_empty(language: str) -> None:
    for sentence in sentences():
        places = {found[1] for found in PLACE.finditer(sentence)}
        spoken = speaking.said(language, Said(sentence, **dict.fromkeys(places, "X")))
        assert not PLACE.search(spoken)


def test_each_refusal_is_written_out_where_it_is_raised() -> None:
    """Text that was put together already is in no catalogue: whoever reads Chinese would read English."""
    built = [where for where, node in refusals.said() if _is_built(node.args[0])]
    assert not built, (
        f"name the places, such as BadInput('There is no sale {{order}}.', order=order): {built}"
    )


def _is_built(sentence: ast.expr) -> bool:
    called = getattr(sentence, "func", None)
    makes = {"str", "repr", "join", "format", "replace"}
    return (
        isinstance(sentence, ast.JoinedStr | ast.BinOp)
        or getattr(called, "id", getattr(called, "attr", "")) in makes
    )


def test_each_place_has_its_value() -> None:
    apart = [
        where
        for where, node in refusals.said()
        if isinstance(node.args[0], ast.Constant)
        and {found[1] for found in PLACE.finditer(node.args[0].value)}
        != {str(one.arg) for one in node.keywords} - NO_VALUES
    ]
    assert not apart
    assert len(sentences()) > 400
