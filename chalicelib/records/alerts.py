"""Weather that people were told of: a row for each area and first day, with the numbers that made it."""

from collections.abc import Iterator
from datetime import date

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.records.attributes import DateAttribute, SentencesAttribute
from chalicelib.records.table import Row


class Alert(Row, discriminator="alert"):
    """`said`: {language: sentence}. `days`: each day's numbers. `campaigns`: {campaign: why it did not come,
    or nothing}. `asked`: all of them were; else a crash came between."""

    rule = UnicodeAttribute()
    first_on = DateAttribute()
    last_on = DateAttribute()
    told_on = DateAttribute()
    said = JSONAttribute(default=dict)
    days = JSONAttribute(default=list)
    campaigns = SentencesAttribute(default=dict)
    asked = BooleanAttribute(default=False)

    @classmethod
    def at(cls, area: str, first: date, rule: str) -> tuple[str, str]:
        return f"weather#{area}", f"alert#{first}#{rule}"

    @property
    def area(self) -> str:
        return self.pk.removeprefix("weather#")


def of_area(area: str, since: date) -> Iterator[Alert]:
    """What a city, a province or a country was told of, by its first day."""
    within = Row.sk.between(f"alert#{since}", "alert#~")
    return Alert._pages(f"weather#{area}", within, consistent_read=True)
