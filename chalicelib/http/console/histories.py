"""What was done with a campaign, line by line: what a change changed, which text was approved."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.http.console import plain_words
from chalicelib.plans.labels import LABELS
from chalicelib.records.campaigns import Campaign, written
from chalicelib.sentences import Said


def told(row: Campaign) -> list[dict[str, Any]]:
    """`fields`: what a change changed, `written_at`: when that was written which was approved."""
    found: list[dict[str, Any]] = []
    version, written_at = "", None
    versions = {why for _, _, what, why in row.history if what in ("saved", "changed")}
    for at, who, what, why in row.history:
        line: dict[str, Any] = {"at": datetime.fromisoformat(at), "who": who, "what": what}
        line |= {"why": "", "fields": [], "written_at": None}
        if what in ("saved", "changed"):
            line["fields"] = list(_changed(row.name, version, why)) if version else []
            version, written_at = why, line["at"]
        else:
            line["why"] = "" if why in versions else why
            line["written_at"] = written_at if what == "approved" else None
        found.append(line)
    return found


def _changed(name: str, before: str, after: str) -> Iterator[str]:
    old, new = (json.loads(written(name, version)) for version in (before, after))
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield from _label(field, old.get(field), new.get(field))


def _label(field: str, old: Any, new: Any) -> Iterator[str]:
    """Of the words, each language by itself."""
    label = plain_words.said(LABELS.get(field, Said(field)))
    if field != "words" or not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        yield label
        return
    for language in dict.fromkeys((*old, *new)):
        if old.get(language) != new.get(language):
            yield f"{label} ({plain_words.said(LABELS.get(language, Said(language)))})"
