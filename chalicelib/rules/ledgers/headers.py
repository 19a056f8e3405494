"""Which row names the columns, and what each column holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.errors import BadInput
from chalicelib.rules.ledgers.cells import clean, simple
from chalicelib.rules.ledgers.synonyms import JOINED, NAMES, OURS, OWNED, OWNERS
from chalicelib.sentences import Joined, Said

Columns = dict[str, tuple[int, ...]]
# A file is tried in several ways, and its header is looked at in each part that is taken of it.
KEPT = 1024
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]|【[^】]*】|\{[^}]*\}")
_POSSESSIVE = re.compile(r"['’]s\b")
_NOISE = re.compile(r"[\W_]+")
_MEASURES = re.compile(
    r"hk\$|us\$|nt\$|s\$|a\$|[$€£¥]"
    r"|\b(hkd|usd|ntd|twd|sgd|mop|cny|rmb|eur|gbp|sqm|sqft|sq\.? ?m|sq\.? ?ft|m2)\b"
)
_CHINESE = re.compile(r"[^\u4e00-\u9fff0-9]+")
_LATIN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Known:
    """A field that a header stands for; of two headers for one field the lower rank is the surer."""

    field: str
    rank: int


@lru_cache(maxsize=KEPT)
def key(header: str) -> str:
    """A header without case, spaces, marks and what stands in brackets."""
    return _NOISE.sub("", _BRACKETS.sub("", _POSSESSIVE.sub("", simple(header))))


_TABLE = {
    key(name): Known(field, rank) for field, names in NAMES.items() for rank, name in enumerate(names.split())
}


@lru_cache(maxsize=KEPT)
def meaning(header: str) -> Known | None:
    """What a header stands for, if it can be known without asking."""
    for form in _forms(header):
        if form in _TABLE:
            return _TABLE[form]
        if owned := _without_owner(form):
            return owned
    return None


def _forms(header: str) -> Iterable[str]:
    """The header itself, without its unit or currency, and each half of a bilingual one."""
    bare = _MEASURES.sub(" ", _BRACKETS.sub(" ", simple(header)))
    yield key(header)
    yield key(bare)
    yield key(bare).removesuffix("元")
    yield _CHINESE.sub("", bare)
    yield key(_LATIN.sub(" ", bare))


def _without_owner(form: str) -> Known | None:
    for owner in OWNERS:
        known = _TABLE.get(form.removeprefix(owner)) if form.startswith(owner) else None
        if known and known.field in OWNED:
            return known
    return None


def recognise(header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """The columns of each field we know. `mapping` ({key of their header: our field}) goes first."""
    columns: Columns = {}
    mapped = {field for name, field in mapping.items() if name in map(key, header)}
    ranks: dict[str, int] = {}
    for position, name in enumerate(header):
        known = _known(name, mapping, mapped)
        if known is None:
            continue
        if known.field in JOINED:
            columns[known.field] = (*columns.get(known.field, ()), position)
        elif known.rank < ranks.get(known.field, 1_000):
            columns[known.field], ranks[known.field] = (position,), known.rank
    return columns


def _known(name: str, mapping: Mapping[str, str], mapped: set[str]) -> Known | None:
    if field := mapping.get(key(name)):
        return Known(field, -1)
    known = meaning(name)
    return None if known and known.field in mapped else known


def readable_mapping(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """{key of their header: our field}. Written the other way round it is understood as well, and our
    fields may be called by any name that a header might have."""
    pairs = list((mapping or {}).items())
    if pairs and all(_field(ours) for ours, _ in pairs) and not all(_field(theirs) for _, theirs in pairs):
        pairs = [(theirs, ours) for ours, theirs in pairs]
    return {key(str(theirs)): _our_field(str(theirs), str(ours)) for theirs, ours in pairs}


def _field(name: str) -> str:
    known = meaning(str(name))
    return name if name in OURS else known.field if known else ""


def _our_field(theirs: str, ours: str) -> str:
    if field := _field(ours):
        return field
    raise BadInput(
        "The mapping gives the column “{theirs}” to “{ours}”, which is no field. Fields are: {fields}.",
        theirs=theirs,
        ours=ours,
        fields=_list(sorted(OURS)),
    )


def check(name: str, header: Sequence[str], columns: Columns, asked: Mapping[str, str] | None) -> None:
    """Refuse a mapping or a header without which nothing can be read."""
    found = Said("Its columns are: {columns}.", columns=_list(header))
    here = set(map(key, header))
    if lost := [theirs for theirs in _asked_headers(asked) if key(theirs) not in here]:
        raise BadInput(
            "The mapping names {lost}, but {name} has no such column. {found}",
            lost=_list(lost),
            name=name,
            found=found,
        )
    if missing := _missing(columns):
        field = missing[0][0]
        raise BadInput(
            "{name} has no column that is known as {fields}. {found} Write {field} above the column that it"
            " is and send the file again, or say it by a mapping of their header to our field, such as"
            " {example}.",
            name=name,
            fields=Joined([text for _, text in missing], " or as "),
            found=found,
            field=f"“{field}”",
            example=f"“{_first(header, columns)}: {field}”",
        )


def _asked_headers(asked: Mapping[str, str] | None) -> list[str]:
    """The headers in a mapping, whichever way round it is written."""
    fields = readable_mapping(asked)
    names = [str(side) for pair in (asked or {}).items() for side in pair]
    return list(dict.fromkeys(name for name in names if key(name) in fields))


def _missing(columns: Columns) -> list[tuple[str, Said]]:
    missing = []
    if not {"customer_name", "first_name", "last_name"} & columns.keys():
        missing.append(("customer_name", Said("the customer's name (customer_name)")))
    if "signed_on" not in columns:
        missing.append(("signed_on", Said("the day of signing (signed_on)")))
    if not {"phones", "email"} & columns.keys():
        missing.append(("phones", Said("a telephone (phones) or e-mail address (email)")))
    return missing


def _first(header: Sequence[str], columns: Columns) -> str:
    """A header that means nothing to us yet; if all do, any."""
    known = {place for places in columns.values() for place in places}
    strange = [name for place, name in enumerate(header) if place not in known]
    return next((clean(name) for name in [*strange, *header] if clean(name)), "Column")


def _list(names: Iterable[str]) -> list[str] | Said:
    return [clean(name) for name in names if clean(name)] or Said("none")
