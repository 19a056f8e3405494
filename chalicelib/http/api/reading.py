"""A body's bytes to one JSON object, a query to its values; what is wrong with either, in sentences."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from chalicelib.http import door
from chalicelib.http.api.problems import Problem, invalid
from chalicelib.http.api.sentences import sentence

LARGEST_BODY = 128 * 1024
DEEPEST = 20
# So many are told; more help nobody.
MOST_ERRORS = 50
LONGEST_NUMBER = 20
M = TypeVar("M", bound=BaseModel)


def body(model: type[M]) -> tuple[M, Any]:
    """The body as its declaration reads it, and as it came."""
    raw = door.body()
    check_encoding()
    _check_type()
    if len(raw) > LARGEST_BODY:
        raise Problem(
            "too_large", f"A body may have {LARGEST_BODY // 1024} KB; this one has {len(raw)} bytes."
        )
    value = _json(raw)
    if faults := list(_unwritable(value, "")):
        raise invalid(faults[:MOST_ERRORS])
    return _validated(model, value, "pointer"), value


def check_encoding() -> None:
    """API Gateway and the laptop hand a body on as it came."""
    given = door.request().headers.get("content-encoding", "").strip().lower()
    if given not in ("", "identity"):
        said = f"The body is encoded as {given[:80]!r}; send it plain, without Content-Encoding."
        raise Problem("wrong_type", said)


def _check_type() -> None:
    given = door.request().headers.get("content-type", "")
    kind, _, rest = given.lower().partition(";")
    charset = rest.replace(" ", "").replace('"', "")
    if kind.strip() != "application/json" or charset not in ("", "charset=utf-8"):
        raise Problem("wrong_type", f"The body is said to be {given[:80]!r}; send application/json in UTF-8.")


def _json(raw: bytes) -> Any:
    if not raw.strip():
        raise Problem("malformed", "The body is empty; send a JSON object, {} where nothing is to be said.")
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_int
        )
    except UnicodeDecodeError as error:
        raise Problem("malformed", f"The body is no UTF-8 from byte {error.start} on.") from None
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem("malformed", f"The body is no JSON: {error.msg} at {where}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem("malformed", "A name stands twice in one object; which of the two would be meant?")
    return found


def _no_constant(text: str) -> Any:
    raise Problem("malformed", f"{text} is no JSON number.")


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Problem("malformed", f"A number of {len(text)} digits is more than anything here can be.")
    return int(text)


def _too_deep() -> Problem:
    return Problem("malformed", f"The body nests deeper than {DEEPEST} levels.")


def _unwritable(value: Any, where: str, depth: int = 0) -> Iterator[dict[str, str]]:
    """Texts that no table and no message can carry: half a letter, NUL and its kin."""
    if depth > DEEPEST:
        raise _too_deep()
    if isinstance(value, str) and (said := _bad_letter(value)):
        yield {"pointer": where, "detail": said}
    elif isinstance(value, dict) and any(_bad_letter(name) for name in value):
        yield {"pointer": where, "detail": "A name in this object holds a control character."}
    for name, one in _parts(value):
        yield from _unwritable(one, f"{where}/{_escaped(name)}", depth + 1)


def _parts(value: Any) -> Iterable[tuple[object, Any]]:
    if isinstance(value, dict):
        return ((name, one) for name, one in value.items() if not _bad_letter(name))
    return enumerate(value) if isinstance(value, list) else ()


def _bad_letter(text: str) -> str:
    for letter in text:
        if "\ud800" <= letter <= "\udfff":
            return f"U+{ord(letter):04X} is half a letter (a lone surrogate); send the whole."
        if (letter < " " and letter not in "\t\n\r") or letter == "\x7f":
            return f"U+{ord(letter):04X} is a control character; leave it out."
    return ""


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")


def query(model: type[M]) -> M:
    """The query's values; each name once."""
    given = door.request().to_original_event()["multiValueQueryStringParameters"] or {}
    faults = [
        {"parameter": name, "detail": "This stands twice in the address; give it once."}
        for name, values in given.items()
        if len(values) > 1
    ]
    faults += [
        {"parameter": name, "detail": said} for name, (one, *_) in given.items() if (said := _bad_letter(one))
    ]
    if faults:
        raise invalid(faults)
    return _validated(model, {name: values[0] for name, values in given.items()}, "parameter")


def _validated(model: type[M], value: Any, places: str) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=True)[:MOST_ERRORS]
        raise invalid([_fault(model, one, places) for one in found]) from None


def _fault(model: type[BaseModel], error: Mapping[str, Any], places: str) -> dict[str, str]:
    place = error["loc"]
    where = "".join(f"/{_escaped(part)}" for part in place) if places == "pointer" else str(place[0])
    return {places: where, "detail": sentence(error, _known(model, place[:-1]))}


def _known(model: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """The names that the object at this place may have."""
    for part in place:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
