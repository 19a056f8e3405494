"""Customers' links: opened while they last, spent by what they are for."""

from datetime import datetime

from chalicelib.records.links import Link


def find(token: str, now: datetime) -> Link | None:
    """The link of this token, spent or not; an expired one is as good as unknown."""
    link = Link.find(*Link.at(token), consistent=True)
    return link if link and now < link.expires_at else None


def spend(link: Link, now: datetime) -> bool:
    """Whether this was the use that spent it."""
    return link.change([Link.spent_at.set(now)], Link.spent_at.does_not_exist())
