"""What weather sources share: their shape, how far they look, how a missing setting is named."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.climate import Outlook, Region
from chalicelib.errors import NotConfigured
from chalicelib.settings import Settings

# Floors remember days, mould a season; further ahead than a week no forecast is worth a warning.
PAST, AHEAD = timedelta(days=92), timedelta(days=7)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)


class Forecast(Protocol):
    """What a source file's FORECAST offers. `needs` are settings as the environment spells them.
    `measures`: it gives hours, not only what people declared. `outlook` raises NotConfigured, or
    NoWeather with a sentence, and never gives what is too old to be believed."""

    name: str
    needs: tuple[str, ...]
    measures: bool

    def check(self, settings: Settings) -> None: ...
    def outlook(self, settings: Settings, region: Region, now: datetime) -> Outlook: ...


def demand(settings: Settings, source: str, needs: tuple[str, ...]) -> None:
    """Refuse, naming every setting that the source lacks."""
    lacking = [need for need in needs if not getattr(settings, need.lower())]
    if lacking:
        raise NotConfigured(
            "The weather source {source} cannot be asked yet: set {lacking}.",
            source=source,
            lacking=list(lacking),
        )


def number_of(moment: datetime) -> int:
    """The hour's number, counted from 1970 in universal time."""
    return (moment - _BEGIN) // _HOUR


def local_number(moment: datetime, region: Region) -> int:
    """The hour's number as files in the region's own wall-clock time count it."""
    here = moment.astimezone(ZoneInfo(region.zone)).replace(tzinfo=UTC)
    return (here - _BEGIN) // _HOUR
