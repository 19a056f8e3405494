"""Rows from the table's answers and back, the short way: a page is put together from hundreds of rows, and
most of its time went into taking them apart attribute by attribute, once by botocore's model and twice by
PynamoDB's."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, Self
from weakref import WeakSet

from pynamodb.attributes import Attribute, JSONAttribute
from pynamodb.constants import NULL
from pynamodb.exceptions import AttributeNullError

Item = dict[str, dict[str, Any]]
# What botocore's model makes of these answers is what JSON makes of them, but for bytes, of which our rows
# hold none.
READS = ("GetItem", "BatchGetItem", "Query", "Scan", "UpdateItem")
_TAUGHT: WeakSet[Any] = WeakSet()
_of_json = json.JSONDecoder(strict=False).decode


class Field(NamedTuple):
    """`made`: what it is where nothing is stored, if that is a new one each time."""

    name: str
    stored: str
    attribute: Attribute
    read: Callable[[Any], Any]
    default: Any
    made: Callable[[], Any] | None


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
        for name, place, attribute, *_ in self._laid_out():
            written = None if (value := says(name)) is None else attribute.serialize(value)
            if written is not None:
                stored[place] = {attribute.attr_type: written}
            elif null_check and not attribute.null:
                raise AttributeNullError(name)
        return stored

    @classmethod
    def _laid_out(cls: Any) -> tuple[Field, ...]:
        return _fields(cls)


def _values(fields: tuple[Field, ...], data: Item) -> dict[str, Any]:
    found = {}
    for name, stored, attribute, read, default, made in fields:
        raw = data.get(stored)
        if raw and NULL not in raw:
            found[name] = read(attribute.get_value(raw))
        elif made:
            found[name] = made()
        elif default is not None:
            found[name] = default
    return found


@cache
def _fields(kind: Any) -> tuple[Field, ...]:
    return tuple(_field(name, one, kind) for name, one in kind.get_attributes().items())


def _field(name: str, one: Any, kind: Any) -> Field:
    read = _of_json if type(one) is JSONAttribute else one.deserialize
    made = one.default if callable(one.default) else None
    default = kind if name == kind._discriminator and one.get_discriminator(kind) else one.default
    return Field(name, one.attr_name, one, read, None if made else default, made)


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
