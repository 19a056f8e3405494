"""Values to show a campaign's words with: invented, but fitting each other, its place and its day."""

from datetime import date, datetime

from chalicelib import plans, words
from chalicelib.campaigns import Campaign as Meant
from chalicelib.care.campaigns import coming
from chalicelib.climate import Region
from chalicelib.policies import CountryPolicy
from chalicelib.rules.weather import alerts
from chalicelib.rules.weather.alerts import Met

# A damp spring's day and a heated winter's, as far as a rule asks for them.
HOURS, DEW, FLOOR, CELSIUS = 20, 19.8, 16.5, 22.0
HEATED_HUMIDITY = 25.0


def values(campaign: Meant, language: str, now: datetime) -> dict[str, str | int]:
    """The names as long as they come; city, day, place and reason as this campaign would have them."""
    region, day = _region(campaign), _day(campaign, now)
    return {
        **plans.campaign_specimens(language),
        "city": region.label.get(language, region.name),
        "day": words.near_date(language, day),
        "place": campaign.place.get(language, ""),
        "reason": _reason(campaign, region, day, language),
    }


def country(campaign: Meant) -> tuple[str, CountryPolicy]:
    """The shop's own, else the first where a text may bear the link that it needs."""
    own, linked = plans.shop_defaults().country, campaign.touch == "gathering"
    codes = [own, *(code for code in plans.countries() if code != "default")]
    fitting = (code for code in codes if (one := plans.country(code)).sms and (one.links or not linked))
    code = next(fitting, own)
    return code, plans.country(code)


def _region(campaign: Meant) -> Region:
    """One that it is for, in the shop's own country where there is one."""
    wanted, climate = set(campaign.audience.region), plans.climate()
    rule = climate.rule(campaign.when.weather)
    meant = [
        one
        for one in climate.regions.values()
        if (not wanted or wanted & {one.name, one.province, one.country})
        and (rule is None or rule.heated in (None, one.heated))
    ]
    found = meant or list(climate.regions.values())
    return next((one for one in found if one.country == plans.shop_defaults().country), found[0])


def _day(campaign: Meant, now: datetime) -> date:
    days = (one.named for one in coming.ahead(campaign, coming.today(now)) if one.on)
    return next(days, coming.today(now) + coming.DAY)


def _reason(campaign: Meant, region: Region, day: date, language: str) -> str:
    """As its alert would say it; who says that it comes may give none."""
    rule = plans.climate().rule(campaign.when.weather)
    if rule is None:
        return ""
    worst = Met(day, region.name, HOURS, rule.limit, DEW, FLOOR, CELSIUS, HEATED_HUMIDITY)
    return alerts.sentence(rule, worst, region, language)
