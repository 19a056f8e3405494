"""A campaign as the fields of a form, and back: what a file of schedules/campaigns says, field by field."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib import plans, tags, words
from chalicelib.campaigns import CHANNELS, COMPLAINTS, GOODS, IMPORTANCE
from chalicelib.plans.campaigns import KINDS
from chalicelib.plans.fields import WEEKDAYS
from chalicelib.rules.occasions import NAMES
from chalicelib.steps import PURPOSES

PARTS = ("sms", "subject", "email", "task")
LISTED = ("product", "series", "batch", "estate", "tags")
TICKED = ("category", "material", "tier", "language", "region")
WHENS = ("weather", "hand", "festival", "day", "weekday", "once")
UNITS = ("days", "weeks", "months", "years")
Form = Mapping[str, str]


def choices() -> dict[str, list[str]]:
    """What the form offers, by field."""
    climate = plans.climate()
    return {
        "purpose": [one for one in PURPOSES if one != "critical"], "importance": list(IMPORTANCE),
        "touch": list(KINDS), "channels": list(CHANNELS), "complaint": list(COMPLAINTS),
        "category": sorted({one for plan in plans.care_plans().values() for one in plan.categories}),
        "material": list(GOODS), "tier": [name for name, _ in plans.tiers().tiers],
        "language": list(words.languages()), "weather": [rule.name for rule in climate.rules],
        "festival": list(NAMES), "weekday": list(WEEKDAYS), "nth": ["1", "2", "3", "4", "5", "last"],
        "dodge": ["after", "before", "skip"], "units": list(UNITS), "when": list(WHENS),
        "region": _areas(),
    }  # fmt: skip


def _areas() -> list[str]:
    """Whatever people may live in: places, provinces, countries."""
    found = plans.climate().regions.values()
    return list(dict.fromkeys(area for one in found for area in (one.name, one.province, one.country)))


def said_of(form: Form) -> dict[str, Any]:
    """As a file would have it; what is empty is left out."""
    said: dict[str, Any] = {
        name: form.get(name, "").strip()
        for name in ("campaign", "purpose", "owner", "practice", "importance", "touch")
    }
    said |= {"cheerful": "yes" if form.get("cheerful") else "", "when": _when(form)}
    said |= {
        "about": _by_language(form, "about"), "place": _by_language(form, "place"), "window": _window(form),
        "expires": _period(form, "expires"), "budget": _budget(form), "calls": _ticked(form, "calls", "tier"),
        "channels": _channels(form),
    }  # fmt: skip
    if said["touch"] == "message":
        del said["touch"]
    kept = {name: value for name, value in said.items() if value not in ("", [], {})}
    return {**kept, "audience": _audience(form), "words": _words(form)}


def as_before(said: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A text that only lost the blank lines around it in the form stays as it was: nobody changed it."""
    old = before.get("words", {})
    kept = {
        language: {part: _same(text, old.get(language, {}).get(part)) for part, text in texts.items()}
        for language, texts in said["words"].items()
    }
    return {**said, "words": kept}


def _same(text: str, before: Any) -> str:
    return before if isinstance(before, str) and _lines(before) == text else text


def form_of(said: Mapping[str, Any]) -> dict[str, str]:
    """The fields as they are filled in for a campaign that there is."""
    names = ("campaign", "purpose", "owner", "practice", "importance", "touch")
    form = {name: str(said.get(name, "")) for name in names}
    form |= {"importance": form["importance"] or "normal", "touch": form["touch"] or "message"}
    form |= _flat("about", said.get("about", {})) | _flat("place", said.get("place", {}))
    form |= _flat("budget", said.get("budget", {}))
    form |= {f"channels.{name}": "on" for name in said.get("channels", [])}
    form |= {f"calls.{name}": "on" for name in said.get("calls", [])}
    form["channels.first"] = next(iter(said.get("channels", [])), "sms")
    form["cheerful"] = "on" if said.get("cheerful") in ("yes", "true") else ""
    form["window.from"], _, form["window.to"] = str(said.get("window", "")).partition("-")
    form["expires.n"], _, form["expires.unit"] = _plural(said.get("expires", "")).partition(" ")
    for language, texts in said.get("words", {}).items():
        form |= {f"words.{language}.{part}": str(text).strip("\n") for part, text in texts.items()}
    return {**form, **_form_of_when(said.get("when", {})), **_form_of_audience(said.get("audience", {}))}


