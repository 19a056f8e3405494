"""The short way from an answer to a row comes to the same as PynamoDB's and botocore's own."""

import importlib
import json
import pkgutil
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pynamodb.attributes import Attribute, AttributeContainer, DiscriminatorAttribute
from pynamodb.exceptions import AttributeNullError

from chalicelib import records
from chalicelib.records import table
from chalicelib.records.decoding import READS
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.sentences import Said
from chalicelib.titles import Title

AT = datetime(2026, 5, 4, 4, 0, 0, 123000, tzinfo=UTC)
SPECIMENS = {
    "DateAttribute": date(2026, 2, 28),
    "InstantAttribute": AT,
    "MoneyAttribute": Decimal("12.50"),
    "PackedAttribute": [["晨光橡木", 1, None]] * 400,
    "JSONAttribute": {"a": ["line\nbreak", 1.5, None, {}]},
    "SaidAttribute": Said("{campaign} stands.", campaign="晨光"),
    "SentencesAttribute": {"guangzhou": Said("planned")},
    "HistoryAttribute": [["2026-05-04T04:00:00.123Z", "Ann", Said("skipped"), "晨光"]],
    "TitleAttribute": Title.made(
        "致电王芳", "zh-Hans", "tasks/reply", {"customer_name": "王芳", "note": "😀"}
    ),
    "UnicodeAttribute": "晨光\t😀",
    "BooleanAttribute": True,
    "NumberAttribute": -7,
}


def kinds() -> list[type[Row]]:
    for info in pkgutil.iter_modules(records.__path__):
        importlib.import_module(f"{records.__name__}.{info.name}")
    return sorted(Row.kind.get_registered_subclasses(Row), key=lambda kind: kind.__name__)


def attributes(kind: type[Row]) -> dict[str, Attribute[Any]]:
    return {
        name: one
        for name, one in kind.get_attributes().items()
        if not isinstance(one, DiscriminatorAttribute) and name not in ("pk", "sk")
    }


def full(kind: type[Row]) -> Row:
    return kind("a", "b", **{name: SPECIMENS[type(one).__name__] for name, one in attributes(kind).items()})


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_row_is_read_as_pynamodb_reads_it(kind: type[Row]) -> None:
    for row in (full(kind), kind("a", "b")):
        stored = AttributeContainer._container_serialize(row, null_check=False)
        there, theirs = Row.from_raw_data(stored), Row._instantiate(stored)
        assert type(there) is type(theirs) is kind
        assert there.attribute_values == theirs.attribute_values
        assert row.serialize(null_check=False) == stored


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_an_update_leaves_what_is_stored_and_nothing_else(kind: type[Row]) -> None:
    row, other = full(kind), kind("a", "b")
    row.deserialize(other.serialize(null_check=False))
    assert row.attribute_values == Row._instantiate(other.serialize(null_check=False)).attribute_values


def test_what_has_to_be_said_is_asked_for_before_it_is_written() -> None:
    with pytest.raises(AttributeNullError, match="step"):
        Touchpoint(*Touchpoint.at("c1", "t1"), due_at=AT).serialize()


def test_what_was_null_or_is_not_stored_is_as_a_new_row_has_it() -> None:
    bare = {"pk": {"S": "a"}, "sk": {"S": "b"}, "kind": {"S": "touchpoint"}}
    one, other = (Touchpoint.from_raw_data({**bare, "due_key": {"NULL": True}}) for _ in range(2))
    assert (one.due_key, one.attempt, one.waits) == (None, 0, {})
    one.waits["window"] = 1
    assert other.waits == {}


def test_a_row_of_another_class_or_kind_is_refused() -> None:
    raw = Touchpoint(*Touchpoint.at("c1", "t1"), step="tips", due_at=AT).serialize()
    with pytest.raises(ValueError, match="a Touchpoint is no Task"):
        Task.from_raw_data(raw)
    with pytest.raises(ValueError, match="Unknown discriminator"):
        Row.from_raw_data({**raw, "kind": {"S": "nothing of ours"}})
    with pytest.raises(TypeError):
        Row.from_raw_data({**raw, "due_at": {"N": "1"}})


def test_no_row_holds_bytes() -> None:
    """They alone would have to be decoded before a row is made of them."""
    found = {one.attr_type for kind in kinds() for one in attributes(kind).values()}
    assert found == {"S", "N", "BOOL"}


def test_the_engine_s_answers_are_taken_as_botocore_makes_them(engine: str) -> None:
    table.connect("decoding", "us-east-1", engine)
    Row.create_table(wait=True)
    row = Touchpoint(*Touchpoint.at("c1", "t1"), step="晨光😀", due_at=AT, waits={"a": 1.5})
    row.save()
    connection = Row._get_connection().connection
    fresh = connection.session.create_client("dynamodb", connection.region, endpoint_url=engine)
    key = {"pk": {"S": row.pk}, "sk": {"S": row.sk}}
    for operation, asked in asking(key).items():
        short = connection.client._make_api_call(operation, asked)
        long = fresh._make_api_call(operation, asked)
        assert {**short, "ResponseMetadata": 0} == {**long, "ResponseMetadata": 0}
        assert set(short["ResponseMetadata"]) == set(long["ResponseMetadata"])
        assert "晨光" in json.dumps(short, ensure_ascii=False)
    Row.delete_table()
    table.connect("aftercare", "us-east-1", None)


def asking(key: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One request of each operation whose answers are taken so."""
    name = {"TableName": "decoding"}
    query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": key["pk"]}}
    found = {
        "GetItem": {**name, "Key": key, "ReturnConsumedCapacity": "TOTAL"},
        "BatchGetItem": {"RequestItems": {"decoding": {"Keys": [key]}}},
        "Query": {**name, **query, "Limit": 1},
        "Scan": {**name, "Limit": 1},
        "UpdateItem": {
            **name, "Key": key, "UpdateExpression": "SET reason = :n", "ReturnValues": "ALL_NEW",
            "ExpressionAttributeValues": {":n": {"S": "晨光"}},
        },
    }  # fmt: skip
    assert set(found) == set(READS)
    return found
