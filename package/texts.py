"""The words of SMS and tasks taken apart, so that a cold start fills them in without Jinja."""

import json
from collections.abc import Iterator
from pathlib import Path

from chalicelib import plans
from chalicelib.words import apart, rendering

FILES = ("touchpoints/*/sms.*.txt", "touchpoints/*/task.*.txt", "tasks/*/task.*.txt")


def make_ready(templates: Path) -> None:
    """By the text itself: a text that was changed afterwards is not among them, and goes by Jinja."""
    ready = {text: parts for text in of(templates) if (parts := rendering.parts_of(text)) is not None}
    pressed = json.dumps(ready, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (templates / apart.READY).write_text(pressed, encoding="utf-8")


def of(templates: Path) -> Iterator[str]:
    for pattern in FILES:
        for path in templates.glob(pattern):
            yield path.read_text(encoding="utf-8")
    for country in plans.countries().values():
        for frame in country.frames.values():
            yield from (frame.signature, *frame.endings.values())
