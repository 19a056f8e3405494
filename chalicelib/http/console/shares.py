"""Whose fault it is, as a number for each party instead of codes that one would have to know."""

from collections.abc import Mapping
from typing import Any

from chalicelib import plans, sums
from chalicelib.errors import BadInput
from chalicelib.http.console import desk
from chalicelib.http.console.speech import _
from chalicelib.rules import offers

FACT = "shares"


def parties() -> dict[str, str]:
    language = desk.reader_language()
    return {party: label.get(language, party) for party, label in plans.compensation().parties.items()}


def field(party: str) -> str:
    return f"share-{party}"


def noted(facts: Mapping[str, Any]) -> dict[str, str]:
    """By field, what stands there now."""
    return {field(party): f"{share:f}".removesuffix(".00") for party, share in _read(facts.get(FACT)).items()}


def sent(said: Mapping[str, str]) -> str:
    """Those that were filled in; nothing where none was."""
    filled = {party: sums.share(said.get(field(party), "")) for party in plans.compensation().parties}
    given = {party: share for party, share in filled.items() if share}
    known = [sums.read(share) for share in given.values()]
    if None not in known and (together := sum(one for one in known if one)) not in (0, offers.HUNDRED):
        raise BadInput(_("The shares come to %(sum)s per cent; make them 100.", sum=f"{together:f}"))
    return " ".join(f"{party}={share}" for party, share in given.items())


def said(text: str) -> str:
    """`Us 60%, the carrier 40%`."""
    known = parties()
    shown = [f"{known.get(party, party)} {share.normalize():f}%" for party, share in _read(text).items()]
    return _(", ").join(shown) or text


def _read(text: Any) -> Mapping[str, Any]:
    try:
        return offers.shares(str(text or ""))
    except BadInput:
        return {}
