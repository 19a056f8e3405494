"""Where what a customer tells us belongs: into a complaint that is open already, or into a new one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z2-7]{8}(?![A-Z0-9])")


@dataclass(frozen=True)
class OpenCase:
    number: str
    sale_id: str
    opened_at: datetime


@dataclass(frozen=True)
class Place:
    """The complaint that it belongs to, or none. `unsure`: it may belong to another one as well."""

    number: str = ""
    unsure: bool = False


def place(words: str, sale_id: str, cases: Sequence[OpenCase]) -> Place:
    """A number that the customer names goes before everything; then the sale; told twice it is one."""
    named = set(NUMBER.findall(words.upper()))
    if found := [case for case in cases if case.number in named]:
        return Place(_newest(found).number)
    fitting = [case for case in cases if not (sale_id and case.sale_id) or sale_id == case.sale_id]
    if exact := [case for case in fitting if sale_id and case.sale_id == sale_id]:
        return Place(_newest(exact).number, len(exact) > 1)
    return Place(_newest(fitting).number, len(fitting) > 1) if fitting else Place()


def _newest(cases: Sequence[OpenCase]) -> OpenCase:
    return max(cases, key=lambda case: case.opened_at)
