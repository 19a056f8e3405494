"""Rows from the table's answers and back, the short way: a page is put together from hundreds of rows, and
most of its time went into taking them apart attribute by attribute, once by botocore's model and twice by
PynamoDB's."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, Self
from weakref import WeakSet

from pynamodb.attributes import Attribute, JSONAttribute, NumberAttribute
from pynamodb.constants import NULL
from pynamodb.exceptions import AttributeNullError

Item = dict[str, dict[str, Any]]
# What botocore's model makes of these answers is what JSON makes of them, but for bytes, of which our rows
# hold none.
READS = ("GetItem", "BatchGetItem", "Query", "Scan", "UpdateItem")
_TAUGHT: WeakSet[Any] = WeakSet()
_of_json = json.JSONDecoder(strict=False).decode


class Field(NamedTuple):
    name: str
    kind: str
    attribute: Attribute
    read: Callable[[Any], Any]


class Fields(NamedTuple):
    """By what each is called where it is stored; and what those are of which nothing is stored, in so far as
    it is always the same, or a new one each time."""

    stored: dict[str, Field]
    same: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]


class Decoding:
    """A row whose class knows the way from what is stored to what it says."""

    attribute_values: dict[str, Any]

    @classmethod
    def from_raw_data(cls, data: Item) -> Self:
        kind: Any = cls._get_discriminator_class(data) or cls  # type: ignore[attr-defined]
        if not issubclass(kind, cls):
            raise ValueError(f"a {kind.__name__} is no {cls.__name__}")
        row = kind.__new__(kind)
        row.attribute_values = _values(_fields(kind), data)
        return row

    def _container_deserialize(self, attribute_values: Item) -> None:
        """The row as an update left it."""
        self.attribute_values = _values(self._laid_out(), attribute_values)

    def _container_serialize(self, null_check: bool = True) -> Item:
        says, stored = self.attribute_values.get, {}
        for place, (name, kind, attribute, _) in self._laid_out().stored.items():
            written = None if (value := says(name)) is None else attribute.serialize(value)
            if written is not None:
                stored[place] = {kind: written}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return stored

    @classmethod
    def _laid_out(cls: Any) -> Fields:
        return _fields(cls)


def _values(fields: Fields, data: Item) -> dict[str, Any]:
    found = dict(fields.same)
    for stored, raw in data.items():
        field = fields.stored.get(stored)
        if field and raw and NULL not in raw:
            name, kind, attribute, read = field
            found[name] = read(raw[kind] if kind in raw else attribute.get_value(raw))
    for name, made in fields.made:
        if name not in found:
            found[name] = made()
    return found


@cache
def _fields(kind: Any) -> Fields:
    each = kind.get_attributes()
    stored = {one.attr_name: Field(name, one.attr_type, one, _reader(one)) for name, one in each.items()}
    made = {name: one.default for name, one in each.items() if callable(one.default)}
    same = {name: _default(name, one, kind) for name, one in each.items() if name not in made}
    given = {name: value for name, value in same.items() if value is not None}
    return Fields(stored, given, tuple(made.items()))


def _reader(one: Any) -> Callable[[Any], Any]:
    special = {JSONAttribute: _of_json, NumberAttribute: _number}
    return special.get(type(one), one.deserialize)


def _number(text: str) -> int | float:
    return int(text) if text.isdecimal() else json.loads(text)


def _default(name: str, one: Any, kind: Any) -> Any:
    return kind if name == kind._discriminator and one.get_discriminator(kind) else one.default


def as_they_are(connection: Any) -> Any:
    """The same connection to the table, of which what is read comes without a second look."""
    client = connection.connection.client
    if client not in _TAUGHT:
        client.meta.events.register("before-parse.dynamodb", _take, unique_id="aftercare-as-they-are")
        _TAUGHT.add(client)
    return connection


def _take(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    if operation_model.name in READS and response_dict["status_code"] < 300:
        customized_response_dict.update(json.loads(response_dict["body"]))
        response_dict["body"] = b"{}"
