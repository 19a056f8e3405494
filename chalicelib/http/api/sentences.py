"""What pydantic finds wrong, said so that whoever sent it knows what to change."""

from collections.abc import Mapping, Sequence
from typing import Any

# `given` is what was sent; the rest are the limits that were broken.
SENTENCES = {
    "missing": "This is missing.",
    "string_type": "This must be text in quotes, not {given}.",
    "int_type": "This must be a whole number, not {given}.",
    "int_parsing": "This must be a whole number, not {given}.",
    "int_parsing_size": "This number is larger than anything here can be.",
    "bool_type": "This must be true or false, not {given}.",
    "bool_parsing": "This must be true or false, not {given}.",
    "list_type": "This must be a list in square brackets, not {given}.",
    "model_type": "This must be an object in braces, not {given}.",
    "model_attributes_type": "This must be an object in braces, not {given}.",
    "string_too_short": "This is too short: it needs {min_length} letters or more.",
    "string_too_long": "This is too long: it may have {max_length} letters.",
    "too_short": "This list is too short: it has {actual_length}, and needs {min_length} or more.",
    "too_long": "This list may have {max_length} entries.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "literal_error": "{given} is none of {expected}.",
    "sentence": "{said}",
}
PATTERNS = {
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "{given} is no day; write it as 2026-03-01.",
    r"^[^\x00-\x1f\x7f]*$": "This must stand on one line, without control characters.",
    r"^[0-9]{1,12}(\.[0-9]{1,4})?$": "{given} is no amount; write it as 12800.50, in quotes.",
    r"^([A-Z]{3})?$": "{given} is no currency; write it as HKD.",
    r"^([A-Z]{2})?$": "{given} is no country; write it as HK.",
}
MOMENT = "{given} is no moment; write it with its offset, as 2026-03-01T18:30:00+08:00."


def sentence(error: Mapping[str, Any], known: Sequence[str]) -> str:
    """`known` are the names that stand where the error is."""
    kind, limits = error["type"], {**error.get("ctx", {})}
    if kind == "extra_forbidden":
        return f"There is no {str(error['loc'][-1])[:80]!r} here; known are {', '.join(known) or 'none'}."
    if kind == "string_pattern_mismatch":
        form = PATTERNS.get(limits.get("pattern", ""), MOMENT)
    else:
        form = SENTENCES.get(kind, "This is not right: {msg}.")
    values = {**limits, "given": _shown(error.get("input")), "msg": error["msg"]}
    return form.format_map(values)


def _shown(value: Any) -> str:
    """Short, and of what is nested only its kind."""
    names = {dict: "an object", list: "a list", type(None): "null", bool: str(value).lower()}
    return names.get(type(value)) or (repr(value[:60]) if isinstance(value, str) else str(value)[:60])
