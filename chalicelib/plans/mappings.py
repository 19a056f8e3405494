"""A shop's own names for a ledger's columns, as YAML."""

from pathlib import Path

import yaml

from chalicelib.errors import Unreadable


def read_mapping(path: Path) -> dict[str, str]:
    """`their header: our field`, one a line."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise Unreadable(f"The mapping {path} cannot be read; write `their header: our field`.") from error
    if not isinstance(found, dict) or not found:
        raise Unreadable(f"The mapping {path} says nothing; write one `their header: our field` a line.")
    return {str(theirs): str(ours) for theirs, ours in found.items()}
