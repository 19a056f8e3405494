"""The schedules' content as JSON beside each file, so that a cold start need not read YAML."""

import json
from pathlib import Path

from chalicelib.plans import source


def make_ready(schedules: Path) -> None:
    for path in sorted(schedules.rglob("*.yaml")):
        text = json.dumps(source.parsed(path), ensure_ascii=False)
        path.with_suffix(source.READY).write_text(text, encoding="utf-8")
