"""Open-Meteo: a week ahead and a season back, in one request for each cell of its grid; kept for hours.

Its free service is for non-commercial use; a shop needs a subscription's host and key, or its own server.
"""

from datetime import datetime, timedelta

from chalicelib.climate import Outlook, Region
from chalicelib.errors import NotConfigured, NoWeather, TooSlow
from chalicelib.forecasts.base import demand, number_of
from chalicelib.forecasts.open_meteo import keeping, shape, wire
from chalicelib.forecasts.open_meteo.shape import Reply
from chalicelib.hourly import Hour
from chalicelib.sentences import Labelled, Moment, Said
from chalicelib.settings import Settings

# Its models run every six hours or so.
FRESH = timedelta(hours=3)
# An older forecast is wrong too often to warn by.
BELIEVED = timedelta(hours=30)
# So many places that it lets wait, and it is not asked for the others of that look.
ENOUGH = 3
CREDIT = "Weather data by Open-Meteo.com (CC BY 4.0)"
PAID = "customer-api.open-meteo.com"


class OpenMeteo:
    name = "open_meteo"
    needs = ("OPEN_METEO_HOST",)
    measures = True

    def __init__(self) -> None:
        self.slow: list[datetime] = []  # the look's own moment, for each place

    def check(self, settings: Settings) -> None:
        demand(settings, self.name, self.needs)
        if not settings.open_meteo_host.startswith(("http://", "https://")):
            raise NotConfigured("OPEN_METEO_HOST must begin with http:// or https://.")
        if PAID in settings.open_meteo_host and not settings.open_meteo_key:
            raise NotConfigured("{paid} wants a subscription's key: set OPEN_METEO_KEY.", paid=PAID)

    def outlook(self, settings: Settings, region: Region, now: datetime) -> Outlook:
        self.check(settings)
        cell = shape.cell(region)
        kept = keeping.kept(cell)
        if kept and timedelta() <= now - kept.known_at <= FRESH:
            return _outlook(kept, region)
        try:
            reply = self._ask(settings, region, now)
            _refuse_the_past(shape.hours(reply, region), now)
        except NoWeather as trouble:
            return _older(kept, region, now, trouble)
        keeping.keep(cell, reply)
        return _outlook(reply, region)

    def _ask(self, settings: Settings, region: Region, now: datetime) -> Reply:
        """Unless it was too slow too often at this look: then it is down for what remains."""
        self.slow = [at for at in self.slow if at == now]
        if len(self.slow) >= ENOUGH:
            raise wire.too_slow(TimeoutError())
        try:
            return wire.ask(settings, shape.cell(region), region.zone, now)
        except TooSlow:
            self.slow.append(now)
            raise


def _older(kept: Reply | None, region: Region, now: datetime, trouble: NoWeather) -> Outlook:
    """What was heard last, with a word on why it is not newer; too old, and the trouble is all there is."""
    if kept is None:
        raise trouble
    since = Said(
        "{trouble} What is known of {region} is from {moment}",
        trouble=trouble.said, region=Labelled(region.name, region.label),
        moment=Moment(kept.known_at, region.zone),
    )  # fmt: skip
    if now - kept.known_at > BELIEVED:
        raise NoWeather("{since}, which is too long ago to warn by.", since=since) from trouble
    return _outlook(kept, region, trouble=Said("{since}.", since=since))


def _refuse_the_past(hours: tuple[Hour, ...], now: datetime) -> None:
    if hours[-1].number < number_of(now):
        raise NoWeather(
            "Open-Meteo's answer ends on {day}, before now: it is no forecast.", day=hours[-1].day
        )


def _outlook(reply: Reply, region: Region, trouble: str = "") -> Outlook:
    return Outlook(shape.hours(reply, region), reply.known_at, trouble=trouble, credit=CREDIT)


FORECAST = OpenMeteo()