def _flat(name: str, values: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name}.{part}": str(value) for part, value in values.items()}


def _by_language(form: Form, name: str) -> dict[str, str]:
    found = {one: form.get(f"{name}.{one}", "").strip() for one in words.languages()}
    return {one: text for one, text in found.items() if text}


def _ticked(form: Form, name: str, of: str) -> list[str]:
    return [one for one in choices()[of] if form.get(f"{name}.{one}")]


def _channels(form: Form) -> list[str]:
    """The first one is tried first."""
    found = [one for one in CHANNELS if form.get(f"channels.{one}")]
    return sorted(found, key=lambda one: one != form.get("channels.first"))


def _window(form: Form) -> str:
    begins, ends = form.get("window.from", "").strip(), form.get("window.to", "").strip()
    return f"{begins}-{ends}" if begins or ends else ""


def _period(form: Form, name: str) -> str:
    """`2 days`; a number of one says its unit in the singular, as people write it."""
    number, unit = form.get(f"{name}.n", "").strip(), form.get(f"{name}.unit", "days")
    return f"{number} {unit.removesuffix('s') if number in ('1', '-1') else unit}" if number else ""


def _plural(text: Any) -> str:
    number, _, unit = str(text).partition(" ")
    return f"{number} {unit.removesuffix('s')}s" if unit else number


def _budget(form: Form) -> dict[str, str]:
    amount = form.get("budget.amount", "").strip()
    return {"amount": amount, "currency": form.get("budget.currency", "").strip().upper()} if amount else {}


def _when(form: Form) -> dict[str, Any]:
    kind = form.get("when.kind", "hand")
    if kind == "hand":
        return {"hand": "yes"}
    found: dict[str, Any] = {kind: form.get(f"when.{kind}", "").strip()}
    if kind == "weather":
        return found
    if kind == "weekday":
        months = [one for one in _listed(form.get("when.months", "")) if one]
        found |= {"nth": form.get("when.nth", "1"), **({"months": months} if months else {})}
    offset = form.get("when.offset", "").strip()
    found |= {"offset": f"{offset} days"} if offset not in ("", "0") else {}
    dodge = form.get("when.dodge", "after")
    return {**found, "dodge": dodge} if dodge != "after" else found


def _form_of_when(when: Mapping[str, Any]) -> dict[str, str]:
    kind = next((one for one in WHENS if one in when), "hand")
    form = {f"when.{name}": _joined(value) for name, value in when.items()}
    return {**form, "when.kind": kind, "when.offset": str(when.get("offset", "")).partition(" ")[0]}


def _joined(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _listed(text: str) -> list[str]:
    return list(tags.split(text))


def _audience(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = {name: _ticked(form, f"audience.{name}", name) for name in TICKED}
    found |= {name: _listed(form.get(f"audience.{name}", "")) for name in LISTED}
    age = {part: _period(form, f"audience.{part}") for part in ("least", "most")}
    found["age"] = {part: text for part, text in age.items() if text}
    complaint = form.get("audience.complaint", "either")
    found["complaint"] = complaint if complaint != "either" else ""
    quiet = form.get("audience.quiet_for", "").strip()
    found["quiet_for"] = f"{quiet} {'day' if quiet == '1' else 'days'}" if quiet else ""
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def _form_of_audience(audience: Mapping[str, Any]) -> dict[str, str]:
    form: dict[str, str] = {"audience.complaint": str(audience.get("complaint", "either"))}
    for name in TICKED:
        form |= {f"audience.{name}.{one}": "on" for one in audience.get(name, [])}
    form |= {f"audience.{name}": ", ".join(audience.get(name, [])) for name in LISTED}
    for part, text in audience.get("age", {}).items():
        number, _, unit = _plural(text).partition(" ")
        form |= {f"audience.{part}.n": number, f"audience.{part}.unit": unit}
    form["audience.quiet_for"] = str(audience.get("quiet_for", "")).partition(" ")[0]
    return form


def _words(form: Form) -> dict[str, dict[str, str]]:
    def of(language: str, parts: Iterable[str]) -> dict[str, str]:
        texts = {part: _lines(form.get(f"words.{language}.{part}", "")) for part in parts}
        return {part: text for part, text in texts.items() if text}

    return {language: of(language, PARTS) for language in words.languages()}


def _lines(text: str) -> str:
    """Browsers send line ends as two signs; blank ones around are nobody's wish."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n ")
