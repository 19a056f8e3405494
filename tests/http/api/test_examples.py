"""What the documentation shows is so: each example is carried out and answered as it is described."""

import json
import re

import jsonschema
import openapi_spec_validator
import pytest

from chalicelib.http.api import files, openapi
from chalicelib.http.api.serving import Operation
from tests.http.api import shop
from tests.http.api.client import Till, Told
from tests.http.story import Story

EACH = pytest.mark.parametrize("of", shop.operations(), ids=lambda of: of.id)


def conforms(of: Operation, told: Told) -> None:
    """The answer is one that the document describes."""
    described = shop.described(of)["responses"][str(told.status)]
    if files.BYTES in described["content"]:
        assert told.header("Content-Type") == files.BYTES
        return
    if "text/csv" in described["content"]:
        assert told.header("Content-Type").startswith("text/csv")
        return
    schema = described["content"]["application/json"]["schema"]
    components = {"components": openapi.document()["components"]}
    jsonschema.Draft202012Validator(
        {**components, **schema}, format_checker=jsonschema.FormatChecker()
    ).validate(told.value)
    if "ETag" in described.get("headers", {}):
        assert told.tag.startswith('"')


@pytest.fixture
def asked(till: Till, story: Story, of: Operation) -> Told:
    shop.opened(till, story, but=of.id)
    return shop.ask(till, of)


@EACH
def test_the_example_is_carried_out_and_answered_as_described(asked: Told, of: Operation) -> None:
    assert asked.status == max(of.gives), asked.answer.text
    conforms(of, asked)


@pytest.mark.parametrize("of", [of for of in shop.operations() if of.once == "kept"], ids=lambda of: of.id)
def test_what_was_done_with_a_key_is_shown_and_not_done_again(
    till: Till, story: Story, of: Operation
) -> None:
    shop.opened(till, story, but=of.id)
    first = shop.ask(till, of, once="k-1")
    stored = [one for one in story.memory.items() if one["kind"]["S"] != "key"]
    again = shop.ask(till, of, once="k-1")
    assert (again.status, again.value.keys()) == (first.status, first.value.keys()), again.answer.text
    conforms(of, again)
    assert [one for one in story.memory.items() if one["kind"]["S"] != "key"] == stored


def test_the_document_is_an_openapi_document() -> None:
    openapi_spec_validator.validate(openapi.document())


def test_every_reference_leads_to_a_shape_with_a_name_for_people() -> None:
    shapes = openapi.document()["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(openapi.document())))
    assert named - {"ProblemDetails"} <= set(shapes)
    assert not [name for name in shapes if "__" in name]


@EACH
def test_every_operation_says_what_it_is_and_shows_what_it_takes(of: Operation) -> None:
    summary, _ = of.says
    assert summary.endswith(".")
    assert not of.takes or shop.example(of)


def test_moments_are_looked_at_by_these_tests() -> None:
    assert not jsonschema.FormatChecker().conforms("2026-03-02 01:30", "date-time")
    assert not jsonschema.FormatChecker().conforms("2026-13-02", "date")


def test_every_link_leads_to_an_operation_and_one_of_its_parameters() -> None:
    known = {of.id: {one["name"] for one in shop.described(of)["parameters"]} for of in shop.operations()}
    for of in shop.operations():
        for name, parameters in of.links.items():
            assert set(parameters) <= known[name], f"{of.id} -> {name}"


def test_the_names_of_operations_are_each_once() -> None:
    names = [of.id for of in shop.operations()]
    assert len(names) == len(set(names))
