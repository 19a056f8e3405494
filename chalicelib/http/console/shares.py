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
    for fault in faults(said).values():
        raise BadInput(fault)
    given = _given(said)
    together = sum(sums.read(share) or 0 for share in given.values())
    if together not in (0, offers.HUNDRED):
        raise BadInput(_("The shares come to %(sum)s per cent; make them 100.", sum=f"{together:f}"))
    return " ".join(f"{party}={share}" for party, share in given.items())


def faults(said: Mapping[str, str]) -> dict[str, str]:
    """By field, what is no share: those are not even summed, since a number may be longer than any page."""
    wrong = (party for party, share in _given(said).items() if not _is_share(share))
    return {field(party): _("Write a share of 0 to 100, such as 60 or 33.5.") for party in wrong}


def _given(said: Mapping[str, str]) -> dict[str, str]:
    filled = {party: sums.share(said.get(field(party), "")) for party in plans.compensation().parties}
    return {party: share for party, share in filled.items() if share}


def _is_share(text: str) -> bool:
    found = None if sums.is_foreign(text, "") else sums.read(text)
    return found is not None and 0 <= found <= offers.HUNDRED and found == found.quantize(offers.CENT)


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
