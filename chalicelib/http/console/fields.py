"""What a posted form says, field by field; what cannot be read is told beside its field."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from chalicelib import sums
from chalicelib.errors import CareError
from chalicelib.http.console import plain_words
from chalicelib.http.console.speech import _

AT_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LONGEST = 200
T = TypeVar("T")


class Fields:
    """`said` is what was typed, to be shown again; `faults` a sentence for each field that is not right."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.said = {name: value.strip() for name, value in form.items()}
        self.faults: dict[str, str] = {}

    def text(self, name: str, needed: str = "", most: int = LONGEST) -> str:
        value = self.said.get(name, "")[:most]
        if needed and not value:
            self.faults[name] = needed
        return value

    def day(self, name: str, needed: str = "") -> date | None:
        if not (text := self.text(name, needed)):
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.faults[name] = _("Write the day as 2026-02-28.")
            return None

    def hour(self, name: str) -> str:
        text = self.text(name)[:5]
        if text and not AT_TIME.fullmatch(text):
            self.faults[name] = _("Write the time as 14:30.")
        return text

    def amount(self, name: str, currency: str = "") -> Decimal | None:
        """However people write one; of this currency, where it is money."""
        if not (text := self.text(name)):
            return None
        if currency and sums.is_foreign(text, currency):
            self.faults[name] = _("This is in another currency; write it in %(currency)s.", currency=currency)
            return None
        value = sums.read(text)
        if value is None or not 0 <= value < 10**12:
            self.faults[name] = _("Write a number, such as 12800.50.")
            return None
        return value

    def one_of(self, name: str, known: Iterable[str], needed: str = "") -> str:
        value = self.text(name, needed)
        if value and value not in known:
            self.faults[name] = _("Choose one of the list.")
        return value

    def read(self, name: str, reader: Callable[[str], T], otherwise: T) -> T:
        """As this reader understands it; its refusal is what is wrong with the field."""
        text = self.text(name)
        if not text:
            return otherwise
        try:
            return reader(text)
        except CareError as error:
            self.faults[name] = plain_words.of(error)
            return otherwise
