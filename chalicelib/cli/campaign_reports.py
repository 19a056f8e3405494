"""How `campaign` tells people what it found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.cli.showing import columns, facts, moment
from chalicelib.cli.weather_reports import language
from chalicelib.rules import reasons

MOST_DAYS = 8
# Why somebody is not meant.
WHY_NOT = {
    "complaint": "with or without an open complaint, as it does not want",
    "estate": "in another estate",
    "goods": "own nothing that it is about",
    "language": "read another language",
    "last_contact": "heard from us lately",
    "region": "live elsewhere",
    "region_unknown": "nobody knows where they live",
    "tags": "without its tags",
    "tier": "in another tier",
}


def lines(found: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for one in found:
        name = one["about"].get(language(), "")
        yield one["campaign"], one["state"], one["purpose"], when(one["when"]), name


def when(said: Mapping[str, Any]) -> str:
    """`festival mid-autumn, offset -3 days`."""
    return ", ".join(f"{name} {_plain(value)}" for name, value in said.items())


def _plain(value: Any) -> str:
    return "/".join(value) if isinstance(value, list) else str(value)


def in_words(value: Mapping[str, Any]) -> Iterator[str]:
    yield from facts(
        [
            ("campaign", value["campaign"]), ("state", value["state"]), ("paused", value["paused"]),
            ("written by", value["saved_by"]), ("approved by", value["approved_by"]),
            ("when", when(value["says"]["when"])), ("next", _days(value["coming"])),
        ]
    )  # fmt: skip
    if value["file_differs"]:
        yield f"Its file says something else by now: aftercare campaign check {value['campaign']} --from-file"
    yield from _found(value["found"])
    for one in value["occurrences"]:
        yield from _came(one)


def _days(days: Sequence[Mapping[str, Any]]) -> str:
    told = [f"{one['on'] or one['named']}{_gave_way(one)}" for one in days[:MOST_DAYS]]
    return ", ".join([*told, f"and {len(days) - MOST_DAYS} more"] if len(days) > MOST_DAYS else told)


def _gave_way(day: Mapping[str, Any]) -> str:
    if not day["gave_way_to"]:
        return ""
    return f" (not on {day['gave_way_to']}, a day of mourning)" if day["on"] else " (left out: mourning)"


def _found(found: Mapping[str, Any]) -> Iterator[str]:
    if not found["customers"]:
        return
    yield ""
    whole = "" if found["complete"] else " so far"
    yield f"Of {found['customers']} customers{whole} it means {found['meant']}."
    for name, count in sorted(found["would"].items(), key=lambda one: -one[1]):
        yield f"  {count} {_fate(name)}{_some(found['who'].get(name, ()), name)}"
    costs = " and ".join(f"{amount} {unit}" for unit, amount in found["cost"].items())
    yield f"At most {found['segments']} SMS segments, {costs or 'no cost'}."
    for name, count in sorted(found["why_not"].items(), key=lambda one: -one[1]):
        yield f"  {count} not: {WHY_NOT.get(name, name)}"


def _fate(name: str) -> str:
    what, _, why = name.partition(" ")
    said = {"send": f"by {why}", "wait": "wait: ", "person": "by a person: ", "never": "never: "}[what]
    if what == "send":
        return said if why != "person" else "by a colleague's errand"
    return said + reasons.sentence(why)


def _some(ids: Sequence[str], name: str) -> str:
    """Whom it concerns, where something holds them back."""
    return "" if name.startswith("send") else f" ({', '.join(ids)}{' ...' if len(ids) == 3 else ''})"


def _came(one: Mapping[str, Any]) -> Iterator[str]:
    where = f" in {', '.join(one['regions'])}" if one["regions"] else ""
    yield ""
    why = f" ({one['reason']})" if one["reason"] else ""
    yield f"{one['on']}{where}: {one['state']}{why}"
    if one["meant"]:
        rest = f"{one['waiting']} waiting, {one['failed']} failed"
        yield f"  {one['reached']} of {one['meant']} reached, {rest}"
        for reason, count in one["refused"].items():
            yield f"  {count} not: {reasons.sentence(reason)}"
    if one["heard"]:
        yield "  " + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in one["heard"].items())


def previewed(value: Mapping[str, Any]) -> Iterator[str]:
    yield from in_words({**value, "occurrences": ()})
    for one in value["texts"]:
        yield ""
        fate = _fate(f"{one['what']} {one['channel'] or one['reason']}")
        yield f"{one['customer']}  {fate}  {moment(one['at'])}"
        for text in one["texts"]:
            size = f" ({text['segments']} segments)" if text["segments"] else ""
            yield from columns([(f"  {text['channel']}{size}:", text["subject"])])
            yield from (f"    {line}" for line in text["text"].splitlines())


def guest_list(value: Mapping[str, Any]) -> Iterator[str]:
    yield f"{value['coming']} come with {value['people']} people, {value['declined']} do not."
    rows = [
        (one["name"] or one["customer"], one["phone"], one["people"] or "no", one["note"])
        for one in sorted(value["guests"], key=lambda one: -one["people"])
    ]
    yield from columns(rows, ("guest", "phone", "people", "note"))
